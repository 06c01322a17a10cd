"""Judged again by the policy that it was judged by, a session has the violations, flags and coverage that are stored."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from uuid import UUID

import pytest

from proctor_core.domain.observation import Observation
from proctor_core.domain.violation import AllegedViolation
from proctor_core.monitoring.camera.received_frame import ReceivedFrame
from tests.rules.observations import absent, calm, covered, half_covered, phone, turned, two_faces
from tests.support.judged_again import judged_again
from tests.support.monitor_world import PAGE, STEP_S, MonitorWorld, picture

Story = Callable[[MonitorWorld, UUID], None]


def weak_phone(t_s: float) -> Observation:
    return phone(t_s, 0.31)


def repeated(t_s: float) -> Observation:
    return replace(calm(t_s), is_new_image=False, motion=0.0)


def all_kinds(world: MonitorWorld, session_id: UUID) -> None:
    for scene in (absent, turned, two_faces, phone, weak_phone, half_covered, covered, repeated):
        world.play(session_id, 3)
        world.play(session_id, 5, scene)


def short_looks_away(world: MonitorWorld, session_id: UUID) -> None:
    for seconds in (0.5, 1.5, 2.0, 2.5, 3.0, 1.0):
        world.play(session_id, seconds, turned)
        world.play(session_id, 1.75)


def the_camera_stops_for_a_while(world: MonitorWorld, session_id: UUID) -> None:
    world.play(session_id, 8, absent)
    world.play(session_id, 9, None)
    world.play(session_id, 8, absent)


def an_absence_of_the_page(world: MonitorWorld, session_id: UUID) -> None:
    world.play(session_id, 8, turned)
    world.play(session_id, 20, None)
    world.written()
    world.sessions.resume(session_id)
    world.play(session_id, 12, turned)


def a_page_that_comes_back_without_its_camera(world: MonitorWorld, session_id: UUID) -> None:
    world.play(session_id, 8)
    world.play(session_id, 20, None)
    world.monitor(session_id).view.subscribe(PAGE, lambda: None)
    world.written()
    world.sessions.resume(session_id)
    world.play(session_id, 66, None)


def a_killed_process(world: MonitorWorld, session_id: UUID) -> None:
    world.play(session_id, 15)
    world.play(session_id, 6, turned)
    world.play(session_id, 6)
    world.kill()
    world.clock.pass_time(20)
    world.registry.open(world.stored(session_id)).attach(PAGE)
    world.play(session_id, 8, absent)


def a_violation_that_is_open_at_the_end(world: MonitorWorld, session_id: UUID) -> None:
    world.play(session_id, 31, two_faces)


def another_scene_while_the_camera_runs(world: MonitorWorld, session_id: UUID) -> None:
    """On a live camera that is no other person: the own rest goes on to hold, and 24 degrees are off it."""
    cut_s = (world.clock() - world.began(session_id)).total_seconds() + 1
    world.play(session_id, 8, lambda t_s: replace(turned(t_s, 24.0), scene_kept=0.1 if t_s < cut_s else 0.9))


def a_slow_server(world: MonitorWorld, session_id: UUID) -> None:
    """Frames come and wait for their look: no camera is lost."""
    monitor, began = world.monitor(session_id), world.began(session_id)
    for _ in range(24):
        now = world.clock.pass_time(STEP_S)
        second = (now - began).total_seconds()
        monitor.receive(PAGE, ReceivedFrame(partial(picture, second), now, second))
        world.registry.tick(now)
    world.play(session_id, 1.5, absent)


STORIES: tuple[Story, ...] = (
    all_kinds,
    short_looks_away,
    the_camera_stops_for_a_while,
    an_absence_of_the_page,
    a_page_that_comes_back_without_its_camera,
    a_killed_process,
    a_violation_that_is_open_at_the_end,
    another_scene_while_the_camera_runs,
    a_slow_server,
)


def in_order(violations: tuple[AllegedViolation, ...]) -> list[AllegedViolation]:
    return sorted(violations, key=lambda one: (one.onset_s, one.type))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_a_session_is_judged_as_it_was(world: MonitorWorld, story: Story) -> None:
    session = world.begun()
    world.play(session.id, 5)
    story(world, session.id)
    world.hand_in(session.id)
    again = judged_again(world, session.id)
    assert in_order(again.after) == in_order(again.before)
    assert (again.gained, again.lost) == ((), ())
    assert (again.is_flagged, again.rules_after) == (again.was_flagged, again.rules_before)
    assert again.coverage_after == pytest.approx(again.coverage_before, abs=0.002)
