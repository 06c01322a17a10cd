"""Running sessions as moderators see them: who may look in, what is said to the taker, and the end of the monitoring.

A moderator looks in only where the taker read that this may happen. What is said is kept in the session's history.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from db.engine import reading, transaction
from db.queries.consents import newest_consents
from db.queries.session_messages import SessionOfSurvey, messages_of, sessions_with_titles
from db.queries.survey_sessions import locked_session
from db.tables import SessionMessage, SurveySession, User
from proctor_core.codes.missing import Missing
from proctor_core.codes.session_refusals import SessionRefusal
from proctor_core.domain.consent import Purpose
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.live_message import SENTENCE_LENGTH, MessageKind
from proctor_core.domain.notice import Permission, permitted_by
from proctor_core.domain.policy import FlagRule, policy_from_json
from proctor_core.domain.states import ANSWERING, RUNNING, SessionStatus
from proctor_core.domain.storable import storable
from proctor_core.errors import IllegalMove, InvalidInput, NotFound
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.reviewing.evidence_views import note_view
from proctor_core.services.reviewing.review_guards import require_moderator
from proctor_core.services.session_moves import move_session
from proctor_core.services.taking.submitting import end_session


@dataclass(frozen=True, slots=True)
class Said:
    """A message and the name of who wrote it; None: the account is gone."""

    message: SessionMessage
    author: str | None


@dataclass(frozen=True, slots=True)
class LiveSessionService:
    """Every method raises NotAllowed for whoever is no moderator; a moderator's own session as a taker is not found."""

    engine: Engine
    clock: Callable[[], datetime]

    def running(self, actor: User, session_ids: Collection[UUID]) -> Sequence[SessionOfSurvey]:
        """Those of the sessions that run and are watched, the one that began first first."""
        require_moderator(actor)
        with reading(self.engine) as db:
            found = sessions_with_titles(db, session_ids)
        return [row for row in found if row.session.taker_id != actor.id and _is_running(row.session)]

    def running_session(self, actor: User, session_id: UUID) -> SessionOfSurvey:
        """One running session.

        Raises:
            NotFound: it does not run, is not watched, or is the actor's own.
        """
        found = self.running(actor, [session_id])
        if not found:
            raise NotFound(Missing.RUNNING_SESSION)
        return found[0]

    def admit_to_picture(self, actor: User, session_id: UUID) -> None:
        """Ask before a picture is shown; the look is written into the audit log here.

        Raises:
            NotFound: the session is not answered now, or its taker was not told that a moderator may look in.
        """
        session = self.running_session(actor, session_id).session
        with reading(self.engine) as db:
            is_informed = _is_informed(db, session)
        if session.status not in ANSWERING or not is_informed:
            raise NotFound(Missing.LIVE_PICTURE)
        note_view(self.engine, actor, session, self.clock(), "live picture")

    def messages(self, actor: User, session_id: UUID) -> Sequence[Said]:
        """What was said in a running session so far, the newest last."""
        self.running_session(actor, session_id)
        with reading(self.engine) as db:
            messages = messages_of(db, session_id)
            authors = select(User.id, User.display_name).where(col(User.id).in_([m.author_id for m in messages]))
            names = dict(db.exec(authors).all())
        return [Said(message, names.get(message.author_id) if message.author_id else None) for message in messages]

    def send(self, actor: User, session_id: UUID, sentence: str) -> SessionMessage:
        """Keep a sentence to the taker.

        Raises:
            InvalidInput: it is empty or too long.
            NotFound, IllegalMove: the session is not there, or does not run any more.
        """
        require_moderator(actor)
        said = _given("sentence", sentence)
        with transaction(self.engine) as db:
            session = _held(db, actor, session_id, RUNNING)
            message = self._keep(db, session, actor, MessageKind.SENTENCE, said)
            audit(db, message.at, AuditAction.MESSAGE_SENT, session, actor_id=actor.id)
        return message

    def session_to_end(self, actor: User, session_id: UUID, reason: str) -> SurveySession:
        """Ask before the watching ends: the session as it is now.

        Raises:
            InvalidInput, NotFound, IllegalMove: as `end`.
        """
        require_moderator(actor)
        _given("reason", reason)
        session = self.running_session(actor, session_id).session
        _refuse_other(session, ANSWERING)
        return session

    def end(
        self,
        actor: User,
        session_id: UUID,
        reason: str,
        coverage: float,
        flag_reasons: Sequence[FlagReason] = (),
    ) -> SurveySession:
        """Hand the session in as it is and put it under review for `reason`; answers stay, complete or not.

        Args:
            coverage: share of the seconds so far in which the taker could be seen, 0 to 1.
            flag_reasons: the rules that were met besides.

        Raises:
            InvalidInput: no reason, or too long a one.
            NotFound, IllegalMove: the session is not there, or is not being answered any more.
        """
        require_moderator(actor)
        given = _given("reason", reason)
        with transaction(self.engine) as db:
            session = _held(db, actor, session_id, ANSWERING)
            now = self.clock()
            # An interrupted session can't be submitted by the table of moves: the taker would have to come back first.
            move_session(db, session, SessionStatus.IN_PROGRESS, now, actor.id)
            self._keep(db, session, actor, MessageKind.MONITORING_ENDED, given)
            audit(db, now, AuditAction.MONITORING_ENDED, session, actor_id=actor.id)
            end_session(db, session, coverage, [_ended(session, given, now), *flag_reasons], now, actor.id)
        return session

    def _keep(
        self, db: Session, session: SurveySession, actor: User, kind: MessageKind, sentence: str
    ) -> SessionMessage:
        message = SessionMessage(
            session_id=session.id, author_id=actor.id, kind=kind, sentence=sentence, at=self.clock()
        )
        db.add(message)
        return message


def _is_running(session: SurveySession) -> bool:
    return session.proctoring_enabled and session.status in RUNNING


def _is_informed(db: Session, session: SurveySession) -> bool:
    consent = newest_consents(db, session.id).get(Purpose.MONITORING)
    if consent is None or not consent.is_given:
        return False
    threshold = policy_from_json(session.policy).violation_threshold
    return Permission.LIVE_VIEW in permitted_by(consent.text_sha256, threshold)


def _held(db: Session, actor: User, session_id: UUID, statuses: Collection[SessionStatus]) -> SurveySession:
    session = locked_session(db, session_id)
    if session.taker_id == actor.id:
        raise NotFound(Missing.RUNNING_SESSION)
    _refuse_other(session, statuses)
    return session


def _refuse_other(session: SurveySession, statuses: Collection[SessionStatus]) -> None:
    if session.status not in statuses or not session.proctoring_enabled:
        raise IllegalMove(SessionRefusal.NOT_RUNNING, status=session.status)


def _ended(session: SurveySession, reason: str, at: datetime) -> FlagReason:
    second = (at - session.started_at).total_seconds() if session.started_at else 0.0
    return FlagReason(FlagRule.ENDED_BY_MODERATOR, second, 0.0, reason)


def _given(field: str, text: str) -> str:
    said = storable(" ".join(text.split()), field)
    if not said:
        raise InvalidInput(field, SessionRefusal.EMPTY_SENTENCE)
    if len(said) > SENTENCE_LENGTH:
        raise InvalidInput(field, SessionRefusal.SENTENCE_TOO_LONG, longest=SENTENCE_LENGTH, length=len(said))
    return said
