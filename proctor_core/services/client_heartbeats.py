"""Heartbeats of API clients as rows: admitted one by one, written for all sessions together, gaps as signals."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Engine

from db.engine import transaction
from db.queries.client_watch import (
    Values,
    WatchedRow,
    client_watch,
    held_sessions,
    live_hashes,
    note_seen,
    store_all,
    values_of,
)
from db.queries.survey_sessions import newest_run
from db.tables import ClientWatch, FaceVerification, SurveySession, User
from proctor_core.domain.policy import policy_from_json
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import RaisedSignal, SignalKind
from proctor_core.services.client_reports import CLIENT
from proctor_core.services.session_moves import move_session, own_session
from proctor_core.services.violations import ViolationService, require_watched

ANSWERING = frozenset({SessionStatus.IN_PROGRESS, SessionStatus.INTERRUPTED})


@dataclass(slots=True)
class AdmittedSession:
    """A session whose heartbeats are taken: the rows that the next one continues, and how the session stands."""

    session_id: UUID
    started_at: datetime
    threshold: int
    violations_count: int
    flagged_for_review: bool
    watch: ClientWatch | None
    run: FaceVerification | None


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """How the sessions of a batch stand; those that are gone or over, and the tokens that still work."""

    sessions: dict[UUID, WatchedRow]
    tokens: set[str]


def copy_of(row: FaceVerification | ClientWatch) -> Values:
    """What `write` takes: a row as it is now, whose next heartbeat may come meanwhile."""
    return values_of(row)


@dataclass(frozen=True, slots=True)
class ClientHeartbeatService:
    """What `monitoring/heartbeats.py` asks of the database."""

    engine: Engine
    clock: Callable[[], datetime]
    violations: ViolationService

    def admit(self, actor: User, session_id: UUID) -> AdmittedSession:
        """The actor's own running session; one that was interrupted goes on.

        Raises:
            NotFound: no such session, or somebody else's.
            IllegalMove: the session has not begun, is not proctored, or is over.
        """
        with transaction(self.engine) as db:
            session = own_session(db, actor, session_id)
            require_watched(session, self._second(session))
            if session.status is SessionStatus.INTERRUPTED:
                move_session(db, session, SessionStatus.IN_PROGRESS, self.clock())
            return AdmittedSession(
                session_id=session.id,
                started_at=session.started_at or self.clock(),
                threshold=policy_from_json(session.policy).violation_threshold,
                violations_count=session.violations_count,
                flagged_for_review=session.flagged_for_review,
                watch=client_watch(db, session_id),
                run=newest_run(db, session_id, CLIENT),
            )

    def write(self, runs: Sequence[Values], watches: Sequence[Values], tokens: Collection[str]) -> BatchOutcome:
        """Write a batch of `copy_of` runs and watches in one transaction; those of sessions that are over are left out."""
        with transaction(self.engine) as db:
            held = held_sessions(db, {watch["session_id"] for watch in watches})
            running = {session_id: row for session_id, row in held.items() if row.status in ANSWERING}
            store_all(db, FaceVerification, [run for run in runs if run["session_id"] in running])
            store_all(db, ClientWatch, [watch for watch in watches if watch["session_id"] in running])
            note_seen(db, list(running))
            return BatchOutcome(running, live_hashes(db, tokens, self.clock()))

    def record_gap(self, admitted: AdmittedSession, last: ClientWatch, ends_at: datetime | None) -> None:
        """Silence since `last`, open while `ends_at` is None; the same gap is one row, whoever writes it."""
        onset_s = (last.beat_at - admitted.started_at).total_seconds()
        offset_s = None if ends_at is None else (ends_at - admitted.started_at).total_seconds()
        signal = RaisedSignal(SignalKind.NETWORK_GAP, onset_s, offset_s, "the browser's heartbeats did not come")
        gap_id = uuid5(admitted.session_id, f"gap after {last.sequence}")
        self.violations.record_signal(admitted.session_id, signal, signal_id=gap_id)

    def _second(self, session: SurveySession) -> float:
        return (self.clock() - session.started_at).total_seconds() if session.started_at else 0.0
