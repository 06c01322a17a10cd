"""What moderators did with a flagged session of the crowd: waiting, held, escalated, decided, opened again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from db.tables import ProctorReview, ReviewEvent, Violation
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import CodedMessage, message
from proctor_core.demo.crowd.chance import one_of
from proctor_core.demo.crowd.rows import REVIEW, Row, SessionRows
from proctor_core.demo.crowd.verdicts import judge
from proctor_core.domain.alleged_total import AllegedSpan, totals_of
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.lease import CLAIM_TIME
from proctor_core.domain.reason import code_of, numbers_of
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.states import REVIEW_MOVES, ReviewStatus, SessionStatus, move
from proctor_core.services.auditing import AuditAction
from proctor_core.services.reviewing.evidence_views import CASE
from proctor_core.services.reviewing.flagging import stored_reason
from proctor_core.services.reviewing.ranking import place_of

_SOON, _LATER = 0.75, 0.95
"""Shares of cases that are decided within a day or so, and within weeks; the rest is left lying."""
_SOON_H, _LATER_H = 10.0, 130.0
_HELD, _ESCALATED, _REJECTED, _REOPENED, _RELEASED = 0.08, 0.07, 0.18, 0.02, 0.04
_REASONS = (
    "Nobody could be seen for a long part of the survey, so the answers can't be used.",
    "A phone was used several times while questions were open.",
    "A second person was in view and read along.",
    "The camera was covered for most of the survey.",
)
_NOTES = (
    "Looks like a second screen to me, please have a look at the middle.",
    "I know this taker. Somebody else should decide.",
    "The phone might be a calculator. I can't tell.",
)
_REOPENING = ("The taker wrote to us, the light was broken.", "Decided by mistake, wrong case.")


@dataclass(frozen=True, slots=True)
class Bench:
    """Who decides, and until when."""

    moderators: Sequence[UUID]
    until: datetime


@dataclass(frozen=True, slots=True)
class Flagged:
    """A rule that was met, with the numbers of then."""

    at: datetime
    reason: FlagReason


def add_review(
    rows: SessionRows, flagged: Sequence[Flagged], now_met: Sequence[FlagReason], bench: Bench, gap_s: float
) -> None:
    """The review of a session that has just been put under review; `now_met` has the rules' newest numbers.

    `gap_s`: what lies closer is judged at once.
    """
    review = rows.add(
        ProctorReview,
        session_id=rows.id,
        flag_reasons=[stored_reason(one) for one in now_met],
        created_at=flagged[0].at,
        **_place(rows, flagged[0].at, now_met),
    )
    for one in flagged:
        said = one.reason.reason
        rows.line(one.at, AuditAction.SESSION_FLAGGED, detail=CodedMessage(said.code, said.numbers))
        rows.add(
            ReviewEvent,
            review_id=review["id"],
            kind=ReviewEventKind.FLAGGED_BY_RULE,
            notes=str(one.reason),
            reason_code=code_of(said),
            reason_numbers=numbers_of(said),
            at=one.at,
        )
    _Deciding(rows, review, bench, gap_s).happen()


def _place(rows: SessionRows, at: datetime, met: Sequence[FlagReason]) -> Row:
    noted = rows.of(Violation)
    spans = [AllegedSpan(one["type"], one["offset_s"] - one["onset_s"], one["confidence"]) for one in noted]
    return place_of(totals_of(spans), [one.rule for one in met], at, rows.session["coverage"])


@dataclass(slots=True)
class _Deciding:
    """One review's way through the queue."""

    rows: SessionRows
    review: Row
    bench: Bench
    gap_s: float

    def happen(self) -> None:
        """Up to `until`."""
        chance, until = self.rows.chance, self.bench.until
        at: datetime = self.rows.session["submitted_at"] + timedelta(hours=self._waits_h())
        who = one_of(self.bench.moderators, chance)
        if at > until:
            self._wait(who)
            return
        if chance.random() < _RELEASED:
            self._claim(at - timedelta(minutes=50), one_of(self.bench.moderators, chance))
            self._note(at - timedelta(minutes=41), self.review["claimed_by"], ReviewEventKind.RELEASED)
        self._claim(at - timedelta(minutes=1 + 9 * chance.random()), who)
        if chance.random() < _ESCALATED:
            who, at = self._escalate(at, who)
            if at > until:
                return
            self._claim(at - timedelta(minutes=6), who)
        self._decide(at, who)
        if chance.random() < _REOPENED:
            self._reopen(at)

    def _waits_h(self) -> float:
        drawn, chance = self.rows.chance.random(), self.rows.chance
        if drawn < _SOON:
            return 1 + chance.expovariate(1 / _SOON_H)
        return 24 + chance.expovariate(1 / _LATER_H) if drawn < _LATER else 24 * 400

    def _wait(self, who: UUID) -> None:
        """Somebody may have it open just now."""
        chance, until = self.rows.chance, self.bench.until
        since: datetime = self.rows.session["submitted_at"]
        if chance.random() < _HELD and until - since > CLAIM_TIME:
            at = until - chance.random() * timedelta(minutes=10)
            self._claim(at, who)
            self.review["claim_expires_at"] = at + CLAIM_TIME

    def _claim(self, at: datetime, who: UUID) -> None:
        self.rows.line(at, AuditAction.EVIDENCE_VIEWED, actor_id=who, detail=CASE)
        self._note(at, who, ReviewEventKind.CLAIMED)
        self.review["claimed_by"] = who

    def _escalate(self, at: datetime, who: UUID) -> tuple[UUID, datetime]:
        """Returns who takes it over, and when they decide."""
        chance = self.rows.chance
        self._change(ReviewStatus.ESCALATED, moderator_id=who, flagged_by=who)
        self._note(at, who, ReviewEventKind.ESCALATE, note=one_of(_NOTES, chance))
        others = [one for one in self.bench.moderators if one != who]
        return one_of(others, chance), at + timedelta(hours=1 + chance.expovariate(1 / _SOON_H))

    def _decide(self, at: datetime, who: UUID) -> None:
        chance = self.rows.chance
        is_rejected = chance.random() < _REJECTED
        reason = one_of(_REASONS, chance) if is_rejected else ""
        judge(self.rows, self.review, who, at, self.gap_s, is_rejected=is_rejected)
        status = ReviewStatus.REJECTED if is_rejected else ReviewStatus.APPROVED
        self._change(status, moderator_id=who, decided_at=at, notes=reason)
        self._note(at, who, ReviewEventKind.REJECT if is_rejected else ReviewEventKind.APPROVE, reason=reason)
        self.rows.move(at, SessionStatus.REJECTED if is_rejected else SessionStatus.PASSED, who)

    def _reopen(self, decided_at: datetime) -> None:
        """By another moderator, who decides soon after, or has not yet."""
        chance, until = self.rows.chance, self.bench.until
        at = decided_at + timedelta(hours=2 + 60 * chance.random())
        if at > until:
            return
        who = one_of(self.bench.moderators, chance)
        nothing: dict[str, Any] = {"moderator_id": None, "decided_at": None, "notes": "", "flagged_by": None}
        self._change(ReviewStatus.PENDING, **nothing)
        self._note(at, who, ReviewEventKind.REOPENED, note=one_of(_REOPENING, chance))
        self.rows.move(at, SessionStatus.UNDER_REVIEW, who)
        again_at = at + timedelta(minutes=20 + 300 * chance.random())
        if again_at <= until:
            self._claim(again_at - timedelta(minutes=5), who)
            self._decide(again_at, who)

    def _change(self, status: ReviewStatus, **values: Any) -> None:
        self.review["status"] = move(REVIEW_MOVES, self.review["status"], status)
        self.review.update(values, claimed_by=None, claim_expires_at=None)

    def _note(self, at: datetime, who: UUID, kind: ReviewEventKind, *, reason: str = "", note: str = "") -> None:
        """The entry of the history, the line of the audit log, and one more revision."""
        self.review["revision"] += 1
        if kind is ReviewEventKind.RELEASED:
            self.review["claimed_by"] = None
        review_id: UUID = self.review["id"]
        self.rows.add(
            ReviewEvent, review_id=review_id, kind=kind, author_id=who, notes=reason, colleague_note=note, at=at
        )
        detail = message(AuditDetail.OF_SESSION, session_id=str(self.rows.id))
        self.rows.line(at, f"review.{kind}", actor_id=who, detail=detail, object_type=REVIEW, object_id=review_id)
