"""State machines: for each, one table of legal moves, and `move`, the one function that moves."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from proctor_core.codes.session_refusals import SessionRefusal
from proctor_core.errors import IllegalMove


class SessionStatus(StrEnum):
    """Where a survey session stands."""

    INVITED = "invited"
    CONSENTED = "consented"
    ENROLLING = "enrolling"
    IN_PROGRESS = "in_progress"
    INTERRUPTED = "interrupted"
    SUBMITTED = "submitted"
    PASSED = "passed"
    UNDER_REVIEW = "under_review"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    ERASED = "erased"


class ReviewStatus(StrEnum):
    """Where the review of a flagged session stands."""

    PENDING = "pending"
    ESCALATED = "flagged"
    APPROVED = "approved"
    REJECTED = "rejected"


class RecordingState(StrEnum):
    """Where a session's video stands: arriving, complete, ready to be played, or not usable for a stored reason."""

    RECORDING = "recording"
    CLOSED = "closed"
    PROCESSED = "processed"
    FAILED = "failed"


class DecisionKind(StrEnum):
    """What a moderator can decide; to escalate (stored as `flag`) leaves the decision to another moderator."""

    APPROVE = "approve"
    REJECT = "reject"
    ESCALATE = "flag"


_S = SessionStatus
_ENDINGS = frozenset({_S.WITHDRAWN, _S.EXPIRED, _S.ERASED})

BEFORE_QUESTIONS = frozenset({_S.CONSENTED, _S.ENROLLING})
"""Consent was given, the camera is being checked, no question was shown."""
ANSWERING = frozenset({_S.IN_PROGRESS, _S.INTERRUPTED})
"""The questions have begun; answers are taken, or will be once the taker is back."""
RUNNING = BEFORE_QUESTIONS | ANSWERING
"""Begun and not over: the camera may be on."""
NOT_BEGUN = BEFORE_QUESTIONS | {_S.INVITED}
UNFINISHED = NOT_BEGUN | ANSWERING
"""What a taker may still take, or withdraw from."""
HANDED_IN = frozenset({_S.SUBMITTED, _S.PASSED, _S.UNDER_REVIEW, _S.REJECTED})
"""Handed in and kept; submitted lasts only within the transaction that hands in."""
PASSED_OR_IN_REVIEW = frozenset({_S.PASSED, _S.UNDER_REVIEW})
"""Handed in, and a violation found later may still lead to a review."""
DECIDED_SESSION = frozenset({_S.PASSED, _S.REJECTED})
"""Nobody has to decide about it."""
AWAITING_OUTCOME = frozenset({_S.SUBMITTED, _S.UNDER_REVIEW})
RE_ENROLLABLE = ANSWERING | {_S.ENROLLING}
"""Where a second reference face is taken, by a moderator's leave."""
MONITORED = ANSWERING | (HANDED_IN - {_S.SUBMITTED})
"""Where violations and signals are written: what was seen before the end may be written after it, and
`services/reviewing/decided.py` says whether it still counts."""

# A survey without proctoring goes from invited straight to in_progress: there is nothing to consent to or to enrol. So does one
# whose taker refuses the camera where the survey allows that, or takes the consent back before the questions.
SESSION_MOVES: Mapping[SessionStatus, frozenset[SessionStatus]] = {
    _S.INVITED: frozenset({_S.CONSENTED, _S.IN_PROGRESS}) | _ENDINGS,
    _S.CONSENTED: frozenset({_S.ENROLLING, _S.IN_PROGRESS}) | _ENDINGS,
    _S.ENROLLING: frozenset({_S.IN_PROGRESS}) | _ENDINGS,
    _S.IN_PROGRESS: frozenset({_S.INTERRUPTED, _S.SUBMITTED}) | _ENDINGS,
    _S.INTERRUPTED: frozenset({_S.IN_PROGRESS}) | _ENDINGS,
    _S.SUBMITTED: frozenset({_S.PASSED, _S.UNDER_REVIEW}) | _ENDINGS,
    _S.UNDER_REVIEW: frozenset({_S.PASSED, _S.REJECTED}) | _ENDINGS,
    _S.PASSED: frozenset({_S.UNDER_REVIEW}) | _ENDINGS,
    _S.REJECTED: frozenset({_S.UNDER_REVIEW}) | _ENDINGS,
    _S.WITHDRAWN: frozenset({_S.ERASED}),
    _S.EXPIRED: frozenset({_S.ERASED}),
    _S.ERASED: frozenset(),
}

_R = ReviewStatus
REVIEW_MOVES: Mapping[ReviewStatus, frozenset[ReviewStatus]] = {
    _R.PENDING: frozenset({_R.APPROVED, _R.REJECTED, _R.ESCALATED}),
    _R.ESCALATED: frozenset({_R.APPROVED, _R.REJECTED}),
    # Re-opening is the only way back; it appends a ReviewEvent with its reason.
    _R.APPROVED: frozenset({_R.PENDING}),
    _R.REJECTED: frozenset({_R.PENDING}),
}

UNDECIDED = frozenset({_R.PENDING, _R.ESCALATED})
"""A moderator still has to decide."""
DECIDED = frozenset({_R.APPROVED, _R.REJECTED})

_V = RecordingState
RECORDING_MOVES: Mapping[RecordingState, frozenset[RecordingState]] = {
    _V.RECORDING: frozenset({_V.CLOSED}),
    _V.CLOSED: frozenset({_V.PROCESSED, _V.FAILED}),
    _V.PROCESSED: frozenset(),
    # An administrator has an upload analysed again whose file is still there.
    _V.FAILED: frozenset({_V.CLOSED}),
}

DECISION_TARGET: Mapping[DecisionKind, ReviewStatus] = {
    DecisionKind.APPROVE: _R.APPROVED,
    DecisionKind.REJECT: _R.REJECTED,
    DecisionKind.ESCALATE: _R.ESCALATED,
}

State = TypeVar("State", bound=StrEnum)


def move(moves: Mapping[State, frozenset[State]], current: State, target: State) -> State:
    """Return `target` if the table holds the move from `current`.

    Raises:
        IllegalMove: the table does not hold it; the message names both states and the legal ones.
    """
    if target not in moves[current]:
        legal = ", ".join(sorted(moves[current])) or "none"
        raise IllegalMove(SessionRefusal.NO_SUCH_MOVE, current=current, target=target, legal=legal)
    return target
