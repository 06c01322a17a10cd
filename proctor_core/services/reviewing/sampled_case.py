"""The case of a session as one moderator sees it: a drawn one is undecided, with nothing that anybody else said of it.

Whoever judged it is told afterwards that it was a sample, and what had been decided before.
"""

from dataclasses import dataclass, replace
from typing import TypeGuard
from uuid import UUID

from sqlmodel import Session, select

from db.queries.accounts import display_names
from db.queries.blind_samples import drawn_sample, open_sample, opinion_of
from db.queries.session_case import CaseRows, IncidentRows, case_rows, incident_rows, rows_of_case
from db.queries.surveys import find_survey
from db.tables import (
    AddedIncident,
    BlindSample,
    FaceMute,
    IncidentVerdict,
    ProctorReview,
    SampleOpinion,
    SessionMessage,
    SurveySession,
)
from proctor_core.domain.blind_sample import SampleKind
from proctor_core.domain.live_message import MessageKind
from proctor_core.domain.states import DecisionKind
from proctor_core.services.reviewing.sampled_review import (
    as_review,
    as_under_review,
    earlier_review,
    is_sampled,
    said_of_sample,
    sample_history,
)


@dataclass(frozen=True, slots=True)
class RevealedSample:
    """What whoever judged a drawn session learns then; `earlier`: what had been decided, None: nobody had looked."""

    opinion: DecisionKind
    earlier: DecisionKind | None


@dataclass(frozen=True, slots=True)
class SeenRows:
    """A case's rows; `revealed`: whoever looks judged it as a sample."""

    rows: CaseRows
    revealed: RevealedSample | None = None


def rows_seen_by(db: Session, moderator_id: UUID, session_id: UUID) -> SeenRows | None:
    """None: there is no such session, or to this moderator it is no case."""
    drawn = drawn_sample(db, session_id)
    if _is_open_to(drawn, db, moderator_id):
        return SeenRows(_sampled_rows(db, drawn, None))
    rows = case_rows(db, session_id)
    opinion = opinion_of(db, drawn.id) if drawn is not None else None
    if drawn is None or opinion is None or opinion.moderator_id != moderator_id:
        return SeenRows(rows) if rows else None
    revealed = RevealedSample(opinion.decision, drawn.earlier if drawn.kind is SampleKind.DECIDED else None)
    return SeenRows(rows or _sampled_rows(db, drawn, opinion), revealed)


def review_id_seen_by(db: Session, moderator_id: UUID, session_id: UUID) -> UUID | None:
    """By which this moderator's presses about a session go; None: as above."""
    drawn = drawn_sample(db, session_id)
    if _is_open_to(drawn, db, moderator_id):
        return drawn.id
    found = db.exec(select(ProctorReview.id).where(ProctorReview.session_id == session_id)).one_or_none()
    if found is not None or drawn is None:
        return found
    opinion = opinion_of(db, drawn.id)
    return drawn.id if opinion and opinion.moderator_id == moderator_id else None


def said_about(db: Session, review: ProctorReview) -> IncidentRows:
    """What a review's incidents are made of, and what was said about them in it."""
    rows = incident_rows(db, review.session_id)
    return replace(rows, verdicts=said_of_sample(db, IncidentVerdict, review.id)) if is_sampled(review) else rows


def _is_open_to(drawn: BlindSample | None, db: Session, moderator_id: UUID) -> TypeGuard[BlindSample]:
    if drawn is None or drawn.closed_at is not None:
        return False
    return open_sample(db, drawn.session_id, moderator_id) is not None


def _sampled_rows(db: Session, drawn: BlindSample, opinion: SampleOpinion | None) -> CaseRows:
    session = db.get_one(SurveySession, drawn.session_id)
    survey, earlier = find_survey(db, session.survey_id), earlier_review(db, session.id)
    review = as_review(drawn, earlier, opinion)
    rows = rows_of_case(db, session, survey, review)
    verdicts, added = said_of_sample(db, IncidentVerdict, drawn.id), said_of_sample(db, AddedIncident, drawn.id)
    mutes = said_of_sample(db, FaceMute, drawn.id)
    events = sample_history(db, review)
    people = {row.moderator_id for row in (*verdicts, *added, *mutes)} | {event.author_id for event in events}
    named = display_names(db, {one for one in people if one is not None})
    return replace(
        rows,
        session=session if opinion else as_under_review(db, session),
        verdicts=verdicts,
        added=added,
        mutes=mutes,
        events=tuple(events),
        messages=tuple(one for one in rows.messages if not _is_mark_of_the_first(one, earlier)),
        names={**rows.names, **named},
    )


def _is_mark_of_the_first(message: SessionMessage, earlier: ProctorReview | None) -> bool:
    return earlier is not None and message.kind is MessageKind.MARK and message.author_id == earlier.moderator_id
