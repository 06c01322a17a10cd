"""Running sessions as moderators see them: who may look in, what is said to the taker, and the end of the monitoring.

A moderator looks in only where the taker read that this may happen. What is said and marked is kept in the session's history.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from db.engine import reading, transaction
from db.queries.session_messages import (
    SessionOfSurvey,
    messages_of,
    newest_mark,
    sessions_with_titles,
    unanswered_help,
)
from db.queries.survey_sessions import locked_session
from db.tables import SessionMessage, SurveySession, User
from proctor_core.codes.missing import Missing
from proctor_core.codes.session_refusals import SessionRefusal
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.live_message import SENTENCE_LENGTH, MessageKind
from proctor_core.domain.notice import Permission
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.states import ANSWERING, RUNNING, SessionStatus
from proctor_core.domain.storable import storable
from proctor_core.errors import IllegalMove, InvalidInput, NotFound
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.consent_permissions import permissions_of
from proctor_core.services.reviewing.evidence_views import note_view
from proctor_core.services.reviewing.review_guards import require_moderator
from proctor_core.services.session_moves import move_session
from proctor_core.services.taking.recent_incidents import RecentIncident, recent_incidents
from proctor_core.services.taking.submitting import end_session

BETWEEN_TWO_MARKS = timedelta(seconds=2)
"""A second press comes sooner."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message, the name of who wrote it, None: the account is gone, and the second of the session."""

    message: SessionMessage
    author: str | None
    at_s: float


class Latest(NamedTuple):
    """What moderators read of a running session beside how it stands.

    Attributes:
        asks: what its taker needs, not answered yet.
        recent: the incidents of the last minutes, the newest first.
    """

    asks: str | None
    recent: tuple[RecentIncident, ...]


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

    def latest(self, actor: User, sessions: Sequence[SurveySession]) -> Mapping[UUID, Latest]:
        """Of each of these sessions."""
        require_moderator(actor)
        ids = [session.id for session in sessions]
        with reading(self.engine) as db:
            asking, recent = unanswered_help(db, ids), recent_incidents(db, sessions, self.clock())
        return {id_: Latest(asking.get(id_), recent.get(id_, ())) for id_ in ids}

    def admit_to_picture(self, actor: User, session_id: UUID) -> None:
        """Ask before a picture is shown; the look is written into the audit log here.

        Raises:
            NotFound: the session is not answered now, or its taker was not told that a moderator may look in.
        """
        session = self.running_session(actor, session_id).session
        with reading(self.engine) as db:
            is_informed = Permission.LIVE_VIEW in permissions_of(db, session)
        if session.status not in ANSWERING or not is_informed:
            raise NotFound(Missing.LIVE_PICTURE)
        note_view(self.engine, actor, session, self.clock(), "live picture")

    def messages(self, actor: User, session_id: UUID) -> Sequence[Said]:
        """What was said and marked in a running session so far, the newest last."""
        session = self.running_session(actor, session_id).session
        with reading(self.engine) as db:
            messages = messages_of(db, session_id)
            authors = select(User.id, User.display_name).where(col(User.id).in_([m.author_id for m in messages]))
            names = dict(db.exec(authors).all())
        # A taker who asks for help has no name here.
        said_by = {one.id: one.author_id for one in messages if one.author_id and one.kind is not MessageKind.HELP}
        return [
            Said(one, names.get(said_by[one.id]) if one.id in said_by else None, _second(session, one.at))
            for one in messages
        ]

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

    def may_mark(self, actor: User, session_id: UUID) -> bool:
        """Whether `mark` would take a moment of this session now."""
        session = self.running_session(actor, session_id).session
        with reading(self.engine) as db:
            return session.status in ANSWERING and Permission.LIVE_VIEW in permissions_of(db, session)

    def mark(self, actor: User, session_id: UUID, words: str = "") -> SessionMessage:
        """Keep this moment for whoever judges the session later; the same again within `BETWEEN_TWO_MARKS` is one mark.

        Args:
            words: for colleagues; the taker does not read them.

        Raises:
            InvalidInput: the words are too long.
            NotFound: the session is not there, or is the actor's own.
            IllegalMove: it is not being answered, or its taker was not told that a moderator may look in.
        """
        require_moderator(actor)
        said = _given("words", words) if words.strip() else ""
        with transaction(self.engine) as db:
            session, at = _held(db, actor, session_id, ANSWERING), self.clock()
            if Permission.LIVE_VIEW not in permissions_of(db, session):
                raise IllegalMove(SessionRefusal.NOT_LOOKED_INTO)
            before = newest_mark(db, session_id, actor.id)
            if before and before.sentence == said and timedelta(0) <= at - before.at < BETWEEN_TWO_MARKS:
                return before
            mark = self._keep(db, session, actor, MessageKind.MARK, said)
            audit(db, at, AuditAction.MOMENT_MARKED, session, actor_id=actor.id)
        return mark

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
    return FlagReason(FlagRule.ENDED_BY_MODERATOR, _second(session, at), 0.0, reason)


def _second(session: SurveySession, at: datetime) -> float:
    """Of the session; 0 before it has begun."""
    return (at - session.started_at).total_seconds() if session.started_at else 0.0


def _given(field: str, text: str) -> str:
    said = storable(" ".join(text.split()), field)
    if not said:
        raise InvalidInput(field, SessionRefusal.EMPTY_SENTENCE)
    if len(said) > SENTENCE_LENGTH:
        raise InvalidInput(field, SessionRefusal.SENTENCE_TOO_LONG, longest=SENTENCE_LENGTH, length=len(said))
    return said
