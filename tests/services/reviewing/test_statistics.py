"""What analysts count: each figure by hand on a small world, and beside the period before."""

import shutil
from collections.abc import Iterator
from dataclasses import astuple
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from db.engine import open_engine
from db.tables import Consent, ProctorReview
from pages import texts
from pages.analyst import frames
from pages.components.owned_title import distinct_titles
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, SessionStatus
from proctor_core.domain.violation import ViolationType
from proctor_core.errors import NotAllowed
from proctor_core.services.reviewing.reviewing import QueueView
from proctor_core.services.reviewing.statistics import Between, FigureName, LaterFigure, Overview, Period, TableName
from tests.support.review_world import NAMING_OWNERS, NOON, World


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Ten days ago a session of three allegations, rejected after 2 h; today a clean one, and one that was approved after 4 h.

    Statistics only read, so the tests of a database share one.
    """
    template = request.getfixturevalue(f"migrated_{request.param}")
    if request.param == "sqlite":
        url = f"sqlite:///{shutil.copy(template, tmp_path_factory.mktemp('statistics'))}"
    else:
        url = request.getfixturevalue("postgres_server").create_database(template=template)
    world = World(open_engine(url))
    add_sessions(world)
    yield world
    world.engine.dispose()


@pytest.fixture
def world(filled: World) -> World:
    filled.now = NOON
    return filled


def add_sessions(world: World) -> None:
    survey, taker = world.survey("Ride study"), world.person("tam", Role.TAKER)
    world.now = NOON - timedelta(days=10)
    decide(world, world.flagged(survey), DecisionKind.REJECT, hours=2)
    world.now = NOON - timedelta(hours=5)
    world.session(world.survey("Other"), taker)
    world.session(survey, taker, proctoring_enabled=False)
    one = [(ViolationType.NO_FACE, 10.0, 20.0)]
    decide(world, world.flagged(survey, alleged=one), DecisionKind.APPROVE, hours=4)


def decide(world: World, review: ProctorReview, decision: DecisionKind, hours: float) -> None:
    world.wait(hours=hours)
    world.reviewing.decide(world.person("lee"), review.id, decision, "seen", revision=0)
    world.wait(hours=-hours)


def overview(world: World, period: Period, survey_slug: str | None = None) -> Overview:
    return world.statistics.overview(world.person("ana", Role.ANALYST), period, survey_slug)


def figures(found: Overview) -> dict[FigureName, tuple[float | None, float | None]]:
    return {figure.name: (figure.value, figure.before) for figure in found.figures}


def test_each_figure_stands_beside_the_period_before(world: World) -> None:
    assert figures(overview(world, Period.WEEK)) == {
        FigureName.SESSIONS: (2, 1),
        FigureName.FLAG_RATE: (0.5, 1.0),
        FigureName.ALLEGATIONS: (1, 3),
        FigureName.DECISION_TIME: (pytest.approx(4 * 3600), pytest.approx(2 * 3600)),
    }


def test_nothing_to_measure_is_none_and_not_zero(world: World) -> None:
    found = figures(overview(world, Period.MONTH, "no-such-survey"))
    assert found[FigureName.SESSIONS] == (0, 0)
    assert found[FigureName.FLAG_RATE] == (None, None)
    assert found[FigureName.DECISION_TIME] == (None, None)


def test_allegations_stand_beside_what_moderators_decided(world: World) -> None:
    by_type = {total.type: total for total in overview(world, Period.MONTH).by_type}
    no_face = by_type[ViolationType.NO_FACE]
    assert (no_face.allegations, no_face.sessions, no_face.in_approved, no_face.in_rejected) == (2, 2, 1, 1)
    assert by_type[ViolationType.MOBILE_DETECTED].in_rejected == 1


def test_waiting_counts_what_waits_for_somebody_and_nothing_else(sqlite_engine: Engine) -> None:
    """Not what passed by itself, still runs or was taken back: nobody waits for a decision about that."""
    world = World(sqlite_engine)
    survey, one = world.survey(), [(ViolationType.NO_FACE, 10.0, 20.0)]
    world.flagged(survey, alleged=one)
    escalated = world.flagged(survey, alleged=one)
    world.reviewing.decide(world.person("lee"), escalated.id, DecisionKind.ESCALATE, "", 0, "look again")
    decide(world, world.flagged(survey, alleged=one), DecisionKind.REJECT, hours=1)
    world.flagged(survey, alleged=one, status=SessionStatus.WITHDRAWN)
    world.flagged(survey, alleged=one, status=SessionStatus.IN_PROGRESS, submitted_at=None)
    world.allege(world.session(survey, world.person("tam", Role.TAKER)), *one[0])
    found = overview(world, Period.MONTH)
    (no_face,), (total,) = found.by_type, found.by_survey
    assert (no_face.allegations, no_face.in_approved, no_face.in_rejected, no_face.in_waiting) == (6, 0, 1, 2)
    assert (total.sessions, total.flagged, total.approved, total.rejected, total.waiting) == (5, 4, 0, 1, 2)
    queue = world.reviewing.counts(world.person("lee"))
    assert total.waiting == queue[QueueView.WAITING] + queue[QueueView.ESCALATED]
    assert frames.types_frame(found)[[texts.COLUMN_WAITING, texts.COLUMN_NO_REVIEW]].to_numpy().tolist() == [[2, 3]]
    assert frames.surveys_frame(found)[[texts.COLUMN_WAITING, texts.COLUMN_NO_REVIEW]].to_numpy().tolist() == [[2, 1]]


def test_two_surveys_of_one_title_are_told_apart() -> None:
    named = distinct_titles({("", "a"): "Study", ("", "b"): "Study", ("quiz", "b"): "Study", ("", "c"): "Other"})
    assert len(set(named.values())) == 4
    assert named["", "c"] == "Other"
    assert "(a)" in named["", "a"] and "(b)" in named["", "b"]


def test_without_a_zone_days_are_counted_in_utc(world: World) -> None:
    found = overview(world, Period.MONTH)
    assert [(day.day, day.sessions, day.flagged) for day in found.sessions_by_day] == [
        (date(2026, 11, 14), 1, 1),
        (date(2026, 11, 24), 2, 1),
    ]
    assert sum(day.allegations for day in found.by_day if day.day == date(2026, 11, 14)) == 3


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Pacific/Auckland", 15), ("Asia/Kathmandu", 14), ("America/Los_Angeles", 14), ("Pacific/Kiritimati", 15)],
)
def test_a_day_is_the_readers_day(world: World, zone: str, day: int) -> None:
    there = ZoneInfo(zone)
    found = world.statistics.overview(world.person("ana", Role.ANALYST), Period.MONTH, zone=there)
    assert found.sessions_by_day[0].day == date(2026, 11, day)
    assert {total.day for total in found.by_day} >= {date(2026, 11, day)}
    assert sum(total.sessions for total in found.sessions_by_day) == 3
    drawn = frames.days_frame(found)[texts.COLUMN_DAY].tolist()
    assert (drawn[0], drawn[-1]) == (found.start.date(), NOON.astimezone(there).date())


def test_days_of_ones_own_are_drawn_from_the_first_to_the_last_of_them(world: World) -> None:
    analyst, there = world.person("ana", Role.ANALYST), ZoneInfo("Pacific/Auckland")
    found = world.statistics.overview(analyst, Between(date(2026, 11, 14), date(2026, 11, 16)), zone=there)
    assert frames.days_frame(found)[texts.COLUMN_DAY].tolist() == [date(2026, 11, day) for day in (14, 15, 16)]


def test_decisions_are_counted_with_those_taken_back_later(world: World) -> None:
    found = overview(world, Period.WEEK)
    assert found.decisions == {ReviewEventKind.APPROVE: 1, ReviewEventKind.REJECT: 0, ReviewEventKind.ESCALATE: 0}
    assert found.decisions_before[ReviewEventKind.REJECT] == 1


def test_one_survey_can_be_looked_at_alone(world: World) -> None:
    found = overview(world, Period.MONTH, "ride-study")
    assert [(s.slug, s.sessions, s.flagged, s.allegations, s.approved, s.rejected) for s in found.by_survey] == [
        ("ride-study", 2, 2, 4, 1, 1)
    ]
    assert figures(found)[FigureName.SESSIONS][0] == 2
    titles = world.statistics.survey_titles(world.person("ana", Role.ANALYST))
    assert titles == {("", "other"): "Other", ("", "ride-study"): "Ride study"}


@pytest.mark.parametrize("figure", FigureName)
def test_the_order_and_times_of_listed_sessions_tell_nothing_about_who_handed_in_when(
    sqlite_engine: Engine, figure: FigureName
) -> None:
    """Responses are in the order of handing in: line k of one list must not be line k, or k from the end, of the other."""
    world = World(sqlite_engine)
    world.now = NOON - timedelta(days=1)
    survey, handed_in = world.survey(), list[UUID]()
    for _ in range(8):
        review = world.flagged(survey)
        decide(world, review, DecisionKind.REJECT, hours=2)
        handed_in.append(review.session_id)
        world.wait(minutes=5)
    world.now = NOON
    lines = world.statistics.sessions_behind(world.person("ana", Role.ANALYST), figure, Period.WEEK)
    assert [line.session_id for line in lines] == sorted(handed_in)
    assert {line.submitted_on for line in lines} == {(NOON - timedelta(days=1)).date()}
    assert not any(isinstance(value, datetime) for line in lines for value in astuple(line))


@pytest.mark.parametrize("figure", FigureName)
def test_a_session_is_listed_only_where_its_taker_last_agreed_to_a_notice_that_says_so(
    sqlite_engine: Engine, figure: FigureName
) -> None:
    world = World(sqlite_engine)
    survey, listed, own_words, taken_back = world.survey(), *(world.flagged(world.survey(name)) for name in "abc")
    for review in (listed, own_words, taken_back):
        decide(world, review, DecisionKind.REJECT, hours=2)
    world.add(consent(own_words, "0" * 64), consent(taken_back, NAMING_OWNERS, is_given=False))
    world.session(survey, world.person("tam", Role.TAKER))
    world.wait(hours=3)
    lines = world.statistics.sessions_behind(world.person("ana", Role.ANALYST), figure, Period.WEEK)
    assert [line.session_id for line in lines] == [listed.session_id]


def consent(review: ProctorReview, read: str, *, is_given: bool = True) -> Consent:
    """Said after the one that the world gave."""
    said: dict[str, Any] = {"purpose": "monitoring", "text_version": "2026-11.6", "given_at": NOON}
    return Consent(session_id=review.session_id, text_sha256=read, is_given=is_given, **said)


@pytest.mark.parametrize("role", [Role.TAKER, Role.MODERATOR, Role.ADMINISTRATOR])
def test_nobody_but_analysts_counts(world: World, role: Role) -> None:
    person, statistics = world.person("other", role), world.statistics
    asked = (
        lambda: statistics.overview(person, Period.WEEK),
        lambda: statistics.table(person, TableName.SURVEYS, Period.WEEK),
        lambda: statistics.sessions_by_hour(person, Period.WEEK),
        lambda: statistics.sessions_behind(person, LaterFigure.OVERTURNED_ON_APPEAL, Period.WEEK),
        lambda: statistics.question_titles(person, "ride-study", ""),
        lambda: statistics.survey_titles(person),
    )
    for ask in asked:
        with pytest.raises(NotAllowed):
            ask()
