"""The work on uploaded recordings: who has it, what became of it. The rows are the truth; a queued task only wakes a worker.

A worker takes an analysis for a while and says again and again that it is at it. One that dies leaves it to the next; one that
was only slow, and comes back when another has it, changes nothing. Files are deleted after the row that no longer names them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import reading, transaction
from db.queries.recordings import due_analyses, renew_lease
from db.shared_clock import SharedClock
from db.tables import RecordingAnalysis
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import message
from proctor_core.domain.failure import Failure
from proctor_core.domain.recording_analysis import (
    BACK_OFF,
    LEASE,
    MOST_TRIES,
    NO_ROOM_WAIT,
    AnalysisState,
)
from proctor_core.domain.states import RUNNING
from proctor_core.media.store import MediaStore, StoredObject
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.recordings.held_recordings import (
    TakenRecording,
    give_up,
    hold,
    is_free,
    locked_recording,
    may_hand_in,
    reason_to_give_up,
    set_free,
    taken_as,
)
from proctor_core.services.recordings.kept_failures import keep_error


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
                set_free(held.analysis, None)
                held.analysis.tries -= 1

    def no_room(self, taken: TakenRecording, why: Failure) -> None:
        """There is no room now: later, and that was no try."""
        with transaction(self.engine) as db:
            held = hold(db, taken)
            if held is not None:
                set_free(held.analysis, self._now(db) + NO_ROOM_WAIT)
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
                set_free(held.analysis, self._now(db) + BACK_OFF[min(tries, len(BACK_OFF)) - 1])
                keep_error(held.analysis, why)
                detail = message(AuditDetail.TRY_FAILED, number=tries, most=MOST_TRIES, why=why.text)
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
            held, now = locked_recording(db, analysis_id), self._now(db)
            if held is None or not is_free(held.analysis, now):
                return None
            analysis, why = held.analysis, reason_to_give_up(held)
            if why:
                gone = give_up(db, held, why, self.clock(), keeps_file=may_hand_in(held))
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
                taken = taken_as(held)
        self._delete(gone)
        return taken

    def _now(self, db: Session) -> datetime:
        return self.shared(db) if self.shared else self.clock()

    def _delete(self, keys: Sequence[str]) -> None:
        for key in keys:
            self.media.delete(key)
