"""Every operation x every kind of caller x own, somebody else's and missing objects: who may, and that nothing leaks."""

import shutil
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from db.engine import open_engine, reading
from db.tables import Evidence, User
from proctor_core.api.csrf import HEADER, csrf_token
from proctor_core.domain.roles import Role
from proctor_core.domain.token_scope import TokenScope
from proctor_core.services.recording_uploads import Sender
from tests.api.pictures import jpeg
from tests.support.api_client import browser
from tests.support.session_world import DEFINITION
from tests.support.uploading import OFFSET_STREAM, TUS, metadata
from tests.support.web_world import COOKIE_NAME, WebWorld

CALLERS = ("nobody", "taker", "session token", "moderator", "analyst", "platform", "administrator")
EVERYBODY = frozenset(CALLERS)
TAKING = frozenset({"taker", "session token"})
WORKING = frozenset({"moderator", "analyst", "platform", "administrator"})
PEOPLE = frozenset({"taker", "moderator", "analyst", "administrator"})
VIEWING = PEOPLE | {"session token"}
MAY: dict[str, frozenset[str]] = {
    "GET /health": EVERYBODY,
    "GET /version": EVERYBODY,
    "GET /metrics": EVERYBODY,  # the tests ask from this machine
    "GET /csrf": frozenset({"administrator"}),  # the only one here with a page
    "GET /sessions": frozenset({"taker"}),
    "GET /sessions/{session_id}": TAKING,
    "GET /sessions/{session_id}/events": TAKING,
    "GET /sessions/{session_id}/self-view": TAKING,
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
    "GET /people/{person_id}/export": PEOPLE,
    "DELETE /people/{person_id}": PEOPLE,
    "GET /surveys": WORKING,
    "POST /surveys": frozenset({"platform", "administrator"}),
    "GET /surveys/{survey_id}": WORKING,
    "POST /surveys/{survey_id}/sessions": frozenset({"platform", "administrator"}),
    "GET /moderator/users/flagged-sessions/": frozenset({"moderator"}),
    "GET /moderator/users/session/{session_id}/violations/": frozenset({"moderator"}),
    "POST /moderator/users/review-session/": frozenset({"moderator"}),
    "POST /moderator/users/session/{session_id}/allow-new-reference/": frozenset({"moderator"}),
    "GET /live/sessions": frozenset({"moderator"}),
    "GET /live/sessions/{session_id}/still": frozenset({"moderator"}),
    "GET /statistics": frozenset({"analyst"}),
    "GET /audit-log.csv": frozenset({"administrator"}),
    "POST /platform/sessions": frozenset({"platform"}),
    "POST /platform/sessions/{session_id}/token": frozenset({"platform"}),
    "GET /platform/sessions/{session_id}": frozenset({"platform"}),
    "GET /platform/people/export": frozenset({"platform"}),
    "DELETE /platform/people": frozenset({"platform"}),
}
"""Who may ask for an operation at all. What is somebody else's is then 404 to them, as if it were not there."""


@dataclass(frozen=True)
class Objects:
    """The ids of one column of the matrix."""

    session: UUID
    evidence: UUID
    person: UUID
    survey: UUID
    external: str
    upload: UUID


@dataclass
class Matrix:
    """A world with one caller of each kind."""

    world: WebWorld
    headers: dict[str, dict[str, str]]
    own: Objects
    others: Objects
    documented: dict[str, set[int]]

    def ask(self, operation: str, caller: str, objects: Objects) -> httpx.Response:
        method, path = operation.split(" ")
        ids = {
            "session_id": objects.session,
            "evidence_id": objects.evidence,
            "person_id": objects.person,
            "survey_id": objects.survey,
            "question_id": "often",
            "upload_id": objects.upload,
        }
        body = body_of(operation, objects) if method in ("POST", "PUT") else None
        query = {"external_id": objects.external} if "/people" in path and "platform" in path else {"page": "p"}
        headers = {**self.headers[caller], **headers_of(operation, objects)}
        with browser(self.world) as http:
            return http.request(method, "/api" + path.format(**ids), json=body, params=query, headers=headers)


def headers_of(operation: str, objects: Objects) -> dict[str, str]:
    """Uploads speak by headers."""
    if "/upload-recording/" not in operation:
        return {}
    return {**TUS, **OFFSET_STREAM, "upload-length": "100", "upload-offset": "0"} | {
        "upload-metadata": metadata(session_id=objects.session)
    }


def body_of(operation: str, objects: Objects) -> dict[str, Any]:
    session_id = str(objects.session)
    picture = jpeg_text()
    yes = {"agreed": True, "text_version": "1", "text_sha256": "0" * 64}
    purposes = [{"purpose": purpose, **yes} for purpose in ("monitoring", "recording")]
    bodies: dict[str, dict[str, Any]] = {
        "verify-initial": {"session_id": session_id, "image": picture},
        "record-violation": {
            "session_id": session_id,
            "sequence": 1,
            "type": "no_face",
            "started_s": 0,
            "confidence": 0.5,
            "snapshot": picture,
        },
        "heartbeat": {"session_id": session_id, "sequence": 1, "face_count": 1},
        "consent": {"purposes": purposes},
        "often": {"value": "daily"},
        "observations": {"observations": [{"started_s": 0, "ended_s": 0, "face_count": 1}]},
        "review-session": {"session_id": session_id, "decision": "flag", "notes": "please look"},
        "token": {},
        "/page": {"page": "p"},
        "platform/sessions": {"survey_id": str(objects.survey), "external_id": objects.external},
        "surveys": {"slug": "more", "definition": DEFINITION},
        "{survey_id}/sessions": {"taker_id": str(objects.person)},
    }
    path = operation.replace("{question_id}", "often").rstrip("/")
    return next((body for end, body in bodies.items() if path.endswith(end)), {})


def jpeg_text() -> str:
    return b64encode(jpeg()).decode()


def objects_of(world: WebWorld, external: str, platform: str) -> Objects:
    """A session of one of a platform's people, in progress, with a violation and its picture."""
    caller = world.tokens.caller_of(world.token(TokenScope.SERVICE, name=platform))
    assert caller is not None
    assert caller.token is not None
    survey = world.surveys.add_version(world.administrator, external, DEFINITION)
    session = world.platforms.open_session(caller.token, survey.id, external)
    person = world.platforms.person(caller.token, external)
    token = world.platforms.session_token(caller.token, session.id, timedelta(hours=1)).token
    at = {"authorization": f"Bearer {token}"}
    objects = Objects(session.id, uuid4(), person.id, survey.id, external, uuid4())
    with browser(world) as http:
        for step in ("consent", "verify-initial", "start", "record-violation"):
            path = f"/api/proctor/{step}" if "-" in step else f"/api/sessions/{session.id}/{step}"
            answer = http.post(path, json=body_of(f"POST {path}", objects), headers=at)
            assert answer.status_code == 200, answer.text
    (picture,) = world.rows(Evidence, session_id=session.id)
    upload = world.uploads.begin(Sender(person.id, person.id), session.id, 100)
    return Objects(session.id, picture.id, person.id, survey.id, external, upload.id)


@pytest.fixture(scope="module")
def matrix(migrated_sqlite: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Matrix]:
    folder = tmp_path_factory.mktemp("matrix")
    file = shutil.copy(migrated_sqlite, folder / "proctor.sqlite3")
    engine = open_engine(f"sqlite:///{file}")
    world = WebWorld(engine, folder)
    own, others = objects_of(world, "p-own", "quiz.example"), objects_of(world, "p-other", "other.example")
    people = {role: world.person(f"a {role}", role) for role in (Role.MODERATOR, Role.ANALYST)}
    cookie = world.cookie_of(world.administrator)
    tokens = {
        "taker": world.token(TokenScope.TAKER, person_of(world, own.person)),
        "session token": world.session_token(own.session),
        "moderator": world.token(TokenScope.MODERATOR, people[Role.MODERATOR]),
        "analyst": world.token(TokenScope.ANALYST, people[Role.ANALYST]),
        "platform": world.token(TokenScope.SERVICE),
    }
    headers = {name: {"authorization": f"Bearer {token}"} for name, token in tokens.items()}
    csrf = csrf_token(world.cookies, world.cookies.read(cookie) or "")
    headers |= {"nobody": {}, "administrator": {"cookie": f"{COOKIE_NAME}={cookie}", HEADER: csrf}}
    with browser(world) as http:
        paths = http.get("/api/openapi.json").json()["paths"]
    documented = {
        f"{method.upper()} {path}": {int(status) for status in operation["responses"]}
        for path, operations in paths.items()
        for method, operation in operations.items()
    }
    yield Matrix(world, headers, own, others, documented)
    world.close()
    engine.dispose()


def person_of(world: WebWorld, person_id: UUID) -> User:
    with reading(world.engine) as db:
        return db.get_one(User, person_id)


def missing() -> Objects:
    return Objects(uuid4(), uuid4(), uuid4(), uuid4(), "p-missing", uuid4())


def test_every_operation_is_in_the_matrix(matrix: Matrix) -> None:
    assert set(matrix.documented) == set(MAY)


@pytest.mark.parametrize("caller", CALLERS)
def test_only_the_allowed_may_ask_and_every_answer_is_documented(matrix: Matrix, caller: str) -> None:
    for operation, allowed in MAY.items():
        answer = matrix.ask(operation, caller, missing())
        told = f"{caller} {operation}: {answer.status_code} {answer.text[:200]}"
        assert (answer.status_code not in (401, 403)) == (caller in allowed), told
        assert (answer.status_code == 401) == (caller not in allowed and (caller == "nobody" or "csrf" in operation)), (
            told
        )
        assert answer.status_code in matrix.documented[operation], told
        if answer.status_code >= 400 and answer.status_code != 503 and not operation.startswith("HEAD"):
            assert answer.headers["content-type"] == "application/problem+json", told


OF_EVERYBODY = ("GET /surveys/{survey_id}", "POST /surveys/{survey_id}/sessions", "POST /platform/sessions")
"""Surveys are no secret among those who work with them."""


@pytest.mark.parametrize("caller", ["taker", "session token", "platform", "analyst", "nobody"])
def test_somebody_elses_is_answered_as_if_it_were_not_there(matrix: Matrix, caller: str) -> None:
    for operation in MAY:
        names_something = "{" in operation or "people" in operation or headers_of(operation, missing())
        if operation.startswith("OPTIONS") or not (names_something or body_of(operation, missing())):
            continue
        if operation.endswith(" /surveys") or (operation in OF_EVERYBODY and caller in ("platform", "analyst")):
            continue
        theirs, none = matrix.ask(operation, caller, matrix.others), matrix.ask(operation, caller, missing())
        told = f"{caller} {operation}: {theirs.status_code} {theirs.text[:200]}"
        assert (theirs.status_code, theirs.text) == (none.status_code, none.text), told
        assert theirs.status_code in (401, 403, 404), told


def test_what_is_ones_own_is_there(matrix: Matrix) -> None:
    for operation, caller in (
        ("GET /sessions/{session_id}", "taker"),
        ("GET /sessions/{session_id}", "session token"),
        ("GET /media/evidence/{evidence_id}", "session token"),
        ("GET /media/reference/{session_id}", "taker"),
        ("POST /proctor/heartbeat/", "session token"),
        ("GET /proctor/upload-recording/{upload_id}/", "session token"),
        ("HEAD /proctor/upload-recording/{upload_id}/", "platform"),
        ("GET /platform/sessions/{session_id}", "platform"),
        ("GET /platform/people/export", "platform"),
        ("GET /people/{person_id}/export", "taker"),
    ):
        answer = matrix.ask(operation, caller, matrix.own)
        assert answer.status_code == 200, f"{caller} {operation}: {answer.status_code} {answer.text[:200]}"


def test_a_page_without_its_csrf_token_changes_nothing(matrix: Matrix) -> None:
    without = {"cookie": matrix.headers["administrator"]["cookie"]}
    with browser(matrix.world) as http:
        body = {"slug": "sly", "definition": DEFINITION}
        assert http.post("/api/surveys", json=body, headers=without).status_code == 403
        good = {**matrix.headers["administrator"]}
        assert http.post("/api/surveys", json=body, headers={**good, "sec-fetch-site": "cross-site"}).status_code == 403
        assert http.post("/api/surveys", json=body, headers=good).status_code == 201
