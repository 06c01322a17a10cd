"""The work on uploaded recordings: who has it, what became of it. The rows are the truth; a queued task only wakes a worker.

A worker takes an analysis for a while and says again and again that it is at it. One that dies leaves it to the next; one that
was only slow, and comes back when another has it, changes nothing. Files are deleted after the row that no longer names them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import reading, transaction
from db.queries.recordings import due_analyses, renew_lease
from db.queries.survey_sessions import locked_session
from db.shared_clock import SharedClock
from db.tables import RecordingAnalysis, SessionRecording, SurveySession
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import message
from proctor_core.codes.recording_faults import RecordingFault
from proctor_core.domain.baseline import Baseline
from proctor_core.domain.failure import Failure, failure, read_failure
from proctor_core.domain.lease import still_holds
from proctor_core.domain.recording_analysis import (
    BACK_OFF,
    LEASE,
    LONGEST_WAIT,
    MOST_TRIES,
    NO_ROOM_WAIT,
    AnalysisState,
)
from proctor_core.domain.states import HANDED_IN, RECORDING_MOVES, RUNNING, RecordingState, move
from proctor_core.errors import NotFound
from proctor_core.media.store import MediaStore, StoredObject
from proctor_core.rules.baseline import FEWEST_LOOKS
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.recordings.kept_failures import keep_error, keep_failure
from proctor_core.services.taking.enrolment import baseline_of


@dataclass(frozen=True, slots=True)
class TakenRecording:
    """A recording that this worker has, as it was then.

    Attributes:
        worker: machine, process and try: whoever comes with another one has it no more.
        baseline: the taker's own resting pose, where it was learned from several looks.
        is_rewritten: the sound is gone already. is_over: its session is handed in, so that it may be analysed.
    """

    recording: SessionRecording
    worker: str
    policy: dict[str, Any]
    baseline: Baseline | None
    is_rewritten: bool
    is_over: bool


@dataclass(slots=True)
class HeldRecording:
    """The rows inside a transaction, the session's locked."""

    session: SurveySession
    recording: SessionRecording
    analysis: RecordingAnalysis


@dataclass(frozen=True, slots=True)
class RecordingWork:
    """Called by workers, of this process and of others; `shared`: the clock by which they agree who has what."""

    engine: Engine
    clock: Callable[[], datetime]
    media: MediaStore
    shared: SharedClock | None = None

    def take(self, worker: str) -> TakenRecording | None:
        """The oldest work that nobody has; None: there is none."""
        with reading(self.engine) as db:
            due = due_analyses(db, self._now(db), RUNNING)
        for row in due:
            taken = self._take(row.id, worker)
            if taken is not None:
                return taken
        return None

    def renew(self, taken: TakenRecording, progress: float) -> bool:
        """Say that it is being worked on (0 to 1); False: it is not this worker's any more, or nobody wants it."""
        with transaction(self.engine) as db:
            until = self._now(db) + LEASE
            return renew_lease(db, taken.recording.id, taken.worker, until, round(progress, 3))

    def rewritten(self, taken: TakenRecording, stored: StoredObject, media_type: str) -> bool:
        """The file without sound takes the place of the one that came, which goes. False: it is not this worker's any more."""
        with transaction(self.engine) as db:
            held = hold(db, taken)
            if held is None:
                return False
            recording, now, before = held.recording, self.clock(), held.recording.media_key
            detail = message(AuditDetail.WRITTEN_ANEW, before=str(recording.sha256), after=stored.sha256)
            recording.media_key, recording.sha256, recording.size_bytes = stored.key, stored.sha256, stored.size_bytes
            recording.media_type, held.analysis.rewritten_at = media_type, now
            audit(db, now, AuditAction.RECORDING_REWRITTEN, recording, detail=detail)
        if before and before != stored.key:
            self.media.delete(before)
        return True

    def give_back(self, taken: TakenRecording) -> None:
        """The worker ends, or has done what could be done before the session is over; that was no try."""
        with transaction(self.engine) as db:
            held = hold(db, taken)
            if held is not None:
                _free(held.analysis, None)
                held.analysis.tries -= 1

    def no_room(self, taken: TakenRecording, why: Failure) -> None:
        """There is no room now: later, and that was no try."""
        with transaction(self.engine) as db:
            held = hold(db, taken)
            if held is not None:
                _free(held.analysis, self._now(db) + NO_ROOM_WAIT)
                held.analysis.tries -= 1
                keep_error(held.analysis, why)

    def failed(self, taken: TakenRecording, why: Failure) -> None:
        """This try failed: another one later, or after the last one a dead letter."""
        with transaction(self.engine) as db:
            held = hold(db, taken)
            if held is None:
                return
            tries, now = held.analysis.tries, self.clock()
            if tries < MOST_TRIES:
                _free(held.analysis, self._now(db) + BACK_OFF[min(tries, len(BACK_OFF)) - 1])
                keep_error(held.analysis, why)
                detail = f"try {tries} of {MOST_TRIES}: {why.text}"
                audit(db, now, AuditAction.ANALYSIS_FAILED, held.recording, detail=detail)
                return
            gone = give_up(db, held, why, now)
        self._delete(gone)

    def refused(self, taken: TakenRecording, why: Failure) -> None:
        """The file itself is at fault: no other try would help, and nobody can look at it."""
        with transaction(self.engine) as db:
            held = hold(db, taken)
            if held is None:
                return
            gone = give_up(db, held, why, self.clock(), keeps_file=False)
        self._delete(gone)

    def is_at_work(self, recording_id: UUID) -> bool:
        """Whether some worker has it now."""
        with reading(self.engine) as db:
            analysis = db.get(RecordingAnalysis, recording_id)
            now = self._now(db)
        return analysis is not None and analysis.state is AnalysisState.RUNNING and not is_free(analysis, now)

    # ---- inside ----

    def _take(self, analysis_id: UUID, worker: str) -> TakenRecording | None:
        gone: Sequence[str] = ()
        taken: TakenRecording | None = None
        with transaction(self.engine) as db:
            held, now = _locked(db, analysis_id), self._now(db)
            if held is None or not is_free(held.analysis, now):
                return None
            analysis, why = held.analysis, _why_not(held)
            if why:
                gone = give_up(db, held, why, self.clock(), keeps_file=_may_hand_in(held))
            else:
                analysis.state, analysis.tries = AnalysisState.RUNNING, analysis.tries + 1
                analysis.worker = f"{worker} try {analysis.tries} at {now:%H:%M:%S.%f}"[:120]
                analysis.lease_until, analysis.progress = now + LEASE, 0.0
                audit(
                    db,
                    self.clock(),
                    AuditAction.ANALYSIS_BEGUN,
                    held.recording,
                    detail=message(AuditDetail.TRY, number=analysis.tries),
                )
                taken = _taken(held)
        self._delete(gone)
        return taken

    def _now(self, db: Session) -> datetime:
        return self.shared(db) if self.shared else self.clock()

    def _delete(self, keys: Sequence[str]) -> None:
        for key in keys:
            self.media.delete(key)


def hold(db: Session, taken: TakenRecording) -> HeldRecording | None:
    """The rows, locked; None where the work is not this worker's any more, or its recording was erased."""
    held = _locked(db, taken.recording.id)
    if held is None or held.analysis.worker != taken.worker or held.analysis.state is not AnalysisState.RUNNING:
        return None
    # Withdrawn meanwhile: nothing more is done with it.
    return held if held.session.status in HANDED_IN | RUNNING else None


def give_up(db: Session, held: HeldRecording, why: Failure, now: datetime, *, keeps_file: bool = True) -> Sequence[str]:
    """closed -> failed, a dead letter; returns the keys of files that go: one with sound is never kept."""
    recording, analysis = held.recording, held.analysis
    recording.state = move(RECORDING_MOVES, recording.state, RecordingState.FAILED)
    keep_failure(recording, why)
    keep_error(analysis, why)
    _free(analysis, None)
    analysis.state, analysis.finished_at = AnalysisState.DEAD, now
    audit(db, now, AuditAction.RECORDING_FAILED, recording, detail=recording.failure)
    if keeps_file and analysis.rewritten_at is not None:
        return ()
    return take_file(recording)


def take_file(recording: SessionRecording) -> Sequence[str]:
    """The row names no file any more; returns the keys of those that go after the commit."""
    keys = [key for key in (recording.media_key, recording.thumbnails_key) if key]
    recording.media_key = recording.thumbnails_key = recording.thumbnails_sha256 = None
    recording.size_bytes = recording.thumbnails_bytes = 0
    return keys


def _locked(db: Session, analysis_id: UUID) -> HeldRecording | None:
    analysis = db.get(RecordingAnalysis, analysis_id)
    if analysis is None:
        return None
    try:
        session = locked_session(db, analysis.session_id)
    except NotFound:
        return None
    # Once more: it may have changed until the session was ours.
    db.expire(analysis)
    analysis = db.get(RecordingAnalysis, analysis_id)
    recording = db.get(SessionRecording, analysis_id, populate_existing=True)
    if analysis is None or recording is None or recording.erased_at or recording.media_key is None:
        return None
    return HeldRecording(session, recording, analysis)


def is_free(analysis: RecordingAnalysis, now: datetime) -> bool:
    """Whether a worker may take it: nobody has it, and it waits for nothing."""
    longest = LONGEST_WAIT.get(analysis.state)
    return longest is not None and not still_holds(analysis.lease_until, now, longest)


def _why_not(held: HeldRecording) -> Failure | None:
    if not _may_hand_in(held):
        return failure(RecordingFault.NOT_HANDED_IN)
    if held.analysis.tries < MOST_TRIES:
        return None
    last = read_failure(held.analysis.last_error, held.analysis.last_error_codes)
    return last if last.text else failure(RecordingFault.WORKER_DIED)


def _may_hand_in(held: HeldRecording) -> bool:
    """It was handed in, or still can be."""
    return held.session.status in HANDED_IN | RUNNING


def _free(analysis: RecordingAnalysis, until: datetime | None) -> None:
    analysis.state, analysis.worker, analysis.lease_until = AnalysisState.WAITING, "", until


def _taken(held: HeldRecording) -> TakenRecording:
    learned = baseline_of(held.session)
    return TakenRecording(
        recording=held.recording,
        worker=held.analysis.worker,
        policy=held.session.policy,
        # One look, as a client's still gives it, is too little: the recording's own beginning teaches better.
        baseline=learned if learned and learned.looks >= FEWEST_LOOKS else None,
        is_rewritten=held.analysis.rewritten_at is not None,
        is_over=held.session.status in HANDED_IN,
    )
