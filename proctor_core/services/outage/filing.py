"""Files what waited in the outbox, through the same services; each kind may be filed again and is stored once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from db.engine import reading
from db.queries.identity import proven_erased
from db.tables.sessions import ViolationTally
from proctor_core.services.taking.client_heartbeats import ClientHeartbeatService
from proctor_core.services.taking.sessions import SessionService
from proctor_core.services.taking.violations import ViolationService
from proctor_core.services.taking.waiting_writes import (
    ClientHeartbeats,
    ClosedViolation,
    GivenAnswer,
    Heartbeat,
    NotedSignal,
    OpenedViolation,
    Pause,
    RaisedFlag,
    ShownQuestion,
    WaitingWrite,
)


@dataclass(frozen=True, slots=True)
class Filing:
    """Violations are known by their id, answers by session, question and the time they were given at."""

    violations: ViolationService
    sessions: SessionService

    def file(self, write: WaitingWrite) -> ViolationTally | None:
        """Store it, if it is not stored already; returns the session's tally where the record can change that."""
        match write:
            case OpenedViolation(session_id, violation_id, alleged, picture):
                return self.violations.open_violation(session_id, alleged, picture, violation_id=violation_id)
            case ClosedViolation(_, violation_id, alleged, pictures):
                self.violations.close_violation(violation_id, alleged, pictures)
            case NotedSignal(session_id, signal_id, signal):
                self.violations.record_signal(session_id, signal, signal_id=signal_id)
            case Heartbeat(session_id, state):
                self.violations.extend_run(session_id, state)
            case RaisedFlag(session_id, reasons):
                return self.violations.flag(session_id, reasons)
            case Pause(session_id, is_back):
                self._pause(session_id, is_back=is_back)
            case ShownQuestion(session_id, index, at):
                self.sessions.file_shown(session_id, index, at)
            case GivenAnswer(session_id, question_id, value, at):
                self.sessions.file_answer(session_id, question_id, value, at)
            case ClientHeartbeats():
                self._clients.file(write)
        return None

    def file_heartbeats(self, beats: Sequence[Heartbeat]) -> None:
        """Store heartbeats in one transaction: all of them, or none."""
        self.violations.extend_runs((beat.session_id, beat.state) for beat in beats)

    def is_erased(self, session_id: UUID) -> bool:
        """Whether this database has noted the session's erasure."""
        with reading(self.violations.engine) as db:
            return bool(proven_erased(db, [session_id]))

    @property
    def _clients(self) -> ClientHeartbeatService:
        return ClientHeartbeatService(self.violations.engine, self.violations.clock, self.violations)

    def _pause(self, session_id: UUID, *, is_back: bool) -> None:
        if is_back:
            self.sessions.resume(session_id)
        else:
            self.sessions.interrupt(session_id)
