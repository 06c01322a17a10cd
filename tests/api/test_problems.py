"""Every error has a status, and says no more than whoever asked may know."""

import json
import logging
from collections.abc import Iterator

import pytest
from sqlalchemy.exc import OperationalError

from proctor_core import errors
from proctor_core.api.problems import STATUS, TITLES, problem, status_of
from proctor_core.codes.definition_faults import DefinitionFault
from proctor_core.domain.enrolment import RefusalReason
from proctor_core.domain.token_scope import TokenScope
from proctor_core.errors import (
    EnrolmentRefused,
    InvalidFile,
    InvalidInput,
    MisconfiguredError,
    Mistake,
    OtherTables,
    ProctorError,
    TooLarge,
    UnreadablePicture,
)
from tests.support.web_world import WebWorld

WITHOUT_STATUS = {ProctorError, MisconfiguredError, OtherTables}
"""A setting can't be wrong while the program runs; it would be our mistake."""


def tree(kind: type[ProctorError] = ProctorError) -> Iterator[type[ProctorError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from tree(child)


def made(kind: type[ProctorError]) -> ProctorError:
    if kind is InvalidFile:
        return InvalidFile([Mistake("questions[2]", DefinitionFault.NO_JSON_NUMBER, {"word": "a secret place"})])
    if kind is UnreadablePicture:
        return UnreadablePicture("image", "a secret place", "unreadable")
    if kind in (InvalidInput, TooLarge):
        return kind("questions[2]", "a secret place")
    if kind is UnreadablePicture:
        return UnreadablePicture("image", "a secret place", "broken")
    return (
        EnrolmentRefused(RefusalReason.MOVED, "a secret place") if kind is EnrolmentRefused else kind("a secret place")
    )


def test_every_class_of_the_tree_is_covered() -> None:
    assert set(tree()) == {
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)
    }
    without = {kind for kind in tree() if status_of(made(kind)) == 500}
    assert without == WITHOUT_STATUS


@pytest.mark.parametrize("kind", list(STATUS))
def test_the_class_decides_the_status(kind: type[ProctorError]) -> None:
    answer = problem(made(kind))
    body = json.loads(bytes(answer.body))
    assert answer.status_code == STATUS[kind] == body["status"]
    assert answer.media_type == "application/problem+json"
    assert body["title"] == TITLES[STATUS[kind]]


def test_a_wrong_type_and_a_wrong_range_have_the_standards_titles() -> None:
    assert (TITLES[415], TITLES[416]) == ("Unsupported Media Type", "Range Not Satisfiable")


@pytest.mark.parametrize("kind", list(tree()))
def test_only_what_the_client_did_wrong_is_explained(kind: type[ProctorError]) -> None:
    answer = problem(made(kind))
    is_explained = b"a secret place" in bytes(answer.body)
    assert is_explained == (answer.status_code in (409, 413, 422))


def test_wrong_input_names_its_field() -> None:
    assert json.loads(bytes(problem(made(InvalidInput)).body))["field"] == "questions[2]"


def test_a_database_that_goes_away_inside_a_route_is_503_and_its_words_stay_out_of_the_log(
    world: WebWorld, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    headers = {"authorization": f"Bearer {world.token(TokenScope.TAKER, world.taker)}"}

    def gone(*_: object) -> None:
        raise OperationalError("SELECT", {"name": "a secret place"}, Exception("connection closed"))

    monkeypatch.setattr("proctor_core.services.accounts.api_tokens.reading", gone)
    with caplog.at_level(logging.INFO):
        answer = world.ask("GET", "/api/sessions", headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert "OperationalError" in caplog.text
    assert "a secret place" not in caplog.text + answer.text
