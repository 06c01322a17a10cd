"""Appeals: a taker objects to a rejection once, in words; another moderator, never one who decided, answers in words.

Overturning it decides anew, in the same transaction: the review is opened again and approved by whoever answers, and the session
passes. The first answer stands: there is one row for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, select

from db.engine import reading, transaction
from db.queries.accounts import active_moderators
from db.queries.appeals import (
    AppealRow,
    appeal_of,
    appeal_row,
    deciders_of,
    open_appeals,
)
from db.queries.survey_sessions import locked_session
from db.tables import Appeal, AppealAnswer, ProctorReview, SurveySession, User
from proctor_core.codes.appeal_refusals import AppealRefusal
from proctor_core.codes.missing import Missing
from proctor_core.domain.appeal import WORDS_LENGTH, AppealOutcome, AppealTimes
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.states import DecisionKind, SessionStatus
from proctor_core.domain.storable import storable
from proctor_core.domain.webhook import WebhookEvent
from proctor_core.errors import Conflict, IllegalMove, InvalidInput, NotAllowed, NotFound
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.reviewing import review_guards as guards
from proctor_core.services.reviewing.appended import MOMENT
from proctor_core.services.reviewing.deciding import conclude
from proctor_core.services.reviewing.evidence_views import STANDS_FOR, looks_at
from proctor_core.services.reviewing.given_decision import OPEN_AGAIN, GivenDecision
from proctor_core.services.reviewing.review_changes import ReviewChange, apply_change, spoken
from proctor_core.services.session_moves import move_session, own_session
from proctor_core.services.webhooks.webhook_outbox import announce


@dataclass(frozen=True, slots=True)
class OwnAppeal:
    """What a taker can do about the decision on their session, and has done.

    Attributes:
        until: until when an objection is taken; None: there is nothing to object to, or it was done.
        is_late: nobody has answered in the time that was named.
    """

    until: datetime | None
    appeal: Appeal | None = None
    answer: AppealAnswer | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class WaitingAppeal:
    """An open appeal as one moderator sees it.

    Attributes:
        is_mine: whether this moderator may answer it.
        is_unanswerable: whether no moderator is left who may.
        is_late: whether the time to answer is over.
        has_looked: whether this moderator has had the case on the screen since the taker objected.
    """

    row: AppealRow
    is_mine: bool
    is_unanswerable: bool
    is_late: bool
    has_looked: bool


@dataclass(frozen=True, slots=True)
class AppealsStanding:
    """How many appeals wait, how many of them for too long, and how many that nobody may answer."""

    waiting: int
    late: int
    unanswerable: int


@dataclass(frozen=True, slots=True)
class AppealService:
    """Takers object, moderators answer."""

    engine: Engine
    clock: Callable[[], datetime]
    times: AppealTimes = field(default_factory=AppealTimes)

    # ---- takers ----

    def own(self, actor: User, session_id: UUID) -> OwnAppeal:
        """Of the actor's own session.

        Raises:
            NotFound: no such session, or somebody else's.
        """
        with reading(self.engine) as db:
            session = db.get(SurveySession, session_id)
            if session is None or session.taker_id != actor.id:
                raise NotFound(Missing.SESSION)
            appeal, answer = appeal_of(db, session_id)
            until = None if appeal else self._until(session, _review_of(db, session_id))
        now = self.clock()
        is_late = appeal is not None and answer is None and now > appeal.answer_by
        return OwnAppeal(until if until and now < until else None, appeal, answer, is_late)

    def raise_appeal(self, actor: User, session_id: UUID, words: str) -> Appeal:
        """Object to the rejection of the actor's own session. The same words again are the same appeal.

        Raises:
            NotFound: no such session, or somebody else's.
            InvalidInput: no words, or too many.
            IllegalMove: it is not rejected, the time is over, or there was another objection.
        """
        said = _trimmed(words)
        with transaction(self.engine) as db:
            session, at = own_session(db, actor, session_id), self.clock()
            before, _ = appeal_of(db, session_id)
            if before is not None:
                if before.words == said:
                    return before
                raise IllegalMove(AppealRefusal.RAISED)
            review = _review_of(db, session_id)
            until = self._until(session, review)
            if review is None or until is None:
                raise IllegalMove(AppealRefusal.NOT_REJECTED, status=session.status)
            if at >= until:
                raise IllegalMove(AppealRefusal.TOO_LATE, until=spoken(until))
            appeal = Appeal(
                session_id=session.id,
                review_id=review.id,
                decided_by=review.moderator_id,
                words=said,
                at=at,
                answer_by=at + self.times.answered_within,
            )
            db.add(appeal)
            audit(db, at, AuditAction.APPEAL_RAISED, session, actor_id=actor.id)
            return appeal

    # ---- moderators ----

    def waiting(self, actor: User) -> Sequence[WaitingAppeal]:
        """All open appeals but those about the actor's own sessions, the one that is due first first.

        Raises:
            NotAllowed: not a moderator.
        """
        guards.require_moderator(actor)
        with reading(self.engine) as db:
            return [one for one in self._waiting(db, actor.id) if one.row.session.taker_id != actor.id]

    def appeal(self, actor: User, appeal_id: UUID) -> WaitingAppeal:
        """One appeal, open or answered.

        Raises:
            NotAllowed: not a moderator.
            NotFound: no such appeal, or it is about the actor's own session.
        """
        guards.require_moderator(actor)
        with reading(self.engine) as db:
            row = appeal_row(db, appeal_id)
            if row is None or row.session.taker_id == actor.id:
                raise NotFound(Missing.APPEAL)
            return self._seen(db, [row], actor.id)[0]

    def of_session(self, actor: User, session_id: UUID) -> WaitingAppeal | None:
        """The appeal about a session, open or answered; None: there is none, or the session is the actor's own.

        Raises:
            NotAllowed: not a moderator.
        """
        guards.require_moderator(actor)
        with reading(self.engine) as db:
            appeal, _ = appeal_of(db, session_id)
            row = appeal_row(db, appeal.id) if appeal else None
            is_others = row is not None and row.session.taker_id != actor.id
            return self._seen(db, [row], actor.id)[0] if row and is_others else None

    def answer(self, actor: User, appeal_id: UUID, outcome: AppealOutcome, words: str) -> AppealAnswer:
        """Answer an open appeal; overturning it lets the session pass.

        Args:
            words: the taker reads them, in both cases.

        Raises:
            NotAllowed: not a moderator, or the actor has decided about this session before.
            NotFound: no such appeal, or it is about the actor's own session.
            InvalidInput: no words, or too many.
            Conflict: it is answered already.
            IllegalMove: the review was opened again; or the session has passed by now, so that it can't be upheld.
        """
        guards.require_moderator(actor)
        said = _trimmed(words)
        with transaction(self.engine) as db:
            found = appeal_row(db, appeal_id)
            if found is None or found.session.taker_id == actor.id:
                raise NotFound(Missing.APPEAL)
            session = locked_session(db, found.session.id)
            row = appeal_row(db, appeal_id)
            if row is None:
                raise NotFound(Missing.APPEAL)
            review, at = _fresh_review(db, row), self.clock()
            _require_answerable(db, actor, row, session, outcome)
            answer = AppealAnswer(
                session_id=session.id,
                appeal_id=row.appeal.id,
                moderator_id=actor.id,
                outcome=outcome,
                words=said,
                at=at,
            )
            db.add(answer)
            if outcome is AppealOutcome.OVERTURNED and session.status is SessionStatus.REJECTED:
                _decide_anew(db, actor, review, session, said, at)
            audit(db, at, AuditAction.APPEAL_ANSWERED, session, actor_id=actor.id, detail=outcome.value)
            announce(db, session, WebhookEvent.APPEAL_ANSWERED, at, {"outcome": outcome.value})
            return answer

    def standing(self) -> AppealsStanding:
        """For health, and for administrators."""
        with reading(self.engine) as db:
            waiting = self._waiting(db, None)
        return AppealsStanding(
            len(waiting), sum(one.is_late for one in waiting), sum(one.is_unanswerable for one in waiting)
        )

    def _waiting(self, db: Session, actor_id: UUID | None) -> list[WaitingAppeal]:
        return self._seen(db, open_appeals(db), actor_id)

    def _seen(self, db: Session, rows: Sequence[AppealRow], actor_id: UUID | None) -> list[WaitingAppeal]:
        if not rows:
            return []
        moderators, now = active_moderators(db), self.clock()
        decided = deciders_of(db, [row.review.id for row in rows])
        looked = looks_at(db, actor_id, [row.session.id for row in rows]) if actor_id else {}
        return [
            WaitingAppeal(
                row=row,
                is_mine=row.answer is None and actor_id in moderators - _excluded(row, decided),
                is_unanswerable=row.answer is None and not moderators - _excluded(row, decided),
                is_late=row.answer is None and now > row.appeal.answer_by,
                has_looked=_has_looked(looked.get(str(row.session.id)), row),
            )
            for row in rows
        ]

    def _until(self, session: SurveySession, review: ProctorReview | None) -> datetime | None:
        """Until when an objection is taken; None: there is nothing to object to."""
        is_rejected = session.status is SessionStatus.REJECTED and review is not None
        return review.decided_at + self.times.raised_within if is_rejected and review and review.decided_at else None


def _excluded(row: AppealRow, decided: dict[UUID, set[UUID]]) -> set[UUID]:
    """Who decided, then or now, and who took the survey."""
    others = {row.appeal.decided_by, row.review.moderator_id, row.session.taker_id}
    return decided[row.review.id] | {one for one in others if one is not None}


def _require_answerable(
    db: Session, actor: User, row: AppealRow, session: SurveySession, outcome: AppealOutcome
) -> None:
    if row.answer is not None:
        raise Conflict(AppealRefusal.ANSWERED)
    if actor.id in _excluded(row, deciders_of(db, [row.review.id])):
        raise NotAllowed(AppealRefusal.YOU_DECIDED)
    if session.status is SessionStatus.UNDER_REVIEW:
        raise IllegalMove(AppealRefusal.OPEN_AGAIN)
    if session.status is SessionStatus.PASSED and outcome is AppealOutcome.UPHELD:
        raise IllegalMove(AppealRefusal.ACCEPTED)


def _decide_anew(
    db: Session, actor: User, review: ProctorReview, session: SurveySession, words: str, at: datetime
) -> None:
    """As opening again and approving would, which the history says."""
    opened = apply_change(db, ReviewChange(review, actor, at, OPEN_AGAIN, ReviewEventKind.REOPENED))
    move_session(db, session, SessionStatus.UNDER_REVIEW, at, actor.id)
    # The history is read in the order of time.
    conclude(db, GivenDecision(actor, opened, session, DecisionKind.APPROVE, words, note=""), at + MOMENT)


def _review_of(db: Session, session_id: UUID) -> ProctorReview | None:
    return db.exec(select(ProctorReview).where(ProctorReview.session_id == session_id)).first()


def _fresh_review(db: Session, row: AppealRow) -> ProctorReview:
    db.refresh(row.review)
    return row.review


def _trimmed(words: str) -> str:
    said = storable(words.strip(), "words")
    if not said:
        raise InvalidInput("words", AppealRefusal.NO_WORDS)
    if len(said) > WORDS_LENGTH:
        raise InvalidInput("words", AppealRefusal.TOO_LONG, longest=WORDS_LENGTH, length=len(said))
    return said


def _has_looked(at: datetime | None, row: AppealRow) -> bool:
    """Since the objection; a look just before it has no line of its own while an older line stands for it."""
    return at is not None and at >= row.appeal.at - STANDS_FOR
