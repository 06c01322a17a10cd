"""One session's case: its own clock, what belongs together, what is missing."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from db.engine import transaction
from db.tables import Survey
from proctor_core.domain.allowance import Allowance
from proctor_core.domain.states import DecisionKind
from proctor_core.domain.violation import SignalKind, SnapshotKind, ViolationType
from proctor_core.services.reviewing.case import Case, Gap, gaps_between
from tests.support.review_world import World

spans = st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)).map(lambda ends: (min(ends), max(ends))), max_size=8)


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


def case_of(world: World) -> Case:
    review = world.flagged(world.survey())
    world.signal(review, SignalKind.CAMERA_COVERED, 237.0, 243.0)
    return world.reviewing.case(world.person("lee"), review.session_id)


def test_violations_carry_their_snapshots_in_order(world: World) -> None:
    case = case_of(world)
    assert [v.violation.type for v in case.violations] == [
        ViolationType.MOBILE_DETECTED,
        ViolationType.LOOKING_AWAY,
        ViolationType.NO_FACE,
    ]
    assert all([picture.kind for picture in v.evidence] == list(SnapshotKind) for v in case.violations)


def test_what_lies_closer_than_five_seconds_is_one_incident(world: World) -> None:
    first, second = case_of(world).incidents
    assert (first.number, first.onset_s, first.offset_s, len(first.violations)) == (1, 41.0, 58.5, 2)
    assert (second.number, second.onset_s, second.offset_s) == (2, 200.0, 243.0)
    assert [signal.kind for signal in second.signals] == [SignalKind.CAMERA_COVERED]


def test_a_case_is_told_in_seconds_since_the_start(world: World) -> None:
    case = case_of(world)
    assert case.duration_s == 600.0
    assert case.gaps == (Gap(300.0, 360.0),)
    (milestone,) = case.milestones
    assert (milestone.number, milestone.text, milestone.shown_s) == (1, "How often do you ride?", 30.0)


def test_a_milestone_says_what_its_question_allowed(world: World) -> None:
    asked = world.survey()
    questions = [{**asked.definition["questions"][0], "allows": ["paper"]}, asked.definition["questions"][1]]
    with transaction(world.engine) as db:
        db.get_one(Survey, asked.id).definition = {**asked.definition, "questions": questions}
    case = world.reviewing.case(world.person("lee"), world.flagged(asked).session_id)
    assert [milestone.allows for milestone in case.milestones] == [{Allowance.PAPER}]


def test_a_case_says_who_has_it(world: World) -> None:
    review = world.flagged(world.survey(), phone_check_available=None)
    world.reviewing.claim(world.person("kim"), review.id)
    case = world.reviewing.case(world.person("lee"), review.session_id)
    assert [(entry.event.kind, entry.author) for entry in case.history] == [("claimed", "Kim")]
    assert (case.holder, case.escalated_by, case.phone_check_available) == ("Kim", None, False)
    assert case.consents[0].is_given


def test_a_case_says_why_it_is_here_only_after_the_own_decision(world: World) -> None:
    review, lee = world.flagged(world.survey()), world.person("lee")
    before = world.reviewing.case(lee, review.session_id)
    assert (before.flag_reasons, before.hides_reasons) == ((), True)
    world.services.reviewing.held_decisions.decide(lee, review.id, DecisionKind.ESCALATE, "", 0, "another look")
    others = [world.person("kim"), world.person("max")]
    for who, is_said in ((lee, True), (others[0], False)):
        case = world.reviewing.case(who, review.session_id)
        assert [(reason.measured, reason.limit) for reason in case.flag_reasons] == ([(3.0, 3.0)] if is_said else [])
    world.announce()
    kim = world.reviewing.case(others[0], review.session_id)
    assert "flagged_by_rule" not in [entry.event.kind for entry in kim.history]
    world.reviewing.decide(others[0], review.id, DecisionKind.APPROVE, "fine", kim.review.revision)
    decided = world.reviewing.case(others[1], review.session_id)
    assert decided.flag_reasons and decided.history[0].event.kind == "flagged_by_rule"


@given(spans=spans, silence_s=st.floats(0.5, 20))
def test_gaps_are_what_no_span_covers(spans: list[tuple[float, float]], silence_s: float) -> None:
    gaps = gaps_between(spans, 100.0, silence_s)
    assert all(gap.offset_s - gap.onset_s >= silence_s for gap in gaps)
    assert all(before.offset_s <= after.onset_s for before, after in pairwise(gaps))
    for gap in gaps:
        assert not any(start < gap.offset_s and end > gap.onset_s for start, end in spans if end > start)


def test_a_session_without_any_run_is_one_gap() -> None:
    assert gaps_between([], 60.0, 10.0) == (Gap(0.0, 60.0),)
