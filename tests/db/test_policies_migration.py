"""Policies move from the sessions into a table of their own: each once, whatever the order of its keys, and back."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, inspect, text
from sqlmodel import select

from db.engine import reading
from db.migrate import downgrade, upgrade
from db.tables import KeptPolicy, SurveySession
from proctor_core.domain.policy import STANDARD, PolicyName, policy_from_json, policy_to_json, sha256_of_policy
from proctor_core.services.chain.chained_tables import CHAINED
from tests.support.session_world import SessionWorld

BEFORE = "0035"


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> SessionWorld:
    """Whatever it writes is chained."""
    return SessionWorld(engine, tmp_path / "media")


def indexes(engine: Engine) -> Mapping[str | None, Any]:
    found = inspect(engine).get_indexes("survey_session")
    return {
        one["name"]: (one["column_names"], str(one.get("dialect_options", {}).get("sqlite_where"))) for one in found
    }


def stored_policies(engine: Engine) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        found = connection.execute(text("SELECT policy FROM survey_session ORDER BY created_at")).scalars()
        return [json.loads(one) if isinstance(one, str) else one for one in found]


def test_each_policy_is_kept_once_under_its_hash_and_put_back_by_the_way_down(world: SessionWorld) -> None:
    url, engine = world.engine.url.render_as_string(hide_password=False), world.engine
    sessions = [world.invited(policy=name).id for name in (PolicyName.STANDARD, PolicyName.STANDARD, PolicyName.STRICT)]
    before = indexes(engine)
    downgrade(url, BEFORE)
    old = stored_policies(engine)
    assert [policy_from_json(one).name for one in old] == ["standard", "standard", "strict"]
    assert old[0] == policy_to_json(STANDARD)
    with engine.begin() as connection:
        turned = json.dumps(dict(reversed(old[1].items())))
        turn = text("UPDATE survey_session SET policy = :turned WHERE id = :id")
        is_sqlite = engine.dialect.name == "sqlite"
        connection.execute(turn, {"turned": turned, "id": sessions[1].hex if is_sqlite else sessions[1]})
    upgrade(url)
    assert indexes(engine) == before
    with reading(engine) as db:
        kept = {row.sha256: row for row in db.exec(select(KeptPolicy)).all()}
        pointed = [db.get_one(SurveySession, one) for one in sessions]
    strict = pointed[2].policy_sha256
    assert [one.policy_sha256 for one in pointed] == [sha256_of_policy(policy_to_json(STANDARD))] * 2 + [strict]
    assert {sha256: row.profile for sha256, row in kept.items()} == {
        pointed[0].policy_sha256: PolicyName.STANDARD,
        strict: PolicyName.STRICT,
    }
    assert kept[pointed[0].policy_sha256].first_seen_at == pointed[0].created_at
    assert all(sha256_of_policy(row.content) == sha256 for sha256, row in kept.items())


def test_what_was_recorded_with_the_policy_inside_verifies_after_the_move(world: SessionWorld) -> None:
    chained = CHAINED[SurveySession]
    versions = chained.versions
    object.__setattr__(chained, "versions", versions[:1])
    try:
        session_id: UUID = world.answered().id
    finally:
        object.__setattr__(chained, "versions", versions)
    url = world.engine.url.render_as_string(hide_password=False)
    downgrade(url, BEFORE)
    upgrade(url)
    world.sessions.submit(world.taker, session_id, 0.99)
    assert world.verifying.verify(session_id).broken == ()
