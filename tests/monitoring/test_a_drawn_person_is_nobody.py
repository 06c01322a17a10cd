"""The drawn demo camera is for who has no camera at hand: outside of the demo's own sessions a person looks at what it took."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import transaction
from db.tables import SurveySession
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.states import SessionStatus
from tests.support.monitor_world import PAGE, MonitorWorld, monitor_world


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> Iterator[MonitorWorld]:
    with monitor_world(engine, tmp_path) as made:
        yield made


@pytest.mark.parametrize("way", ["the whole time", "for a moment", "before the process ended"])
def test_nobody_passes_with_a_drawn_person_in_their_place(world: MonitorWorld, way: str) -> None:
    session = world.begun()
    world.play(session.id, 20)
    world.monitor(session.id).attach(PAGE, is_demo_camera=True)
    world.play(session.id, 40 if way == "the whole time" else 2)
    if way == "before the process ended":
        world.registry.stop(world.clock())
        world.kill()
        world.registry.open(world.stored(session.id))
        world.sessions.resume(session.id)
    world.monitor(session.id).attach(PAGE)
    world.play(session.id, 20)
    handed_in = world.hand_in(session.id)
    assert FlagRule.DRAWN_CAMERA in {reason.rule for reason in handed_in.reasons}
    stored = world.stored(session.id)
    assert (stored.status, stored.violations_count) == (SessionStatus.UNDER_REVIEW, 0)


def test_the_demos_own_sessions_pass_with_it(world: MonitorWorld) -> None:
    session = world.in_progress()
    with transaction(world.engine) as db:
        db.get_one(SurveySession, session.id).is_demo = True
    world.registry.begin(world.stored(session.id)).attach(PAGE, is_demo_camera=True)
    world.play(session.id, 20)
    world.hand_in(session.id)
    assert world.stored(session.id).status is SessionStatus.PASSED
