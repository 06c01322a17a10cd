"""One taker too many waits, with the time that it should take; who is being watched is never sent away."""

import pytest

from db.tables import SurveySession
from proctor_core.monitoring.admission import LEAST_WAIT_S, coverage_of
from proctor_core.services.taking.waiting import PleaseWait
from tests.support.monitor_world import MonitorWorld


@pytest.mark.parametrize(
    ("sessions", "pace", "coverage"),
    [(1, None, 1.0), (20, 40.0, 1.0), (20, 20.0, 1.0), (21, 20.0, 20 / 21), (60, 20.0, 1 / 3)],
)
def test_coverage_is_a_look_in_each_second(sessions: int, pace: float | None, coverage: float) -> None:
    assert coverage_of(sessions, pace) == pytest.approx(coverage)


def watched(world: MonitorWorld, count: int) -> list[SurveySession]:
    return [world.begun() for _ in range(count)]


def test_the_first_taker_never_waits_for_a_pace_that_nobody_knows(both_worlds: MonitorWorld) -> None:
    assert both_worlds.admission.ask(both_worlds.enrolling().id) is None


def test_one_too_many_waits_and_those_before_go_on(both_worlds: MonitorWorld) -> None:
    world = both_worlds
    world.looks_per_second = 3.0
    running = watched(world, 3)
    late = world.enrolling()
    assert world.admission.ask(late.id) == PleaseWait(None), "nobody has handed in this survey yet"
    assert [world.admission.ask(session.id) for session in running] == [None] * 3
    world.hand_in(running[0].id)
    assert world.admission.ask(late.id) is None


def test_the_wait_is_told_by_how_long_the_survey_took_others(both_worlds: MonitorWorld) -> None:
    world = both_worlds
    earlier = world.begun()
    world.clock.pass_time(600)
    world.hand_in(earlier.id)
    world.begun_again(earlier.survey_id)
    world.looks_per_second = 1.0
    world.clock.pass_time(200)
    late = world.enrolling()
    assert world.admission.ask(late.id) == PleaseWait(pytest.approx(400.0))
    world.clock.pass_time(500)
    assert world.admission.ask(late.id) == PleaseWait(LEAST_WAIT_S)
