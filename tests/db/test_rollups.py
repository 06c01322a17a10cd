"""Sums behind the statistics: whatever is written, by whomever and in whatever order, they are what a full count says."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, delete, text
from sqlmodel import Session, col, func, select

from db.engine import open_engine, reading, transaction
from db.migrate import downgrade, upgrade
from db.queries import statistics
from db.queries.statistics import SessionTotals, Span
from db.rollups.comparing import counted_surveys, days, mend
from db.rollups.facts import FACTS
from db.rollups.folding import fold_changes
from db.rollups.triggers import count_sessions, uncounted
from db.tables import (
    ProctorReview,
    ReviewEvent,
    StatisticsChange,
    StatisticsRollup,
    Survey,
    SurveySession,
    Violation,
)
from proctor_core.domain.states import SessionStatus
from tests.support.counted_sums import differing
from tests.support.random_rows import Hand
from tests.support.review_world import NOON

STEPS = 160


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_written_the_sums_are_what_a_full_count_says(engine: Engine, seed: int) -> None:
    hand = Hand(engine, seed)
    for number in range(STEPS):
        hand.step()
        if number % 4 == 0:
            assert differing(engine) == 0
    hand.one_of_each()
    hand.fold()
    assert differing(engine) == 0
    with reading(engine) as db:
        assert set(db.exec(select(StatisticsRollup.fact)).all()) == set(FACTS)
    with transaction(engine) as db:
        db.execute(delete(SurveySession))
        fold_changes(db.connection())
        left = select(func.count()).select_from(StatisticsRollup)
        assert db.exec(left).one() == 0, "nothing is left of what was erased"


def busy(engine: Engine, steps: int = 60) -> Hand:
    hand = Hand(engine, 3)
    for _ in range(steps):
        hand.step()
    hand.one_of_each()
    return hand


def test_a_database_of_before_is_counted_when_it_is_migrated(database_url: str) -> None:
    upgrade(database_url)
    engine = open_engine(database_url)
    busy(engine)
    downgrade(database_url, "0043")
    upgrade(database_url)
    assert differing(engine) == 0
    with reading(engine) as db:
        assert db.exec(select(StatisticsRollup)).first()
        waited = select(ProctorReview.waited_s).where(col(ProctorReview.decided_at).is_not(None))
        submitted = waited.join(SurveySession).where(col(SurveySession.submitted_at).is_not(None))
        assert None not in db.exec(submitted).all()
    engine.dispose()


@pytest.mark.parametrize(
    "altered",
    [
        "UPDATE statistics_rollup SET counted = counted + 1 WHERE level = 15",
        "DELETE FROM statistics_rollup WHERE fact = 'allegation'",
        "UPDATE statistics_rollup SET approved = 7 WHERE level = 1440",
        "DELETE FROM statistics_change",
    ],
)
def test_what_differs_from_a_full_count_is_found_and_mended(engine: Engine, altered: str) -> None:
    hand = busy(engine)
    hand.fold()
    hand.allege()
    with engine.begin() as connection:
        connection.execute(text(altered))
    assert differing(engine) > 0
    found = hand.world.services.keeping.statistics_sums.recount()
    assert found.differing > 0
    assert differing(engine) == 0
    again = list(hand.world.services.keeping.statistics_sums.compare())
    assert (sum(part.days for part in again), sum(part.differing for part in again)) == (found.days, 0)


def test_rows_written_in_bulk_are_counted_by_whoever_writes_them(engine: Engine) -> None:
    hand = busy(engine, 30)
    with transaction(engine) as db:
        connection = db.connection()
        with uncounted(connection):
            session = SurveySession(
                survey_id=hand.surveys[0].id,
                taker_id=hand.taker.id,
                policy_sha256=db.exec(select(SurveySession.policy_sha256)).first(),
                created_at=NOON,
                submitted_at=NOON,
            )
            db.add(session)
            db.flush()
            db.add(hand.violation(session.id))
            db.flush()
        count_sessions(connection, [session.id])
    assert differing(engine) == 0
    hand.allege()
    assert differing(engine) == 0


def test_days_are_compared_one_by_one(engine: Engine) -> None:
    busy(engine)
    with engine.begin() as connection:
        all_days, surveys = list(days(connection, NOON)), counted_surveys(connection)
        assert len(all_days) > 1
        assert [one[1] for one in all_days[:-1]] == [one[0] for one in all_days[1:]]
        assert sum(mend(connection, *day, surveys) for day in all_days) == 0


def test_two_processes_never_add_up_the_same_change(postgres_engine: Engine) -> None:
    hand = busy(postgres_engine)
    with transaction(postgres_engine) as first, transaction(postgres_engine) as second:
        assert fold_changes(first.connection())
        assert not fold_changes(second.connection())
    hand.fold()
    with reading(postgres_engine) as db:
        assert db.exec(select(StatisticsChange)).first() is None
    assert differing(postgres_engine) == 0


def test_two_that_compare_at_once_mend_a_difference_once(postgres_engine: Engine) -> None:
    hand = busy(postgres_engine)
    hand.fold()
    with postgres_engine.begin() as connection:
        connection.execute(text("UPDATE statistics_rollup SET counted = counted + 1 WHERE level = 15"))
    sums = hand.world.services.keeping.statistics_sums
    with ThreadPoolExecutor(2) as pool:
        for found in [pool.submit(sums.recount) for _ in range(2)]:
            found.result(30)
    assert differing(postgres_engine) == 0


# ---- read ----

ZONES = (UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kathmandu"), timezone(timedelta(minutes=7)))


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_counts_of_any_span_are_those_of_its_rows(engine: Engine, zone: tzinfo) -> None:
    hand = busy(engine, 90)
    hand.fold()
    hand.hand_in()
    hand.allege()
    with reading(engine) as db:
        rows = Rows(db, zone)
        for _ in range(12):
            start, end = sorted((hand.at(), hand.at()))
            slug = hand.chance.choice((None, "one", "two", "none"))
            span = Span(start, end + timedelta(seconds=hand.chance.randrange(5000)), slug, None, zone)
            assert_same(db, span, rows)


class Rows:
    """All of them, as Python has them."""

    def __init__(self, db: Session, zone: tzinfo) -> None:
        self.zone = zone
        self.slugs = {one.id: one.slug for one in db.exec(select(Survey)).all()}
        self.sessions = {one.id: one for one in db.exec(select(SurveySession)).all()}
        self.reviews = {one.session_id: one for one in db.exec(select(ProctorReview)).all()}
        self.events = [
            (e, r.session_id) for e, r in db.exec(select(ReviewEvent, ProctorReview).join(ProctorReview)).all()
        ]
        self.violations = db.exec(select(Violation)).all()

    def within(self, at: datetime | None, session_id: UUID, span: Span) -> bool:
        is_chosen = span.survey_slug in {None, self.slugs[self.sessions[session_id].survey_id]}
        return at is not None and span.start <= at < span.end and is_chosen

    def submitted(self, span: Span) -> list[SurveySession]:
        sessions = self.sessions.values()
        return [one for one in sessions if one.proctoring_enabled and self.within(one.submitted_at, one.id, span)]

    def outcome(self, session_id: UUID) -> str | None:
        review, session = self.reviews.get(session_id), self.sessions[session_id]
        if review is None or review.status in {"approved", "rejected"}:
            return None if review is None else review.status
        return "waiting" if session.status is SessionStatus.UNDER_REVIEW else None


def assert_same(db: Session, span: Span, rows: Rows) -> None:
    sessions = rows.submitted(span)
    assert statistics.session_totals(db, span) == (
        SessionTotals(len(sessions), sum(s.flagged_for_review for s in sessions))
    )
    by_day = Counter(s.submitted_at.astimezone(rows.zone).date() for s in sessions if s.submitted_at)
    assert {d.day: d.sessions for d in statistics.sessions_by_day(db, span)} == by_day
    by_survey = Counter(rows.slugs[s.survey_id] for s in sessions)
    found = statistics.by_survey(db, span)
    assert {one.slug: one.sessions for one in found} == by_survey
    assert sum(one.waiting for one in found) == sum(rows.outcome(s.id) == "waiting" for s in sessions)
    alleged = [v for v in rows.violations if rows.within(v.started_at, v.session_id, span)]
    for total in statistics.allegations_by_type(db, span):
        of_type = [v.session_id for v in alleged if v.type is total.type]
        outcomes = Counter(map(rows.outcome, of_type))
        decided = (total.in_approved, total.in_rejected, total.in_waiting)
        assert (total.allegations, total.sessions) == (len(of_type), len(set(of_type)))
        assert decided == (outcomes["approved"], outcomes["rejected"], outcomes["waiting"])
    days = Counter((v.started_at.astimezone(rows.zone).date(), v.type) for v in alleged)
    assert {(d.day, d.type): d.allegations for d in statistics.allegations_by_day(db, span)} == days
    made = Counter(e.kind for e, session_id in rows.events if rows.within(e.at, session_id, span))
    assert statistics.decisions_by_kind(db, span) == {kind: made[kind] for kind in statistics.DECISIONS}
