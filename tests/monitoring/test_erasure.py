"""Erasing what is being watched: the watching ends first, and nothing is written after it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.tables import SurveySession, User
from proctor_core.domain.states import SessionStatus
from proctor_core.errors import IllegalMove
from tests.rules.observations import absent
from tests.support.monitor_world import MonitorWorld, monitor_world


@pytest.fixture
def watched(sqlite_engine: Engine, tmp_path: Path) -> Iterator[MonitorWorld]:
    with monitor_world(sqlite_engine, tmp_path) as world:
        yield world


def files(world: MonitorWorld) -> list[Path]:
    return [
        path for folder in ("media", "observations") for path in (world.folder / folder).rglob("*") if path.is_file()
    ]


def test_a_person_before_the_camera_is_erased_with_all_that_was_on_its_way(watched: MonitorWorld) -> None:
    session = watched.begun()
    watched.play(session.id, 5)
    watched.play(session.id, 6, absent)
    watched.erasure.erase_person(watched.administrator, watched.taker.id)
    watched.written()
    assert watched.registry.find(session.id) is None
    assert files(watched) == []
    assert watched.rows(SurveySession) == watched.rows(User, id=watched.taker.id) == []


def test_a_refused_erasure_leaves_the_watching_alone(watched: MonitorWorld) -> None:
    session = watched.begun()
    watched.force(session.id, SessionStatus.UNDER_REVIEW)
    with pytest.raises(IllegalMove):
        watched.erasure.erase_person(watched.taker, watched.taker.id)
    assert watched.registry.find(session.id) is not None


def test_the_camera_stops_when_the_consent_is_taken_back(watched: MonitorWorld) -> None:
    session = watched.begun()
    watched.play(session.id, 5)
    watched.erasure.stop_monitoring(watched.taker, session.id)
    assert watched.registry.find(session.id) is None
    assert watched.stored(session.id).status is SessionStatus.INTERRUPTED


def test_a_session_given_up_leaves_no_file(watched: MonitorWorld) -> None:
    session = watched.begun()
    watched.play(session.id, 5)
    watched.play(session.id, 6, absent)
    watched.erasure.erase_session(watched.taker, session.id)
    watched.written()
    assert files(watched) == []
    assert watched.stored(session.id).status is SessionStatus.ERASED
