"""Statistics as tables: rows by a key, in each cell how many, and of how many different people.

The people are counted so that cells about few of them can be left out of what leaves the house. Definitions are those of
`statistics.py`: a session counts when it was submitted, an allegation when it began, a decision when it was made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, distinct, func, literal_column
from sqlmodel import Session, col, select

from db.queries.review_queue import IS_OPEN
from db.queries.statistics import (
    DECISIONS,
    HOURS_OF_DAY,
    IS_DECISION,
    Span,
    began,
    is_within,
    of_chosen,
    of_session,
    submitted,
    waiting_sessions,
)
from db.queries.times import Days, day_of
from db.tables import Answer, ProctorReview, ReviewEvent, Survey, SurveySession, User, Violation
from proctor_core.domain.states import ReviewStatus, SessionStatus

AGES = (timedelta(hours=1), timedelta(hours=4), timedelta(days=1), timedelta(days=3), timedelta(days=7))
"""Borders between the ages of what waits."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One row: its key, then for each column how many, and of how many people."""

    key: tuple[Any, ...]
    counts: tuple[int, ...]
    people: tuple[int, ...]


Columns = Mapping[str, ColumnElement[bool] | None]
"""Heading -> which rows count; None: all."""
SESSION_COLUMNS: tuple[str, ...] = ("sessions", "flagged", "approved", "rejected", "waiting")
ALLEGATION_COLUMNS: tuple[str, ...] = ("allegations", "in_approved", "in_rejected", "in_waiting")
DECISION_COLUMNS = tuple(str(kind) for kind in DECISIONS)


def sessions_by_survey(db: Session, span: Span) -> list[Counted]:
    """(Owner, slug), in order."""
    return _sessions(db, span, [col(Survey.platform), col(Survey.slug)])


def sessions_by_day(db: Session, span: Span) -> list[Counted]:
    """(Day,), in order; days without any are left out."""
    number = Days(span.start, span.end, span.zone).number(db, col(SurveySession.submitted_at))
    return [Counted((day_of(row.key[0]),), row.counts, row.people) for row in _sessions(db, span, [number])]


def sessions_by_hour(db: Session, span: Span) -> list[Counted]:
    """(Day of the week from Monday as 0, hour of the day), in order; hours without any are left out."""
    hour = Days(span.start, span.end, span.zone).hour_of_week(db, col(SurveySession.submitted_at))
    found = _sessions(db, span, [hour])
    return [Counted(divmod(row.key[0], HOURS_OF_DAY), row.counts, row.people) for row in found]


def allegations_by_type(db: Session, span: Span) -> list[Counted]:
    """(Type,), in order."""
    return _allegations(db, span, [col(Violation.type)])


def allegations_by_day(db: Session, span: Span) -> list[Counted]:
    """(Day, type), in order."""
    number = Days(span.start, span.end, span.zone).number(db, col(Violation.started_at))
    found = _allegations(db, span, [number, col(Violation.type)])
    return [Counted((day_of(row.key[0]), row.key[1]), row.counts, row.people) for row in found]


def allegations_by_question(db: Session, span: Span) -> list[Counted]:
    """(Owner, slug, question as in `shown_question`)."""
    return _allegations(db, span, [col(Survey.platform), col(Survey.slug), shown_question()])


def shown_question() -> Any:
    """Of a violation the id of the question that was shown last before it began; None: none was yet, or its answer is erased."""
    shown = select(Answer.question_id).where(
        Answer.session_id == Violation.session_id, col(Answer.shown_at) <= Violation.started_at
    )
    newest_first = shown.order_by(col(Answer.shown_at).desc(), col(Answer.question_id))
    return newest_first.limit(1).correlate(Violation).scalar_subquery()


def decisions_by_moderator(db: Session, span: Span) -> list[Counted]:
    """(Display name; None: the account is gone), in order."""
    kinds: Columns = {str(kind): col(ReviewEvent.kind) == kind for kind in DECISIONS}
    base = (
        select(col(User.display_name))
        .select_from(ReviewEvent)
        .join(ProctorReview, col(ProctorReview.id) == ReviewEvent.review_id)
        .join(SurveySession, of_session())
        .outerjoin(User, col(User.id) == ReviewEvent.author_id)
        .where(IS_DECISION, *is_within(col(ReviewEvent.at), span), *of_chosen(span))
    )
    # Two people may have one name.
    return _counted(db, base, [col(User.display_name), col(ReviewEvent.author_id)], kinds, keys_shown=1)


def waiting_by_age(db: Session, span: Span) -> list[Counted]:
    """(Place of the age among `AGES`, from 0), in order: what waits for a decision, of the survey, at the end of the span."""
    since = col(ProctorReview.created_at)
    age = case(*((since > span.end - border, place) for place, border in enumerate(AGES)), else_=len(AGES))
    base = (
        select(age)
        .select_from(ProctorReview)
        .join(SurveySession, of_session())
        .where(IS_OPEN, col(SurveySession.status) == SessionStatus.UNDER_REVIEW, *of_chosen(span))
    )
    return _counted(db, base, [age], {"waiting": None})


def _sessions(db: Session, span: Span, keys: Sequence[Any]) -> list[Counted]:
    waiting = waiting_sessions()
    columns: Columns = dict(zip(SESSION_COLUMNS, (None, *_session_conditions(waiting)), strict=True))
    base = (
        select(*keys)
        .select_from(SurveySession)
        .join(Survey, col(Survey.id) == SurveySession.survey_id)
        .outerjoin(ProctorReview, of_session())
        .outerjoin(waiting, waiting.c.session_id == SurveySession.id)
        .where(*submitted(span))
    )
    return _counted(db, base, keys, columns)


def _session_conditions(waiting: Any) -> tuple[ColumnElement[bool], ...]:
    status = col(ProctorReview.status)
    return (
        col(SurveySession.flagged_for_review).is_(True),
        status == ReviewStatus.APPROVED,
        status == ReviewStatus.REJECTED,
        waiting.c.session_id.is_not(None),
    )


def _allegations(db: Session, span: Span, keys: Sequence[Any]) -> list[Counted]:
    waiting = waiting_sessions()
    _, *conditions = _session_conditions(waiting)
    columns: Columns = dict(zip(ALLEGATION_COLUMNS, (None, *conditions), strict=True))
    base = (
        select(*keys)
        .select_from(Violation)
        .join(SurveySession, col(SurveySession.id) == Violation.session_id)
        .join(Survey, col(Survey.id) == SurveySession.survey_id)
        .outerjoin(ProctorReview, of_session())
        .outerjoin(waiting, waiting.c.session_id == SurveySession.id)
        .where(*began(span), *of_chosen(span))
    )
    return _counted(db, base, keys, columns)


def _counted(
    db: Session,
    base: Select[Any],
    keys: Sequence[Any],
    columns: Columns,
    *,
    keys_shown: int | None = None,
) -> list[Counted]:
    """Rows of `base` by `keys`; of each column those that meet its condition (None: all), and their takers.

    The keys are computed within, so that the database groups by what it shows.
    """
    taker = col(SurveySession.taker_id).label("taker")
    named = [key.label(f"key_{place}") for place, key in enumerate(keys)]
    met = [
        (literal_column("1", Integer) if condition is None else case((condition, 1), else_=0)).label(f"met_{name}")
        for name, condition in columns.items()
    ]
    rows = base.with_only_columns(*named, *met, taker).subquery()
    by = [rows.c[key.name] for key in named]
    counts = [func.sum(rows.c[one.name]) for one in met]
    people = [func.count(distinct(case((rows.c[one.name] == 1, rows.c.taker)))) for one in met]
    statement: Any = select(*by, *counts, *people).group_by(*by).order_by(*(key.asc().nulls_last() for key in by))
    width = len(columns)
    return [
        Counted(
            tuple(row[: len(by)][:keys_shown]),
            tuple(map(int, row[len(by) : len(by) + width])),
            tuple(map(int, row[len(by) + width :])),
        )
        for row in db.exec(statement).all()
    ]
