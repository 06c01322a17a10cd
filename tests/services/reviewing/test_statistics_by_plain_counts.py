"""Every figure of an overview is what a plain count of the rows gives: of all surveys, of one, and of one owner's."""

import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from math import ceil
from random import Random
from statistics import median
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from db.engine import open_engine, reading
from db.queries.statistics import DECISIONS
from db.queries.statistics_tables import AGES
from db.tables import Answer, Consent, ProctorReview, ReviewEvent, Survey, SurveySession, User, Violation
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.roles import Role
from proctor_core.domain.states import ReviewStatus, SessionStatus
from proctor_core.domain.violation import ViolationType
from proctor_core.services.reviewing.statistics import Between, FigureName, Overview, Period, TableName
from tests.support.policies import standard_policy
from tests.support.review_world import NAMING_OWNERS, NOON, World

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
    answers: Sequence[Answer]

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
    takers = [world.person(name, Role.TAKER).id for name in ("tam", "tom", "tim")]
    authors = [
        User(id=UUID(int=number), name=name, display_name=name.title(), role=Role.MODERATOR, created_at=NOON)
        for number, name in ((1, "lee"), (2, "mia"))
    ]
    world.add(*authors)
    policy = standard_policy(world.engine)
    rows: list[Any] = [
        one for _ in range(SESSIONS) for one in drawn(chance, chance.choice(surveys).id, chance.choice(takers), policy)
    ]
    for row in rows:
        if isinstance(row, ReviewEvent):
            row.author_id = chance.choice([authors[0].id, authors[1].id, None])
    for table in (SurveySession, Consent, ProctorReview, Violation, ReviewEvent, Answer):
        world.add(*(row for row in rows if isinstance(row, table)))


def drawn(chance: Random, survey_id: UUID, taker_id: UUID, policy_sha256: str) -> Iterator[Any]:
    status, reviewed = chance.choice(OUTCOMES)
    submitted = NOON - timedelta(days=chance.uniform(0, 90))
    session = SurveySession(
        survey_id=survey_id,
        taker_id=taker_id,
        status=status,
        policy_sha256=policy_sha256,
        proctoring_enabled=chance.random() < 0.9,
        flagged_for_review=reviewed is not None,
        violations_count=(count := chance.randrange(4)),
        created_at=submitted - timedelta(hours=1),
        submitted_at=None if status is SessionStatus.IN_PROGRESS else submitted,
    )
    yield session
    yield Consent(
        session_id=session.id,
        purpose="monitoring",
        text_version="2026-11",
        text_sha256=NAMING_OWNERS,
        is_given=True,
        given_at=session.created_at,
    )
    for number in range(chance.randrange(3)):
        yield Answer(
            session_id=session.id, question_id=f"q{number}", shown_at=submitted - timedelta(minutes=40 - 10 * number)
        )
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
        sessions, answers = db.exec(select(SurveySession)).all(), db.exec(select(Answer)).all()
    return [
        Case(
            session,
            survey,
            found := reviews.get(session.id),
            [one for one in violations if one.session_id == session.id],
            [one for one in events if found is not None and one.review_id == found.id],
            [one for one in answers if one.session_id == session.id],
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


def nine_in_ten(found: list[Case], start: datetime, end: datetime) -> Any:
    waits = sorted(
        (one.review.decided_at - one.session.submitted_at).total_seconds()
        for one in found
        if one.review and one.review.decided_at and one.session.submitted_at
        if within(one.review.decided_at, start, end)
    )
    return pytest.approx(waits[ceil(0.9 * len(waits)) - 1]) if waits else None


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
    month_before = overview.start - timedelta(days=30), overview.start
    late = overview.waits.nine_in_ten_s if overview.waits else None
    assert late == nine_in_ten(found, overview.start, overview.end)
    late_before = overview.waits_before.nine_in_ten_s if overview.waits_before else None
    assert late_before == nine_in_ten(found, *month_before)


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


# ---- tables ----

DAYS = Between(date(2026, 10, 20), date(2026, 10, 3))
"""Whole days, the last one first."""


@pytest.fixture(params=CHOICES, ids=str)
def chosen(request: pytest.FixtureRequest, world: World) -> tuple[Callable[[TableName], Any], list[Case]]:
    """Tables of those days of what is chosen, key -> (counts, people), and the rows of what is chosen."""
    slug, platform = request.param
    analyst = world.person("ana", Role.ANALYST)

    def table(name: TableName) -> dict[Any, Any]:
        found = world.statistics.table(analyst, name, DAYS, slug, platform, zone=ZONE)
        keys = [row.key for row in found.rows]
        assert len(set(keys)) == len(keys)
        return {row.key: (row.counts, row.people) for row in found.rows}

    return table, cases(world, slug, platform)


def of_days() -> tuple[datetime, datetime]:
    return datetime(2026, 10, 3, tzinfo=ZONE), datetime(2026, 10, 21, tzinfo=ZONE)


def expected(
    pairs: Iterable[tuple[tuple[Any, ...], Case]], columns: Sequence[Callable[[Case], bool]]
) -> dict[Any, Any]:
    """Counted one by one: key -> (counts, people)."""
    grouped: defaultdict[tuple[Any, ...], list[Case]] = defaultdict(list)
    for key, one in pairs:
        grouped[key].append(one)
    return {
        key: (
            tuple(sum(map(column, found)) for column in columns),
            tuple(len({one.session.taker_id for one in found if column(one)}) for column in columns),
        )
        for key, found in grouped.items()
    }


DECIDED = (
    lambda one: one.is_review(ReviewStatus.APPROVED),
    lambda one: one.is_review(ReviewStatus.REJECTED),
    lambda one: one.waits,
)
OF_SESSIONS = (lambda _: True, lambda one: one.session.flagged_for_review, *DECIDED)
OF_ALLEGATIONS = (lambda _: True, *DECIDED)


def test_tables_of_sessions(chosen: tuple[Callable[[TableName], Any], list[Case]]) -> None:
    table, found = chosen
    sessions = submitted(found, *of_days())

    def local(one: Case) -> datetime:
        assert one.session.submitted_at
        return one.session.submitted_at.astimezone(ZONE)

    by_survey = [((one.survey.platform, one.survey.slug), one) for one in sessions]
    assert table(TableName.SURVEYS) == expected(by_survey, OF_SESSIONS)
    assert table(TableName.DAYS) == expected([((local(one).date(),), one) for one in sessions], OF_SESSIONS)
    by_hour = [((local(one).weekday(), local(one).hour), one) for one in sessions]
    assert table(TableName.HOURS) == expected(by_hour, OF_SESSIONS)


def test_tables_of_allegations(chosen: tuple[Callable[[TableName], Any], list[Case]]) -> None:
    table, found = chosen
    alleged = begun(found, *of_days())
    assert table(TableName.TYPES) == expected([((v.type,), one) for one, v in alleged], OF_ALLEGATIONS)
    by_day = [((v.started_at.astimezone(ZONE).date(), v.type), one) for one, v in alleged]
    assert table(TableName.TYPES_BY_DAY) == expected(by_day, OF_ALLEGATIONS)
    by_question = [((one.survey.platform, one.survey.slug, shown_before(one, v)), one) for one, v in alleged]
    assert table(TableName.QUESTIONS) == expected(by_question, OF_ALLEGATIONS)


def shown_before(one: Case, violation: Violation) -> str | None:
    shown = [answer for answer in one.answers if answer.shown_at <= violation.started_at]
    return max(shown, key=lambda answer: answer.shown_at).question_id if shown else None


def test_tables_of_decisions_and_of_what_waits(chosen: tuple[Callable[[TableName], Any], list[Case]]) -> None:
    table, found = chosen
    made = [(e, one) for one in found for e in one.events if within(e.at, *of_days()) and e.kind in DECISIONS]
    authors = {"Lee": [], "Mia": [], None: []}
    for event, one in made:
        authors[event.author_id and ("Lee" if event.author_id.int % 2 else "Mia")].append((event, one))
    rows = table(TableName.MODERATORS)
    assert {key[0]: counts for key, (counts, _) in rows.items()} == {
        name: tuple(sum(event.kind == kind for event, _ in of_author) for kind in DECISIONS)
        for name, of_author in authors.items()
        if of_author
    }
    ages = Counter(
        sum(NOON - one.review.created_at >= age for age in AGES) for one in found if one.waits and one.review
    )
    assert {key[0]: counts[0] for key, (counts, _) in table(TableName.WAITING).items()} == ages


def test_the_sessions_behind_each_figure_are_those_that_it_counts(world: World) -> None:
    analyst, found = world.person("ana", Role.ANALYST), cases(world, "study", None)
    start, end = of_days()
    behind = {
        figure: {
            line.session_id for line in world.statistics.sessions_behind(analyst, figure, DAYS, "study", zone=ZONE)
        }
        for figure in FigureName
    }
    sessions = submitted(found, start, end)
    assert behind == {
        FigureName.SESSIONS: {one.session.id for one in sessions},
        FigureName.FLAG_RATE: {one.session.id for one in sessions if one.session.flagged_for_review},
        FigureName.ALLEGATIONS: {one.session.id for one, _ in begun(found, start, end)},
        FigureName.DECISION_TIME: {
            one.session.id
            for one in found
            if one.review and one.session.submitted_at and within(one.review.decided_at, start, end)
        },
    }
