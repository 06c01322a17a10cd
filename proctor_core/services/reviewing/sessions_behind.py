"""The sessions behind a figure, as analysts may read them: by code and day, so that no line is found again in the responses.

Responses are in the order of handing in, under numbers of their own. So these lines are in another order, without a time of day,
and only about sessions whose takers read that this goes out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from uuid import UUID

from sqlmodel import Session

from db.queries.sessions_behind import (
    FoundSession,
    alleged_sessions,
    decided_sessions,
    overturned_sessions,
    submitted_sessions,
    thresholds_of_policies,
)
from db.queries.statistics import Span
from proctor_core.domain.notice import owners_get_facts
from proctor_core.domain.states import ReviewStatus

SESSIONS_SHOWN = 100


class FigureName(StrEnum):
    """The four headline numbers; each has its definition in `pages/texts.py`.

    sessions: count; flag_rate: share of sessions, 0 to 1; allegations: count; decision_time: median, seconds.
    """

    SESSIONS = "sessions"
    FLAG_RATE = "flag_rate"
    ALLEGATIONS = "allegations"
    DECISION_TIME = "decision_time"


class LaterFigure(StrEnum):
    """Figures that stand further down.

    What a second look overturned is none of them: which moderator's opinion met which is between the moderators.
    """

    OVERTURNED_ON_APPEAL = "overturned_on_appeal"


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session behind a figure. `submitted_on`: the day in UTC, as responses have it; `waited_s`: until its decision."""

    session_id: UUID
    platform: str
    slug: str
    submitted_on: date | None
    allegations: int
    is_flagged: bool
    review: ReviewStatus | None
    waited_s: float | None


def listed_sessions(db: Session, span: Span, figure: FigureName | LaterFigure) -> Sequence[SessionLine]:
    """The first `SESSIONS_SHOWN` that a figure counts, by code."""
    thresholds = thresholds_of_policies(db)
    shown = islice((_line(one) for one in _counted(db, span, figure) if _may_go_out(one, thresholds)), SESSIONS_SHOWN)
    return sorted(shown, key=lambda line: line.session_id)


def _counted(db: Session, span: Span, figure: FigureName | LaterFigure) -> Iterator[FoundSession]:
    match figure:
        case FigureName.SESSIONS:
            return submitted_sessions(db, span)
        case FigureName.FLAG_RATE:
            return submitted_sessions(db, span, flagged=True)
        case FigureName.ALLEGATIONS:
            return alleged_sessions(db, span)
        case FigureName.DECISION_TIME:
            return decided_sessions(db, span)
        case LaterFigure.OVERTURNED_ON_APPEAL:
            return overturned_sessions(db, span)


def _may_go_out(one: FoundSession, thresholds: Mapping[str, int]) -> bool:
    return owners_get_facts(one.agreed_sha256, thresholds[one.policy_sha256], one.watched_by, is_demo=one.is_demo)


def _line(one: FoundSession) -> SessionLine:
    waited = one.decided_at - one.submitted_at if one.decided_at and one.submitted_at else None
    return SessionLine(
        session_id=one.session_id,
        platform=one.platform,
        slug=one.slug,
        submitted_on=one.submitted_at.date() if one.submitted_at else None,
        allegations=one.allegations,
        is_flagged=one.is_flagged,
        review=one.review,
        waited_s=waited.total_seconds() if waited else None,
    )
