"""What two moderators said about the same violations, the second without knowing of the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from db.queries.statistics import Span, is_within, of_chosen, of_session
from db.tables import IncidentVerdict, ProctorReview, ReviewEvent, SurveySession
from db.tables.reviews import PROPOSAL
from proctor_core.domain.review_history import SPOKEN, ReviewEventKind

_IS_PROPOSAL = text(f"{ReviewEvent.__tablename__}.{PROPOSAL}")


@dataclass(frozen=True, slots=True)
class SecondLookRows:
    """A case's first opinion, a proposal, and its second, another moderator's; the session's verdicts, none in bulk, in order."""

    first: ReviewEvent
    second: ReviewEvent
    verdicts: tuple[IncidentVerdict, ...]


def second_looks(db: Session, span: Span) -> Sequence[SecondLookRows]:
    """Of proposals in the span. The two that come first alone: whoever speaks after them may have read both."""
    looks = {session: two for session, two in _first_two(db, span) if _are_two_people(*two) and _opens(two[0], span)}
    verdicts = _verdicts(db, span) if looks else {}
    return [SecondLookRows(*two, verdicts.get(session, ())) for session, two in looks.items()]


def _first_two(db: Session, span: Span) -> list[tuple[UUID, tuple[ReviewEvent, ReviewEvent]]]:
    """Session -> the opinions with which its case began, in order; of each case with a proposal in the span."""
    said = (
        select(ProctorReview.session_id, ReviewEvent)
        .join(ReviewEvent, col(ReviewEvent.review_id) == ProctorReview.id)
        .where(col(ReviewEvent.kind).in_(SPOKEN), col(ProctorReview.session_id).in_(_proposed_about(span)))
        .order_by(col(ProctorReview.session_id), col(ReviewEvent.at), col(ReviewEvent.id))
    )
    of_cases = groupby(db.exec(said).all(), key=lambda row: row[0])
    opinions = ((session, [event for _, event in rows]) for session, rows in of_cases)
    return [(session, (events[0], events[1])) for session, events in opinions if len(events) > 1]


def _are_two_people(first: ReviewEvent, second: ReviewEvent) -> bool:
    """Both known: an erased account may have been either."""
    return None not in (first.author_id, second.author_id) and first.author_id != second.author_id


def _opens(first: ReviewEvent, span: Span) -> bool:
    return first.kind == ReviewEventKind.PROPOSED and span.start <= first.at < span.end


def _proposed_about(span: Span) -> Any:
    about = select(ProctorReview.session_id).join(ReviewEvent, col(ReviewEvent.review_id) == ProctorReview.id)
    chosen = of_chosen(span)
    of_survey = about.join(SurveySession, of_session()) if chosen else about
    return of_survey.where(_IS_PROPOSAL, *is_within(col(ReviewEvent.at), span), *chosen)


def _verdicts(db: Session, span: Span) -> dict[UUID, tuple[IncidentVerdict, ...]]:
    verdict = IncidentVerdict
    is_own_look = (col(verdict.session_id).in_(_proposed_about(span)), col(verdict.batch_id).is_(None))
    of_cases = select(verdict).where(*is_own_look)
    rows = db.exec(of_cases.order_by(col(verdict.session_id), col(verdict.at), col(verdict.id))).all()
    return {session: tuple(said) for session, said in groupby(rows, key=lambda row: row.session_id)}
