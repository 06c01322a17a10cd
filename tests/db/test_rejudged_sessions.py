"""Sessions that are to be judged again come a few at a time, each once and in the order in which they were handed in."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from db.queries import rejudged_sessions
from db.queries.rejudged_sessions import Choice, chosen_sessions
from tests.support.review_world import World

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_sessions_of_one_moment_are_on_one_page_or_the_next_and_never_on_both(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejudged_sessions, "AT_ONCE", 2)
    world = World(engine)
    survey, taker = world.survey(), world.person("tam")
    times = [NOON + timedelta(minutes=minute) for minute in (1, 0, 1, 1, 1, 2)]
    ids = {world.session(survey, taker, submitted_at=at).id: at for at in times}
    pages = [[one.id for one in rows.sessions] for rows in chosen_sessions(engine, Choice())]
    assert [len(page) for page in pages] == [2, 2, 2]
    found = [session_id for page in pages for session_id in page]
    assert found == sorted(ids, key=lambda session_id: (ids[session_id], session_id))
    named = chosen_sessions(engine, Choice(sessions=tuple(found[:3])))
    assert [[one.id for one in rows.sessions] for rows in named] == [found[:2], found[2:3]]
