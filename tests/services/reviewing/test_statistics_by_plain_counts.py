"""Every figure of an overview is what a plain count of the rows gives: of all surveys, of one, and of one owner's."""

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from statistics import median
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from db.engine import open_engine, reading
from db.queries.statistics import DECISIONS
from db.tables import ProctorReview, ReviewEvent, Survey, SurveySession, Violation
from proctor_core.domain.policy import STANDARD, policy_to_json
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.roles import Role
from proctor_core.domain.states import ReviewStatus, SessionStatus
from proctor_core.domain.violation import ViolationType
from proctor_core.services.reviewing.statistics import FigureName, Overview, Period
from tests.support.review_world import NOON, World

SESSIONS = 120
CHOICES: tuple[tuple[str | None, str | None], ...] = (
    (None, None),
    ("study", None),
    ("study", ""),
    ("other", "quiz"),
    (None, "quiz"),
    ("none", None),
)
OUTCOMES = (
    (SessionStatus.PASSED, None),
    (SessionStatus.PASSED, ReviewStatus.APPROVED),
    (SessionStatus.REJECTED, ReviewStatus.REJECTED),
    (SessionStatus.UNDER_REVIEW, ReviewStatus.PENDING),
    (SessionStatus.UNDER_REVIEW, ReviewStatus.ESCALATED),
    (SessionStatus.WITHDRAWN, ReviewStatus.PENDING),
    (SessionStatus.IN_PROGRESS, ReviewStatus.PENDING),
)
ZONE = ZoneInfo("Europe/Berlin")


class Case(NamedTuple):
    """A session with what hangs on it, read from the tables."""

    session: SurveySession
    survey: Survey
    review: ProctorReview | None
    violations: Sequence[Violation]
    events: Sequence[ReviewEvent]

    @property
    def waits(self) -> bool:
        is_open = self.review is not None and self.review.decided_at is None
        return is_open and self.session.status is SessionStatus.UNDER_REVIEW

    def is_review(self, status: ReviewStatus) -> bool:
        return self.review is not None and self.review.status is status


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A quarter of a year of sessions, drawn by chance from a seed."""
    template = request.getfixturevalue(f"migrated_{request.param}")
    if request.param == "sqlite":
        url = f"sqlite:///{shutil.copy(template, tmp_path_factory.mktemp('counts'))}"
    else:
        url = request.getfixturevalue("postgres_server").create_database(template=template)
    world = World(open_engine(url))
    fill(world, Random(15))
    world.now = NOON
    yield world
    world.engine.dispose()


def fill(world: World, chance: Random) -> None:
    surveys = [
        Survey(slug=slug, platform=platform, version=version, title=f"{slug} {version}", definition={}, created_at=NOON)
        for slug, platform, version in (("study", "", 1), ("study", "", 2), ("study", "quiz", 1), ("other", "quiz", 1))
    ]
    world.add(*surveys)
    taker = world.person("tam", Role.TAKER)
    rows: list[Any] = [one for _ in range(SESSIONS) for one in drawn(chance, chance.choice(surveys).id, taker.id)]
    for table in (SurveySession, ProctorReview, Violation, ReviewEvent):
        world.add(*(row for row in rows if isinstance(row, table)))


def drawn(chance: Random, survey_id: UUID, taker_id: UUID) -> Iterator[Any]:
    status, reviewed = chance.choice(OUTCOMES)
    submitted = NOON - timedelta(days=chance.uniform(0, 90))
    session = SurveySession(
        survey_id=survey_id,
        taker_id=taker_id,
        status=status,
        policy=policy_to_json(STANDARD),
        proctoring_enabled=chance.random() < 0.9,
        flagged_for_review=reviewed is not None,
        violations_count=(count := chance.randrange(4)),
        created_at=submitted - timedelta(hours=1),
        submitted_at=None if status is SessionStatus.IN_PROGRESS else submitted,
    )
    yield session
    for _ in range(count):
        yield violation(
            session.id, chance.choice(list(ViolationType)), submitted - timedelta(minutes=chance.randrange(60))
        )
    if reviewed is not None:
        decided = submitted + timedelta(hours=chance.uniform(1, 60))
        yield from review(session.id, reviewed, submitted, decided)


def violation(session_id: UUID, kind: ViolationType, at: datetime) -> Violation:
    return Violation(
        session_id=session_id, type=kind, onset_s=1, peak_s=2, started_at=at, confidence=0.9, reason="drawn"
    )


def review(session_id: UUID, status: ReviewStatus, at: datetime, decided: datetime) -> Iterator[Any]:
    is_decided = status in {ReviewStatus.APPROVED, ReviewStatus.REJECTED}
    row = ProctorReview(
        session_id=session_id, status=status, flag_reasons=[], created_at=at, decided_at=decided if is_decided else None
    )
    yield row
    yield ReviewEvent(review_id=row.id, kind=ReviewEventKind.FLAGGED_BY_RULE, at=at)
    kinds = {
        ReviewStatus.APPROVED: (ReviewEventKind.ESCALATE, ReviewEventKind.APPROVE),
        ReviewStatus.REJECTED: (ReviewEventKind.APPROVE, ReviewEventKind.REOPENED, ReviewEventKind.REJECT),
        ReviewStatus.ESCALATED: (ReviewEventKind.CLAIMED, ReviewEventKind.ESCALATE),
    }
    yield from (ReviewEvent(review_id=row.id, kind=kind, at=decided) for kind in kinds.get(status, ()))


def cases(world: World, slug: str | None, platform: str | None) -> list[Case]:
    with reading(world.engine) as db:
        surveys = {one.id: one for one in db.exec(select(Survey)).all()}
        reviews = {one.session_id: one for one in db.exec(select(ProctorReview)).all()}
        violations, events = db.exec(select(Violation)).all(), db.exec(select(ReviewEvent)).all()
        sessions = db.exec(select(SurveySession)).all()
    return [
        Case(
            session,
            survey,
            found := reviews.get(session.id),
            [one for one in violations if one.session_id == session.id],
            [one for one in events if found is not None and one.review_id == found.id],
        )
        for session in sessions
        if (survey := surveys[session.survey_id]).slug == (slug or survey.slug)
        and survey.platform == (survey.platform if platform is None else platform)
    ]


def within(at: datetime | None, start: datetime, end: datetime) -> bool:
    return at is not None and start <= at < end


def submitted(found: list[Case], start: datetime, end: datetime) -> list[Case]:
    return [one for one in found if one.session.proctoring_enabled and within(one.session.submitted_at, start, end)]


def begun(found: list[Case], start: datetime, end: datetime) -> list[tuple[Case, Violation]]:
    return [(one, v) for one in found for v in one.violations if within(v.started_at, start, end)]


def figures(found: list[Case], start: datetime, end: datetime) -> dict[FigureName, Any]:
    sessions = submitted(found, start, end)
    waits = [
        (one.review.decided_at - one.session.submitted_at).total_seconds()
        for one in found
        if one.review and one.review.decided_at and one.session.submitted_at
        if within(one.review.decided_at, start, end)
    ]
    flagged = sum(one.session.flagged_for_review for one in sessions)
    return {
        FigureName.SESSIONS: len(sessions),
        FigureName.FLAG_RATE: flagged / len(sessions) if sessions else None,
        FigureName.ALLEGATIONS: len(begun(found, start, end)),
        FigureName.DECISION_TIME: pytest.approx(median(waits)) if waits else None,
    }


@pytest.fixture(params=CHOICES, ids=str)
def counted(request: pytest.FixtureRequest, world: World) -> tuple[Overview, list[Case]]:
    """The overview of a month of what is chosen, and the rows of what is chosen."""
    slug, platform = request.param
    analyst = world.person("ana", Role.ANALYST)
    overview = world.statistics.overview(analyst, Period.MONTH, slug, platform, zone=ZONE)
    return overview, cases(world, slug, platform)


def test_the_figures_and_those_of_the_month_before(counted: tuple[Overview, list[Case]]) -> None:
    overview, found = counted
    now = figures(found, overview.start, overview.end)
    then = figures(found, overview.start - timedelta(days=30), overview.start)
    assert {figure.name: (figure.value, figure.before) for figure in overview.figures} == {
        name: (now[name], then[name]) for name in FigureName
    }


def test_what_began_by_type_and_by_day(counted: tuple[Overview, list[Case]]) -> None:
    overview, found = counted
    began = begun(found, overview.start, overview.end)
    by_type = {
        kind: (
            len(of_type := [one for one, v in began if v.type is kind]),
            len({one.session.id for one in of_type}),
            sum(one.is_review(ReviewStatus.APPROVED) for one in of_type),
            sum(one.is_review(ReviewStatus.REJECTED) for one in of_type),
            sum(one.waits for one in of_type),
        )
        for kind in {v.type for _, v in began}
    }
    assert {
        t.type: (t.allegations, t.sessions, t.in_approved, t.in_rejected, t.in_waiting) for t in overview.by_type
    } == by_type
    assert [t.allegations for t in overview.by_type] == sorted((c[0] for c in by_type.values()), reverse=True)
    days = Counter((v.started_at.astimezone(ZONE).date(), v.type) for _, v in began)
    assert [(d.day, d.type, d.allegations) for d in overview.by_day] == [(*key, days[key]) for key in sorted(days)]


def test_what_was_submitted_by_day_and_by_survey(counted: tuple[Overview, list[Case]]) -> None:
    overview, found = counted
    sessions = submitted(found, overview.start, overview.end)
    days = Counter(one.session.submitted_at.astimezone(ZONE).date() for one in sessions if one.session.submitted_at)
    assert [(d.day, d.sessions) for d in overview.sessions_by_day] == sorted(days.items())
    assert sum(d.flagged for d in overview.sessions_by_day) == sum(one.session.flagged_for_review for one in sessions)
    by_survey = {
        key: (
            max(one.survey.title for one in sessions if (one.survey.platform, one.survey.slug) == key),
            len(of_survey := [one for one in sessions if (one.survey.platform, one.survey.slug) == key]),
            sum(one.session.flagged_for_review for one in of_survey),
            sum(one.session.violations_count for one in of_survey),
            sum(one.is_review(ReviewStatus.APPROVED) for one in of_survey),
            sum(one.is_review(ReviewStatus.REJECTED) for one in of_survey),
            sum(one.waits for one in of_survey),
        )
        for key in {(one.survey.platform, one.survey.slug) for one in sessions}
    }
    assert {
        (s.platform, s.slug): (s.title, s.sessions, s.flagged, s.allegations, s.approved, s.rejected, s.waiting)
        for s in overview.by_survey
    } == by_survey


def test_what_was_decided(counted: tuple[Overview, list[Case]]) -> None:
    overview, found = counted
    spans = ((overview.start, overview.end), (overview.start - timedelta(days=30), overview.start))
    for decided, (start, end) in zip((overview.decisions, overview.decisions_before), spans, strict=True):
        made = Counter(e.kind for one in found for e in one.events if within(e.at, start, end))
        assert decided == {kind: made[kind] for kind in DECISIONS}
