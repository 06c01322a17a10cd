"""What a question allows holds while it is on the screen: live, after a restart, and judged again from the log."""

from dataclasses import replace
from datetime import datetime

import pytest

from db.tables import SurveySession, Violation
from proctor_core.domain.allowance import Allowance
from proctor_core.domain.observation import HeadPose, Observation
from proctor_core.domain.policy import policy_from_json
from proctor_core.domain.violation import ViolationType
from proctor_core.monitoring.monitors.observation_log import read_observations
from proctor_core.rules.judge import judge_all
from proctor_core.services.taking.enrolment import baseline_of
from tests.rules.observations import calm
from tests.support.monitor_world import MonitorWorld
from tests.support.session_world import DEFINITION

PLAIN, SHEET = 0, 1
QUESTIONS = [
    {"id": "plain", "kind": "long_text", "text": "From memory?"},
    {"id": "sheet", "kind": "long_text", "text": "By the sheet?", "allows": ["paper"]},
]


def lowered(t_s: float) -> Observation:
    return replace(calm(t_s), head_pose=HeadPose(2.0, 35.0, 0.0))


def begun(world: MonitorWorld) -> SurveySession:
    return world.begun(definition={**DEFINITION, "questions": QUESTIONS})


def show(world: MonitorWorld, session: SurveySession, index: int) -> None:
    world.sessions.show_question(world.taker, session.id, index)


def alleged(world: MonitorWorld, session: SurveySession) -> list[Violation]:
    world.written()
    return sorted(world.rows(Violation, session_id=session.id), key=lambda violation: violation.onset_s)


def observed(world: MonitorWorld, session: SurveySession) -> list[Observation]:
    folder = world.stored(session.id).observation_log
    assert folder is not None
    looks = [look for entry in world.media.list(folder) for look in read_observations(world.media.get(entry.key))]
    return sorted(looks, key=lambda look: look.t_s)


def test_looking_down_is_alleged_at_the_question_that_does_not_allow_it_also_after_going_back(
    world: MonitorWorld,
) -> None:
    session = begun(world)
    for index in (PLAIN, SHEET, PLAIN, SHEET):
        show(world, session, index)
        world.play(session.id, 5)
        world.play(session.id, 6, lowered)
        world.play(session.id, 3)
    world.written()
    assert [round(violation.onset_s) for violation in alleged(world, session)] == [5, 33]
    assert {violation.type for violation in alleged(world, session)} == {ViolationType.LOOKING_AWAY}


def test_the_log_judges_again_what_was_judged_live_and_says_what_was_allowed(world: MonitorWorld) -> None:
    session = begun(world)
    for index in (SHEET, PLAIN, SHEET):
        show(world, session, index)
        world.play(session.id, 2)
        world.play(session.id, 6, lowered)
    world.play(session.id, 4)
    world.registry.finish(session.id)
    live, looks, row = alleged(world, session), observed(world, session), world.stored(session.id)
    again = judge_all(looks, policy_from_json(row.policy), baseline_of(row), is_live=True).violations
    assert [(one.type, one.onset_s, one.offset_s) for one in again] == [
        (one.type, one.onset_s, one.offset_s) for one in live
    ]
    assert len(live) == 1, "the second question alone does not allow it"
    assert {look.allowed for look in looks} == {frozenset(), frozenset({Allowance.PAPER})}
    strict = judge_all(
        [replace(look, allowed=frozenset()) for look in looks], policy_from_json(row.policy), baseline_of(row)
    )
    assert len(strict.violations) > len(live)


def test_a_restart_knows_which_question_is_on_the_screen(world: MonitorWorld) -> None:
    session = begun(world)
    show(world, session, SHEET)
    world.play(session.id, 3)
    world.registry.put_away(session.id, world.clock())
    world.written()
    assert not world.services.taking.stored.on_screen.allowed(session.id), "as in another process"
    world.new_registry()
    world.registry.open(world.stored(session.id)).attach("a tab")
    world.play(session.id, 5)
    world.play(session.id, 6, lowered)
    world.play(session.id, 3)
    assert not alleged(world, session)


def test_nothing_is_remembered_of_a_session_that_nobody_watches_here(world: MonitorWorld) -> None:
    watched = begun(world)
    show(world, watched, SHEET)
    hybrid = world.in_progress(by_platform="quiz", definition={**DEFINITION, "questions": QUESTIONS})
    show(world, hybrid, SHEET)
    on_screen = world.services.taking.stored.on_screen
    assert [bool(on_screen.allowed(session.id)) for session in (watched, hybrid)] == [True, False]
    world.registry.finish(watched.id)
    assert not on_screen.allowed(watched.id)


def test_who_comes_back_while_the_monitor_is_put_away_keeps_what_the_question_allows(
    world: MonitorWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = begun(world)
    show(world, session, SHEET)
    old = world.registry.open(session)
    put_away = old.put_away

    def slowly(now: datetime) -> None:
        put_away(now)
        world.written()
        world.registry.open(world.stored(session.id))

    monkeypatch.setattr(old, "put_away", slowly)
    world.registry.put_away(session.id, world.clock())
    assert world.services.taking.stored.on_screen.allowed(session.id) == {Allowance.PAPER}
