"""Every operation x every kind of caller x own, somebody else's and missing objects: who may, and that nothing leaks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from proctor_core.api.csrf import HEADER
from proctor_core.api.server import ROUTERS
from tests.support.api_client import browser
from tests.support.api_matrix import CALLERS, PAGE_OF, Matrix, Objects, body_of, built_matrix, headers_of, missing
from tests.support.session_world import DEFINITION

PLATFORMS = ("platform", "other platform")
EVERYBODY = frozenset({"nobody", "taker", "session token", "moderator", "analyst", "platform", "administrator"})
TAKING = frozenset({"taker", "session token"})
WORKING = frozenset({"moderator", "analyst", "platform", "administrator"})
PEOPLE = frozenset({"taker", "moderator", "analyst", "administrator"})
VIEWING = PEOPLE | {"session token"}
MAY: dict[str, frozenset[str]] = {
    "GET /health": EVERYBODY,
    "GET /version": EVERYBODY,
    "GET /metrics": EVERYBODY,  # the tests ask from this machine
    "GET /csrf": frozenset(),  # pages alone
    "GET /sessions": frozenset({"taker"}),
    "GET /sessions/{session_id}": TAKING,
    "GET /sessions/{session_id}/events": TAKING,
    "GET /sessions/{session_id}/self-view": TAKING,
    "GET /sessions/{session_id}/notice": TAKING,
    "POST /sessions/{session_id}/page": TAKING,
    "POST /sessions/{session_id}/consent": TAKING,
    "POST /sessions/{session_id}/start": TAKING,
    "PUT /sessions/{session_id}/answers/{question_id}": TAKING,
    "POST /sessions/{session_id}/submit": TAKING,
    "POST /sessions/{session_id}/observations": TAKING,
    "POST /proctor/verify-initial/": TAKING,
    "POST /proctor/record-violation/": TAKING,
    "POST /proctor/heartbeat/": TAKING,
    "OPTIONS /proctor/upload-recording/": EVERYBODY,
    "POST /proctor/upload-recording/": TAKING | {"platform"},
    "GET /proctor/upload-recording/{upload_id}/": TAKING | {"platform"},
    "HEAD /proctor/upload-recording/{upload_id}/": TAKING | {"platform"},
    "PATCH /proctor/upload-recording/{upload_id}/": TAKING | {"platform"},
    "DELETE /proctor/upload-recording/{upload_id}/": TAKING | {"platform"},
    "GET /media/evidence/{evidence_id}": VIEWING,
    "GET /media/reference/{session_id}": VIEWING,
    "GET /media/recording/{session_id}": VIEWING,
    "GET /media/thumbnails/{session_id}": VIEWING,
    "GET /people/{person_id}/export": PEOPLE,
    "DELETE /people/{person_id}": PEOPLE,
    "GET /surveys": WORKING,
    "POST /surveys": frozenset({"platform", "administrator"}),
    "GET /surveys/{survey_id}": WORKING,
    "GET /surveys/{survey_id}/responses": frozenset({"analyst", "platform", "administrator"}),
    "GET /surveys/{survey_id}/responses/file": frozenset({"analyst", "platform", "administrator"}),
    "POST /surveys/{survey_id}/sessions": frozenset({"platform", "administrator"}),
    "GET /moderator/users/flagged-sessions/": frozenset({"moderator"}),
    "GET /moderator/users/session/{session_id}/violations/": frozenset({"moderator"}),
    "GET /moderator/users/session/{session_id}/traces/": frozenset({"moderator"}),
    "POST /moderator/users/review-session/": frozenset({"moderator"}),
    "POST /moderator/users/session/{session_id}/allow-new-reference/": frozenset({"moderator"}),
    "POST /moderator/users/session/{session_id}/decision/": frozenset({"moderator"}),
    "POST /moderator/users/session/{session_id}/decision/take-back/": frozenset({"moderator"}),
    "POST /moderator/users/session/{session_id}/verdicts/": frozenset({"moderator"}),
    "GET /sessions/{session_id}/appeal": TAKING,
    "POST /sessions/{session_id}/appeal": TAKING,
    "GET /moderator/users/appeals/": frozenset({"moderator"}),
    "POST /moderator/users/appeals/{appeal_id}/answer/": frozenset({"moderator"}),
    "GET /moderator/users/session/{session_id}/case-file/": frozenset({"moderator"}),
    "POST /moderator/users/verdicts/{verdict_id}/take-back/": frozenset({"moderator"}),
    "POST /moderator/users/session/{session_id}/incidents/": frozenset({"moderator"}),
    "POST /moderator/users/added-incidents/{added_id}/take-back/": frozenset({"moderator"}),
    "POST /moderator/users/session/{session_id}/mutes/": frozenset({"moderator"}),
    "POST /moderator/users/mutes/{mute_id}/take-back/": frozenset({"moderator"}),
    "GET /live/sessions": frozenset({"moderator"}),
    "GET /live/sessions/{session_id}/still": frozenset({"moderator"}),
    "GET /statistics": frozenset({"analyst"}),
    "GET /statistics/file": frozenset({"analyst"}),
    "GET /audit-log.csv": frozenset({"administrator"}),
    "POST /platform/sessions": frozenset({"platform"}),
    "POST /platform/sessions/{session_id}/token": frozenset({"platform"}),
    "GET /platform/sessions/{session_id}": frozenset({"platform"}),
    "GET /platform/people/export": frozenset({"platform"}),
    "DELETE /platform/people": frozenset({"platform"}),
}
"""Who may ask for an operation at all; a page may what its person may. What is somebody else's is then 404 to them, as if it
were not there."""
HIDDEN = {
    "POST /proctor/upload-recording/{upload_id}": "PATCH /proctor/upload-recording/{upload_id}/",
    "GET /docs": "",
    "GET /docs-files/{name}": "",
}
"""Routes that the OpenAPI document leaves out, and the operation whose rights they have; the others are files for everybody."""


@pytest.fixture(scope="module")
def matrix(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Matrix]:
    with built_matrix(migrated_sqlite, tmp_path_factory.mktemp("matrix")) as built:
        yield built


def may(caller: str, operation: str) -> bool:
    if operation == "GET /csrf":
        return caller in PAGE_OF
    role = "platform" if caller in PLATFORMS else PAGE_OF.get(caller, caller)
    return role in MAY[operation]


def test_every_operation_is_in_the_matrix(matrix: Matrix) -> None:
    assert set(matrix.documented) == set(MAY)


def test_every_route_is_documented_or_named_here(matrix: Matrix) -> None:
    routes = [route for module in ROUTERS for route in module.router.routes if isinstance(route, APIRoute)]
    found = {f"{method} {route.path}" for route in routes for method in route.methods}
    assert found == {operation.rstrip("/") for operation in MAY} | set(HIDDEN)


@pytest.mark.parametrize("caller", CALLERS)
def test_only_the_allowed_may_ask_and_every_answer_is_documented(matrix: Matrix, caller: str) -> None:
    for operation in MAY:
        answer = matrix.ask(operation, caller, missing())
        why = f"{caller} {operation}: {answer.status_code} {answer.text[:200]}"
        is_allowed = may(caller, operation)
        assert (answer.status_code not in (401, 403)) == is_allowed, why
        assert (answer.status_code == 401) == (not is_allowed and (caller == "nobody" or "csrf" in operation)), why
        assert answer.status_code in matrix.documented[operation], why
        if answer.status_code >= 400 and answer.status_code != 503 and not operation.startswith("HEAD"):
            assert answer.headers["content-type"] == "application/problem+json", why


OF_THE_HOUSE = (
    "GET /surveys/{survey_id}",
    "GET /surveys/{survey_id}/responses",
    "GET /surveys/{survey_id}/responses/file",
)
"""People of the house read every survey."""


def own_and_others(matrix: Matrix, caller: str) -> tuple[Objects, Objects]:
    """What is the second platform's is the first one's neighbour, and the other way round."""
    return (matrix.others, matrix.own) if caller == "other platform" else (matrix.own, matrix.others)


@pytest.mark.parametrize("caller", ["taker", "session token", *PLATFORMS, "analyst", "nobody"])
def test_somebody_elses_is_answered_as_if_it_were_not_there(matrix: Matrix, caller: str) -> None:
    for operation in MAY:
        names_something = "{" in operation or "people" in operation or headers_of(operation, missing())
        if operation.startswith("OPTIONS") or not (names_something or body_of(operation, missing())):
            continue
        if operation.endswith(" /surveys") or (operation in OF_THE_HOUSE and caller == "analyst"):
            continue
        _, others = own_and_others(matrix, caller)
        theirs, none = matrix.ask(operation, caller, others), matrix.ask(operation, caller, missing())
        why = f"{caller} {operation}: {theirs.status_code} {theirs.text[:200]}"
        assert (theirs.status_code, theirs.text) == (none.status_code, none.text), why
        assert theirs.status_code in (401, 403, 404), why


OF_THE_HOUSE_TO_A_PLATFORM = {
    "GET /surveys/{survey_id}": 200,  # may be used, and is not the platform's
    "POST /platform/sessions": 201,
    "GET /surveys/{survey_id}/responses": 404,
    "GET /surveys/{survey_id}/responses/file": 404,
    "POST /surveys/{survey_id}/sessions": 404,  # the house's taker
    "GET /platform/sessions/{session_id}": 404,
    "POST /platform/sessions/{session_id}/token": 404,
}


@pytest.mark.parametrize("caller", PLATFORMS)
def test_a_platform_uses_the_houses_survey_and_meets_nobody_of_the_house(matrix: Matrix, caller: str) -> None:
    found = {operation: matrix.ask(operation, caller, matrix.house) for operation in OF_THE_HOUSE_TO_A_PLATFORM}
    assert {operation: answer.status_code for operation, answer in found.items()} == OF_THE_HOUSE_TO_A_PLATFORM


LEAVE = "POST /moderator/users/session/{session_id}/allow-new-reference/"
BEGINS, ENDS = "POST /proctor/upload-recording/", "DELETE /proctor/upload-recording/{upload_id}/"
ERASING = ("DELETE /people/{person_id}", "DELETE /platform/people")
STREAM = "GET /sessions/{session_id}/events"
"""Open as long as the session; `tests/api/test_live_sessions.py` reads it."""
OF_THE_TAKER = {
    "GET /sessions/{session_id}/self-view": 404,  # no camera here
    "POST /sessions/{session_id}/page": 404,
    "GET /media/recording/{session_id}": 404,  # none was made
    "GET /media/thumbnails/{session_id}": 404,  # of none
    "POST /sessions/{session_id}/consent": 409,  # given
    "POST /proctor/verify-initial/": 409,  # a second one needs a moderator's leave
    "POST /sessions/{session_id}/appeal": 409,  # nobody rejected it
    "POST /sessions/{session_id}/submit": 422,  # a question is open
}
OF_OTHERS = {
    "GET /people/{person_id}/export": 404,  # the person's own, or an administrator's
    "DELETE /people/{person_id}": 404,
    "GET /media/evidence/{evidence_id}": 404,
    "GET /media/reference/{session_id}": 404,
    "GET /media/recording/{session_id}": 404,
    "GET /media/thumbnails/{session_id}": 404,
    "GET /live/sessions/{session_id}/still": 404,
    "GET /moderator/users/session/{session_id}/violations/": 404,  # not in the queue
    "GET /moderator/users/session/{session_id}/case-file/": 404,
    "POST /moderator/users/appeals/{appeal_id}/answer/": 404,
    "POST /moderator/users/review-session/": 404,
    "POST /moderator/users/session/{session_id}/decision/": 404,
    "POST /moderator/users/session/{session_id}/decision/take-back/": 404,
    "POST /moderator/users/session/{session_id}/verdicts/": 404,
    "POST /moderator/users/verdicts/{verdict_id}/take-back/": 404,
    "POST /moderator/users/session/{session_id}/incidents/": 404,
    "POST /moderator/users/added-incidents/{added_id}/take-back/": 404,
    "POST /moderator/users/session/{session_id}/mutes/": 404,
    "POST /moderator/users/mutes/{mute_id}/take-back/": 404,
}
MODERATORS = {name: status for name, status in OF_OTHERS.items() if "evidence" not in name and "reference" not in name}
ADMINISTRATORS = {name: status for name, status in OF_OTHERS.items() if "/people/" not in name}
OWN = {
    "taker": OF_THE_TAKER,
    "session token": OF_THE_TAKER,
    **dict.fromkeys(PLATFORMS, OF_THE_TAKER),
    "moderator": MODERATORS,
    "analyst": OF_OTHERS,
    "administrator": ADMINISTRATORS,
}
"""What is no success about the session of the first column, which is running and was not handed in."""


@pytest.mark.parametrize("caller", CALLERS[1:])
def test_what_is_ones_own_is_there(matrix: Matrix, caller: str) -> None:
    for operation in MAY:
        if not may(caller, operation) or operation in (BEGINS, ENDS, LEAVE, STREAM, *ERASING):
            continue
        answer = matrix.ask(operation, caller, own_and_others(matrix, caller)[0])
        expected = OWN[PAGE_OF.get(caller, caller)].get(operation)
        is_right = answer.status_code == expected if expected else answer.is_success
        assert is_right, f"{caller} {operation}: {answer.status_code} {answer.text[:200]}"


@pytest.mark.parametrize("caller", ["session token", "taker", *PLATFORMS])
def test_what_is_ones_own_can_be_changed_ended_and_erased(migrated_sqlite: Path, tmp_path: Path, caller: str) -> None:
    with built_matrix(migrated_sqlite, tmp_path) as matrix:
        own, _ = own_and_others(matrix, caller)
        assert matrix.ask(LEAVE, "moderator", own).status_code == 200
        if caller not in PLATFORMS:
            assert matrix.ask("POST /proctor/verify-initial/", caller, own).status_code == 200
        assert matrix.ask(ENDS, caller, own).status_code == 204
        assert matrix.ask(BEGINS, caller, own).status_code == 201
        erased = matrix.ask(ERASING[1 if caller in PLATFORMS else 0], caller, own)
        if caller == "session token":
            assert erased.status_code == 403, "for one session, not for the person"
        else:
            assert erased.is_success, erased.text


@pytest.mark.parametrize("caller", ["taker", "platform", "moderator", "analyst", "administrator"])
def test_a_slash_at_the_end_makes_no_difference(matrix: Matrix, caller: str) -> None:
    for operation in MAY:
        if may(caller, operation):
            with_, without = (matrix.ask(operation, caller, missing(), end=end) for end in ("/", ""))
            assert with_.status_code == without.status_code, f"{operation}: {with_.text[:200]} {without.text[:200]}"


CHANGES = [operation for operation in MAY if operation.partition(" ")[0] in ("POST", "PUT", "PATCH", "DELETE")]


@pytest.mark.parametrize("caller", PAGE_OF)
def test_no_page_changes_anything_without_its_csrf_token(matrix: Matrix, caller: str) -> None:
    for operation in CHANGES:
        if may(caller, operation):
            answer = matrix.ask(operation, caller, missing(), without=HEADER)
            assert answer.status_code == 403, f"{caller} {operation}: {answer.status_code} {answer.text[:200]}"


def test_a_page_without_its_csrf_token_changes_nothing(matrix: Matrix) -> None:
    without = {"cookie": matrix.headers["administrator"]["cookie"]}
    with browser(matrix.world) as http:
        body = {"slug": "sly", "definition": DEFINITION}
        assert http.post("/api/surveys", json=body, headers=without).status_code == 403
        good = {**matrix.headers["administrator"]}
        assert http.post("/api/surveys", json=body, headers={**good, "sec-fetch-site": "cross-site"}).status_code == 403
        assert http.post("/api/surveys", json=body, headers=good).status_code == 201
