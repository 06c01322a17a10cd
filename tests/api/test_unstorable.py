"""What no database takes is refused at every door with its field, on SQLite and PostgreSQL; nothing is stored, all reads work."""

import asyncio
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import httpx
import pytest
from sqlalchemy import Engine, text

from db.engine import transaction
from db.tables import Answer, SurveySession
from proctor_core.domain.roles import Role
from proctor_core.domain.token_scope import TokenScope
from tests.support.web_world import HOST, WebWorld

NUMBER = {"id": "n", "kind": "number", "text": "N?", "minimum": -5, "maximum": 5}
DEFINITION: dict[str, Any] = {
    "title": "T",
    "questions": [{"id": "t", "kind": "short_text", "text": "T?"}, NUMBER, {"id": "s", "kind": "scale", "text": "S?"}],
}
TEXTS = [r'"a\u0000b"', r'"a\ud83d b"', r'"\udc00"', '"a\ud83db"', r'"\u0000"']
NUMBERS = ["9" * 309, "-" + "9" * 309, "9" * 5000, "1e999", "-1e999", "NaN", "Infinity", str(2**63)]
DEEP = ["[" * 60 + "]" * 60, "[" * 100_000 + "]" * 100_000, '{"a":' * 60 + "1" + "}" * 60]
TYPES = [
    "application/json",
    "Application/JSON",
    "APPLICATION/VND.API+JSON",
    "application/vnd.api+json",
    "application/json; charset=utf-8",
    'application/json ; Charset="UTF-16"',
    "application/problem+JSON;x=y",
    " application/json",
    None,
]


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> Iterator[WebWorld]:
    made = WebWorld(engine, tmp_path)
    yield made
    made.close()


@pytest.fixture
def session(world: WebWorld) -> SurveySession:
    begun = world.invited(definition=DEFINITION, proctoring_enabled=False)
    return world.stored_sessions.begin(world.taker, begun.id)


DEFINITIONS = {
    "title": '{"title": BAD, "questions": [{"id": "n", "kind": "date", "text": "N"}]}',
    "questions[0].maximum": '{"title": "T", "questions": [{"id": "n", "kind": "number", "text": "N", "maximum": BAD}]}',
    "questions[0].options[1]": (
        '{"title": "T", "questions": [{"id": "n", "kind": "single_choice", "text": "N", "options": ["a", BAD]}]}'
    ),
}


def bearer(world: WebWorld, scope: TokenScope, person: Any = None) -> dict[str, str]:
    return {"authorization": f"Bearer {world.token(scope, person)}"}


def body_of(value: str) -> bytes:
    return f'{{"value": {value}}}'.encode("utf-8", "surrogatepass")


async def put(world: WebWorld, path: str, headers: list[tuple[str, str]], content: bytes) -> httpx.Response:
    """With headers that come more than once."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(world.app), base_url=HOST) as client:
        return await client.put(path, headers=headers, content=content)


def everything_is_readable(world: WebWorld, session: SurveySession) -> None:
    headers = bearer(world, TokenScope.TAKER, world.taker)
    for path in (f"/api/sessions/{session.id}", "/api/sessions"):
        assert world.ask("GET", path, headers=headers).status_code == 200
    out = io.BytesIO()
    world.privacy.export(world.taker, world.taker.id, out)
    with ZipFile(out) as archive:
        for name in archive.namelist():
            archive.read(name).decode("utf-8-sig")


def test_no_content_type_opens_a_door_for_what_can_not_be_stored(world: WebWorld, session: SurveySession) -> None:
    token = bearer(world, TokenScope.TAKER, world.taker)
    for kind in TYPES:
        headers = token | ({"content-type": kind} if kind else {})
        for value in (TEXTS[0], TEXTS[1], NUMBERS[0], DEEP[0]):
            answer = world.ask("PUT", f"/api/sessions/{session.id}/answers/t", headers=headers, content=body_of(value))
            assert answer.status_code == 422, (kind, value, answer.text)
            assert answer.json()["field"].startswith("value")
    assert world.rows(Answer, session_id=session.id) == []
    everything_is_readable(world, session)


@pytest.mark.parametrize("said_second", ["multipart/form-data; boundary=x", "application/octet-stream"])
def test_a_second_content_type_opens_no_door_either(world: WebWorld, session: SurveySession, said_second: str) -> None:
    token = bearer(world, TokenScope.TAKER, world.taker)["authorization"]
    headers = [("authorization", token), ("content-type", "application/json"), ("content-type", said_second)]
    for value in (TEXTS[0], NUMBERS[2], DEEP[1]):
        answer = asyncio.run(put(world, f"/api/sessions/{session.id}/answers/t", headers, body_of(value)))
        assert answer.status_code == 422, (value[:12], answer.text)
        assert "field" in answer.json()
    assert world.rows(Answer, session_id=session.id) == []


def test_no_question_takes_what_can_not_be_stored(world: WebWorld, session: SurveySession) -> None:
    headers = bearer(world, TokenScope.TAKER, world.taker) | {"content-type": "application/json"}
    for question in ("t", "n", "s"):
        path = f"/api/sessions/{session.id}/answers/{question}"
        for value in (*TEXTS, *NUMBERS, *DEEP):
            answer = world.ask("PUT", path, headers=headers, content=body_of(value))
            assert answer.status_code == 422, (question, value[:12], answer.text)
            assert "field" in answer.json()
    assert world.rows(Answer, session_id=session.id) == []
    everything_is_readable(world, session)


def test_no_definition_holds_what_can_not_be_stored(world: WebWorld) -> None:
    headers = bearer(world, TokenScope.SERVICE) | {"content-type": "application/json"}
    for place, definition in DEFINITIONS.items():
        for bad in (*TEXTS[:2], NUMBERS[0], "1e999"):
            body = f'{{"slug": "x", "definition": {definition.replace("BAD", bad)}}}'.encode()
            answer = world.ask("POST", "/api/surveys", headers=headers, content=body)
            assert answer.status_code == 422, (place, bad)
            assert answer.json()["field"].removeprefix("definition.") == place
    assert world.ask("GET", "/api/surveys", headers=headers).json()["surveys"] == []


def test_no_address_holds_a_nul(world: WebWorld, session: SurveySession) -> None:
    bad = "a%00b"
    service, taker = bearer(world, TokenScope.SERVICE), bearer(world, TokenScope.TAKER, world.taker)
    administrator = {"as_person": world.administrator}
    for method, path, field, how in (
        ("GET", f"/api/platform/people/export?external_id={bad}", "external_id", {"headers": service}),
        ("DELETE", f"/api/platform/people?external_id={bad}", "external_id", {"headers": service}),
        ("GET", f"/api/audit-log.csv?what={bad}", "what", administrator),
        ("GET", f"/api/audit-log.csv?object_id={bad}", "object_id", administrator),
        ("PUT", f"/api/sessions/{session.id}/answers/{bad}", "path", {"headers": taker, "json": {"value": "x"}}),
    ):
        answer = world.ask(method, path, **how)  # pyright: ignore[reportArgumentType]
        assert (answer.status_code, answer.json()["field"]) == (422, field), path


def test_a_moment_at_the_edge_of_time_is_a_moment(world: WebWorld) -> None:
    moderator = bearer(world, TokenScope.MODERATOR, world.person("mo", Role.MODERATOR))
    for at in ("0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00"):
        path = f"/api/moderator/users/flagged-sessions?after={at}&after_id={uuid4()}"
        assert world.ask("GET", path, headers=moderator).status_code == 200
        log = f"/api/audit-log.csv?since={at}&until={at}"
        assert world.ask("GET", log, as_person=world.administrator).status_code == 200


def test_no_form_of_the_account_pages_breaks(world: WebWorld) -> None:
    for number, bad in enumerate(("a\0b", "a\ud83db")):
        sent = bad.encode("utf-8", "surrogatepass")
        invited = world.people.invite(world.administrator, f"new-{number}", "New", Role.TAKER)
        for name, password in ((sent, b"x" * 12), (b"ada", sent * 4)):
            answer = world.ask("POST", "/account/login", form={"name": name, "password": password})
            assert answer.status_code == 401
        link = f"/account/invitation/{invited.token}"
        answer = world.ask("POST", link, form={"password": sent * 4, "again": sent * 4})
        assert answer.status_code in (303, 422)
    assert world.ask("GET", "/account/invitation/a%00b").status_code == 404


def test_a_header_of_thousands_of_digits_is_refused(world: WebWorld) -> None:
    headers = bearer(world, TokenScope.SERVICE) | {"tus-resumable": "1.0.0", "upload-length": "9" * 5000}
    answer = world.ask("POST", "/api/proctor/upload-recording", headers=headers)
    assert (answer.status_code, answer.json()["field"]) == (422, "Upload-Length")
    partly = {"range": f"bytes={'9' * 5000}-"}
    assert world.ask("GET", f"/api/media/evidence/{uuid4()}", as_person=world.taker, headers=partly).status_code < 500


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)  # PostgreSQL never took it
def test_what_an_older_version_let_in_can_be_read(world: WebWorld, session: SurveySession) -> None:
    world.sessions.save_answer(world.taker, session.id, "t", "x")
    world.sessions.save_answer(world.taker, session.id, "n", 5)
    with transaction(world.engine) as db:
        for question, value in (("t", r'"a\ud83d b"'), ("n", "NaN")):
            stored = {"value": value, "question": question}
            db.connection().execute(text("UPDATE answer SET value = :value WHERE question_id = :question"), stored)
    everything_is_readable(world, session)
    headers = bearer(world, TokenScope.TAKER, world.taker)
    answers = world.ask("GET", f"/api/sessions/{session.id}", headers=headers).json()["answers"]
    assert {row["question_id"]: row["value"] for row in answers} == {"t": "a\ufffd b", "n": None}
    assert json.dumps(answers)
