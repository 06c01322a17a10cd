"""Whoever takes a text from a person refuses what can't be stored, names the field, and has done nothing before."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from db.tables import ApiToken, AuditEvent, User
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, SessionStatus
from proctor_core.domain.taker_list import read_taker_list
from proctor_core.domain.token_scope import TokenScope
from proctor_core.errors import InvalidFile, InvalidInput
from proctor_core.services.accounts.api_tokens import ApiTokenService
from proctor_core.services.accounts.people import PeopleService
from proctor_core.services.reviewing.review_guards import given_words
from proctor_core.services.taking.live_sessions import LiveSessionService
from proctor_core.services.webhooks.webhooks import WebhookSecrets, WebhookService
from tests.support.session_world import PASSWORD, SessionWorld

BAD = ["a\0b", "\0", "a\ud83d b", "\udcff"]
Act = Callable[[SessionWorld, str], Any]


def _people(world: SessionWorld) -> PeopleService:
    return PeopleService(world.engine, world.clock)


def _webhooks(world: SessionWorld) -> WebhookService:
    return WebhookService(world.engine, world.clock, WebhookSecrets(b"k" * 40), post=None)  # pyright: ignore[reportArgumentType]


ACTS: list[tuple[str, Act]] = [
    ("name", lambda world, bad: world.accounts.create_user(None, bad, "Ada", Role.TAKER, PASSWORD)),
    ("display_name", lambda world, bad: world.accounts.create_user(None, "new", bad, Role.TAKER, PASSWORD)),
    ("email", lambda world, bad: _people(world).invite(world.administrator, "new", "New", Role.TAKER, f"{bad}@x")),
    ("password", lambda world, bad: world.accounts.create_user(None, "new", "New", Role.TAKER, bad + "x" * 20)),
    (
        "name",
        lambda world, bad: ApiTokenService(world.engine, world.clock).issue(
            world.administrator, bad, TokenScope.SERVICE, timedelta(days=1)
        ),
    ),
    ("name", lambda world, bad: _webhooks(world).add(world.administrator, bad, "https://x.example")),
    ("platform", lambda world, bad: _webhooks(world).add(world.administrator, "x", "https://x.example", bad)),
    ("slug", lambda world, bad: world.surveys.add_version(world.administrator, bad, {})),
    ("notes", lambda _, bad: given_words(DecisionKind.REJECT, bad, "")),
    ("note", lambda _, bad: given_words(DecisionKind.REJECT, "x", bad)),
    ("note", lambda _, bad: given_words(DecisionKind.ESCALATE, bad, "")),
]


@pytest.mark.parametrize("bad", BAD, ids=ascii)
def test_no_service_takes_a_text_that_can_not_be_stored(world: SessionWorld, bad: str) -> None:
    before = [len(world.rows(table)) for table in (User, ApiToken, AuditEvent)]
    for field, act in ACTS:
        with pytest.raises(InvalidInput) as refused:
            act(world, bad)
        assert refused.value.field == field
        assert refused.value.message.isprintable()
    assert [len(world.rows(table)) for table in (User, ApiToken, AuditEvent)] == before


@pytest.mark.parametrize("column", ["name", "display_name", "email"])
def test_a_list_of_takers_tells_the_line_of_a_text_that_can_not_be_stored(column: str) -> None:
    row = {"name": "ada", "display_name": "Ada", "email": "a@x"} | {column: "a\0@b"}
    with pytest.raises(InvalidFile) as refused:
        read_taker_list(f"name,display_name,email\nbob,Bob,b@x\n{','.join(row.values())}\n".encode())
    assert [(mistake.place, mistake.line) for mistake in refused.value.mistakes] == [(column, 3)]


def test_a_session_is_not_ended_for_a_reason_that_can_not_be_stored(world: SessionWorld) -> None:
    session = world.in_progress()
    moderator, live = world.person("mo", Role.MODERATOR), LiveSessionService(world.engine, world.clock)
    for bad in BAD:
        with pytest.raises(InvalidInput, match="reason"):
            live.session_to_end(moderator, session.id, bad)
        with pytest.raises(InvalidInput, match="sentence"):
            live.send(moderator, session.id, bad)
    assert world.stored(session.id).status is SessionStatus.IN_PROGRESS
