"""How often a check was right: by verdicts on its violations, planted here; and what is counted as open."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from db.tables import ProctorReview
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.roles import Role
from proctor_core.domain.share import share_of
from proctor_core.domain.states import DecisionKind
from proctor_core.domain.violation import ViolationType
from proctor_core.services.reviewing.statistics import CheckQuality, Period
from tests.support.review_world import World

CONFIRM, DISMISS, UNSURE = VerdictKind.CONFIRM, VerdictKind.DISMISS, VerdictKind.UNSURE
PHONE, AWAY, ABSENT = ViolationType.MOBILE_DETECTED, ViolationType.LOOKING_AWAY, ViolationType.NO_FACE
APART = [(PHONE, 40.0, 45.0), (AWAY, 120.0, 125.0), (ABSENT, 200.0, 210.0)]
"""Three incidents of a violation each."""


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


def say(world: World, review: ProctorReview, said: Mapping[int, VerdictKind], by: str = "lee") -> None:
    """A verdict about each of these incidents, counted from 1."""
    for number, kind in said.items():
        case = world.reviewing.case(world.person("witness"), review.session_id)
        members = case.incidents[number - 1].anchor.members
        world.services.reviewing.verdicts.give(world.person(by), review.id, members, kind)


def checks(world: World, slug: str | None = None, period: Period = Period.MONTH) -> dict[ViolationType, CheckQuality]:
    overview = world.statistics.overview(world.person("ines", Role.ANALYST), period, slug)
    return {check.type: check for check in overview.checks}


def counts(check: CheckQuality) -> tuple[int, int, int, int]:
    return check.confirmed, check.dismissed, check.unsure, check.open


def test_planted_verdicts_give_back_the_precision(world: World) -> None:
    survey = world.survey()
    for phone, away in ((CONFIRM, DISMISS), (CONFIRM, UNSURE), (DISMISS, DISMISS)):
        say(world, world.flagged(survey, alleged=APART), {1: phone, 2: away})
    found = checks(world)
    assert counts(found[PHONE]) == (2, 1, 0, 0)
    assert counts(found[AWAY]) == (0, 2, 1, 0)
    assert counts(found[ABSENT]) == (0, 0, 0, 3)
    assert (found[PHONE].precision, found[ABSENT].precision) == (share_of(2, 3), None)


def test_only_what_stands_is_counted(world: World) -> None:
    review = world.flagged(world.survey(), alleged=APART)
    say(world, review, {1: CONFIRM})
    say(world, review, {1: DISMISS})
    assert counts(checks(world)[PHONE]) == (0, 1, 0, 0)
    newest = world.reviewing.case(world.person("lee"), review.session_id).incidents[0].verdict
    assert newest is not None
    world.services.reviewing.verdicts.take_back(world.person("lee"), newest.row.id)
    assert counts(checks(world)[PHONE]) == (1, 0, 0, 0)


def test_a_decided_session_without_verdicts_is_open_and_an_unflagged_one_is_not_counted(world: World) -> None:
    survey = world.survey()
    decided = world.flagged(survey, alleged=APART[:1])
    world.reviewing.decide(world.person("kim"), decided.id, DecisionKind.APPROVE, "", revision=0)
    world.allege(world.session(survey, world.person("tam", Role.TAKER)), PHONE, 1.0, 2.0)
    assert counts(checks(world)[PHONE]) == (0, 0, 0, 1)


def test_another_survey_and_another_time_are_counted_apart(world: World) -> None:
    one, other = world.survey("One"), world.survey("Other")
    world.now -= timedelta(days=20)
    say(world, world.flagged(one, alleged=APART[:1]), {1: CONFIRM})
    world.now += timedelta(days=20)
    say(world, world.flagged(other, alleged=APART[:1]), {1: DISMISS}, by="kim")
    assert counts(checks(world)[PHONE]) == (1, 1, 0, 0)
    assert counts(checks(world, one.slug)[PHONE]) == (1, 0, 0, 0)
    assert counts(checks(world, period=Period.WEEK)[PHONE]) == (0, 1, 0, 0)
