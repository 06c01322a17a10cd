"""Which rows belong to a person or to a session: the one list that export, erasure and retention go by.

A new table has to be put in here or into `NOT_PERSONAL`; tests/db/test_personal_rows.py asks for it.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, false, or_
from sqlmodel import Session, SQLModel, col, select

from db.queries.appeals import is_appealed
from db.queries.chunks import chunks
from db.tables import (
    AccommodationRow,
    AddedIncident,
    Answer,
    ApiToken,
    Appeal,
    AppealAnswer,
    AuditEvent,
    BlindSample,
    CasePresence,
    ChainEnd,
    ChainLogLine,
    ChainRecord,
    Consent,
    DatabaseIdentity,
    ErasedSession,
    Evidence,
    ExternalPerson,
    FaceMute,
    FaceVerification,
    IdempotentAnswer,
    IncidentVerdict,
    Invitation,
    KeptPolicy,
    LatestHeartbeat,
    LegalHold,
    OverwriteDue,
    ProctorReview,
    QueueMail,
    RecordingAnalysis,
    RecordingSegment,
    RecordingUpload,
    ReviewEvent,
    SampleAddition,
    SampleMute,
    SampleOpinion,
    SampleVerdict,
    SavedQueueView,
    SessionMessage,
    SessionRecording,
    Signal,
    SignIn,
    StatisticsChange,
    StatisticsRollup,
    Survey,
    SurveySession,
    User,
    Violation,
    Webhook,
    WebhookDelivery,
)
from proctor_core.domain.live_message import MessageKind
from proctor_core.domain.states import UNDECIDED, SessionStatus

NOT_PERSONAL: frozenset[type[SQLModel]] = frozenset(
    {
        *(AuditEvent, ChainEnd, ChainLogLine, ChainRecord, DatabaseIdentity, ErasedSession, KeptPolicy, OverwriteDue),
        *(StatisticsChange, StatisticsRollup, Survey, Webhook),
    }
)
"""Rows that stay when somebody goes: what names the person is taken out of them (`services/keeping/erasing.py`, `chain/`)."""


SAID_OF_SAMPLES = (SampleOpinion, SampleVerdict, SampleAddition, SampleMute)
"""What moderators said of drawn sessions, which changes nothing for their takers."""


class PersonalRows(NamedTuple):
    """The rows of one table that belong to somebody."""

    table: type[SQLModel]
    where: ColumnElement[bool]


def rows_measured(session_id: UUID) -> tuple[PersonalRows, ...]:
    """What the monitoring of one session left, what refers to others first; of what was said in it the marks alone."""
    tables = (
        *(*SAID_OF_SAMPLES, BlindSample),
        *(AddedIncident, FaceMute, IncidentVerdict, Evidence, Violation, Signal),
        *(FaceVerification, LatestHeartbeat, RecordingUpload, RecordingAnalysis),
    )
    is_mark = (col(SessionMessage.session_id) == session_id) & (col(SessionMessage.kind) == MessageKind.MARK)
    measured = (PersonalRows(table, col(table.session_id) == session_id) for table in tables)
    return (*measured, PersonalRows(SessionMessage, is_mark))


def rows_within(session_ids: Sequence[UUID]) -> tuple[PersonalRows, ...]:
    """What hangs on some sessions, what refers to others first; not the sessions themselves."""
    reviews = select(ProctorReview.id).where(col(ProctorReview.session_id).in_(session_ids))
    tables = (
        *(*SAID_OF_SAMPLES, BlindSample),
        *(AppealAnswer, Appeal, LegalHold, AddedIncident, FaceMute, IncidentVerdict, ProctorReview),
        *(Evidence, Violation, Signal, FaceVerification, LatestHeartbeat),
        *(RecordingUpload, RecordingAnalysis, RecordingSegment, SessionRecording),
        *(Answer, Consent, SessionMessage, WebhookDelivery, ApiToken),
    )
    return (
        PersonalRows(ReviewEvent, col(ReviewEvent.review_id).in_(reviews)),
        PersonalRows(IdempotentAnswer, _mentions(session_ids)),
        *(PersonalRows(table, col(table.session_id).in_(session_ids)) for table in tables),
    )


def rows_of_person(person_id: UUID, session_ids: Sequence[UUID]) -> tuple[PersonalRows, ...]:
    """Everything that goes with a person, the account last."""
    return (
        # A person's tokens hold those of their sessions; no table comes twice.
        *(part for part in rows_within(session_ids) if part.table not in (ApiToken, IdempotentAnswer)),
        PersonalRows(SurveySession, col(SurveySession.id).in_(session_ids)),
        PersonalRows(SignIn, col(SignIn.user_id) == person_id),
        PersonalRows(ApiToken, col(ApiToken.user_id) == person_id),
        PersonalRows(ExternalPerson, col(ExternalPerson.user_id) == person_id),
        PersonalRows(
            IdempotentAnswer, (col(IdempotentAnswer.user_id) == person_id) | _mentions([person_id, *session_ids])
        ),
        PersonalRows(CasePresence, col(CasePresence.moderator_id) == person_id),
        PersonalRows(QueueMail, col(QueueMail.moderator_id) == person_id),
        PersonalRows(SavedQueueView, col(SavedQueueView.moderator_id) == person_id),
        PersonalRows(Invitation, col(Invitation.user_id) == person_id),
        PersonalRows(AccommodationRow, col(AccommodationRow.taker_id) == person_id),
        PersonalRows(User, col(User.id) == person_id),
    )


def sessions_of(db: Session, person_id: UUID) -> Sequence[UUID]:
    """The ids of a person's sessions."""
    return db.exec(select(SurveySession.id).where(SurveySession.taker_id == person_id)).all()


def hold_sessions_of(db: Session, person_id: UUID) -> None:
    """Hold all of a person's sessions, as everybody does who changes what hangs on one: before anything of them, and before the
    account, which whoever holds a session may be about to refer to.
    """
    sessions = select(SurveySession.id).where(SurveySession.taker_id == person_id)
    db.exec(sessions.order_by(col(SurveySession.id)).with_for_update()).all()


def open_cases(db: Session, person_id: UUID) -> Sequence[UUID]:
    """The person's sessions that a human still has to decide about."""
    session, review = SurveySession, ProctorReview
    is_undecided = col(review.status).in_(UNDECIDED)
    is_unseen = col(session.flagged_for_review) & col(review.id).is_(None)
    statement = (
        select(session.id)
        .outerjoin(review, col(review.session_id) == col(session.id))
        .where(session.taker_id == person_id)
        .where(or_(col(session.status) == SessionStatus.UNDER_REVIEW, is_undecided, is_unseen, is_appealed()))
        .order_by(col(session.created_at))
    )
    return db.exec(statement).all()


def ids_of(db: Session, parts: Iterable[PersonalRows]) -> list[str]:
    """The ids of all rows, as the audit log writes them."""
    found: list[str] = []
    for table, where in parts:
        ids: Sequence[Any] = db.exec(select(table.id).where(where)).all()  # pyright: ignore[reportAttributeAccessIssue]
        found += map(str, ids)
    return found


def events_about(db: Session, object_ids: Iterable[str]) -> list[AuditEvent]:
    """The audit log's lines about some objects."""
    found: list[AuditEvent] = []
    for chunk in chunks(list(object_ids)):
        found += db.exec(select(AuditEvent).where(col(AuditEvent.object_id).in_(chunk))).all()
    return found


def events_naming(db: Session, words: Iterable[str]) -> list[AuditEvent]:
    """The audit log's lines that hold one of these words, in whatever case."""
    event = AuditEvent
    held = [
        match
        for word in words
        for match in (col(event.detail).icontains(word, autoescape=True), col(event.object_id) == word)
    ]
    return list(db.exec(select(event).where(or_(*held))).all()) if held else []


def _mentions(ids: Sequence[UUID]) -> ColumnElement[bool]:
    """Kept answers to a platform's server whose body names one of these; a day's answers are few enough to be looked through."""
    body = cast(col(IdempotentAnswer.body), Text)
    return or_(false(), *(body.contains(str(one)) for one in ids))
