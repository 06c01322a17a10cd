"""Everything that is stored about one survey session, read at once for the page that judges it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session, col, select

from db.queries.accounts import display_names
from db.queries.audit import events_about
from db.queries.held_decisions import held_decision
from db.queries.proposals import open_proposal
from db.queries.recordings import AnalysedRecording, uploads_of
from db.queries.session_video import recordings_of, viewable_recording
from db.tables import (
    AddedIncident,
    Answer,
    AuditEvent,
    Consent,
    Evidence,
    FaceMute,
    FaceVerification,
    HeldDecision,
    IncidentVerdict,
    ProctorReview,
    RejectionProposal,
    ReviewEvent,
    SessionMessage,
    SessionRecording,
    Signal,
    Survey,
    SurveySession,
    Violation,
)

WATCHING_CHANGED = "session.watching_changed"
"""The audit log's word for a change of who watches."""
_Part = TypeVar(
    "_Part",
    Violation,
    Evidence,
    Signal,
    Answer,
    Consent,
    FaceVerification,
    SessionMessage,
    IncidentVerdict,
    AddedIncident,
    FaceMute,
)


@dataclass(frozen=True, slots=True)
class CaseRows:
    """The rows of one session, each list in the order of its time; `names` holds the display names of all moderators in it."""

    session: SurveySession
    survey: Survey
    review: ProctorReview
    violations: tuple[Violation, ...]
    evidence: tuple[Evidence, ...]
    signals: tuple[Signal, ...]
    answers: tuple[Answer, ...]
    consents: tuple[Consent, ...]
    runs: tuple[FaceVerification, ...]
    events: tuple[ReviewEvent, ...]
    messages: tuple[SessionMessage, ...]
    verdicts: tuple[IncidentVerdict, ...]
    added: tuple[AddedIncident, ...]
    mutes: tuple[FaceMute, ...]
    watching: tuple[AuditEvent, ...]
    names: Mapping[UUID, str]
    recording: SessionRecording | None
    uploads: tuple[AnalysedRecording, ...]
    held: HeldDecision | None
    proposal: RejectionProposal | None


@dataclass(frozen=True, slots=True)
class IncidentRows:
    """What incidents are made of, and what was said about them, each in the order of its time."""

    violations: tuple[Violation, ...]
    signals: tuple[Signal, ...]
    verdicts: tuple[IncidentVerdict, ...]


def incident_rows(db: Session, session_id: UUID) -> IncidentRows:
    """Those of one session."""
    return IncidentRows(
        _of(db, Violation, session_id, "onset_s"),
        _of(db, Signal, session_id, "onset_s"),
        _of(db, IncidentVerdict, session_id, "at"),
    )


def case_rows(db: Session, session_id: UUID) -> CaseRows | None:
    """The rows of a session that has a review; None when there is no such session or it was never flagged."""
    found = db.exec(
        select(SurveySession, Survey, ProctorReview)
        .join(Survey, col(Survey.id) == SurveySession.survey_id)
        .join(ProctorReview, col(ProctorReview.session_id) == SurveySession.id)
        .where(SurveySession.id == session_id)
    ).one_or_none()
    if found is None:
        return None
    return rows_of_case(db, *found)


def rows_of_case(db: Session, session: SurveySession, survey: Survey, review: ProctorReview) -> CaseRows:
    """The same of a review that is known; one without a row has no history."""
    session_id = session.id
    events = db.exec(
        select(ReviewEvent).where(ReviewEvent.review_id == review.id).order_by(col(ReviewEvent.at), col(ReviewEvent.id))
    ).all()
    messages = _of(db, SessionMessage, session_id, "at")
    added, mutes = _of(db, AddedIncident, session_id, "at"), _of(db, FaceMute, session_id, "at")
    parts = incident_rows(db, session_id)
    return CaseRows(
        session=session,
        survey=survey,
        review=review,
        violations=parts.violations,
        evidence=_of(db, Evidence, session_id, "taken_s"),
        signals=parts.signals,
        answers=_of(db, Answer, session_id, "shown_at"),
        consents=_of(db, Consent, session_id, "given_at"),
        runs=_of(db, FaceVerification, session_id, "started_at"),
        events=tuple(events),
        messages=messages,
        verdicts=parts.verdicts,
        added=added,
        mutes=mutes,
        watching=events_about(db, str(session_id), WATCHING_CHANGED),
        names=_names(db, review, [*events, *messages], [*parts.verdicts, *added, *mutes]),
        recording=viewable_recording(db, session_id) or next(reversed(recordings_of(db, session_id)), None),
        uploads=tuple(uploads_of(db, session_id)),
        held=held_decision(db, review.id),
        proposal=open_proposal(db, review.id),
    )


def _of(db: Session, table: type[_Part], session_id: UUID, time: str) -> tuple[_Part, ...]:
    statement = select(table).where(table.session_id == session_id).order_by(col(getattr(table, time)), col(table.id))
    return tuple(db.exec(statement).all())


def _names(
    db: Session,
    review: ProctorReview,
    events: Sequence[ReviewEvent | SessionMessage],
    said: Sequence[IncidentVerdict | AddedIncident | FaceMute],
) -> Mapping[UUID, str]:
    authors = {event.author_id for event in events} | {one.moderator_id for one in said}
    ids = authors | {review.moderator_id, review.claimed_by, review.flagged_by}
    return display_names(db, {one for one in ids if one is not None})
