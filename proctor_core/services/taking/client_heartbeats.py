"""Heartbeats of API clients as rows: admitted one by one, written for all sessions together, gaps as signals.

Several processes may serve one session, one after the other: what is stored only ever grows, whoever comes later.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import reading, transaction
from db.queries.latest_heartbeats import (
    HeldSession,
    Values,
    held_sessions,
    latest_heartbeat,
    latest_sequences,
    live_hashes,
    note_seen,
    store_all,
)
from db.queries.survey_sessions import newest_run
from db.tables import FaceVerification, LatestHeartbeat, SurveySession, User
from proctor_core.codes.missing import Missing
from proctor_core.codes.seen import SignalReason
from proctor_core.codes.session_refusals import SessionRefusal
from proctor_core.domain.face_run import FaceRunState
from proctor_core.domain.policy import policy_from_json
from proctor_core.domain.reason import Reason
from proctor_core.domain.states import ANSWERING, SessionStatus
from proctor_core.domain.violation import CLIENT, RaisedSignal, SignalKind
from proctor_core.domain.watching import WatchedBy
from proctor_core.errors import IllegalMove, NotFound
from proctor_core.services.reviewing.decided import refuse_decided
from proctor_core.services.session_moves import move_session, own_session
from proctor_core.services.surveys.watchers import require_client_watching
from proctor_core.services.taking.submitting import is_submitted
from proctor_core.services.taking.violations import ViolationService, require_watched
from proctor_core.services.taking.waiting_writes import ClientHeartbeats, ClientRun


@dataclass(slots=True)
class AdmittedSession:
    """A session whose heartbeats are taken: the rows that the next one continues, and how the session stands.

    `stored`: the number of the newest heartbeat that the database had when this process last looked; None: it had none.
    """

    session_id: UUID
    started_at: datetime
    threshold: int
    violations_count: int
    flagged_for_review: bool
    latest: LatestHeartbeat | None
    run: FaceVerification | None
    stored: int | None


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """How the sessions of a batch stand; those that are gone or over are left out, and the tokens that still work.

    `elsewhere`: sessions of which another process has stored something since this one last looked.
    """

    sessions: dict[UUID, HeldSession]
    tokens: set[str]
    elsewhere: set[UUID]


def client_run(row: FaceVerification) -> ClientRun:
    """A run as it is now, whose next heartbeat may come meanwhile."""
    names = FaceRunState.__dataclass_fields__
    return ClientRun(row.id, FaceRunState(**{name: getattr(row, name) for name in names}))


@dataclass(frozen=True, slots=True)
class ClientHeartbeatService:
    """What `monitoring/clients/heartbeats.py` asks of the database."""

    engine: Engine
    clock: Callable[[], datetime]
    violations: ViolationService

    def admit(self, actor: User, session_id: UUID) -> AdmittedSession:
        """The actor's own running session; one that was interrupted goes on.

        Raises:
            NotFound: no such session, or somebody else's.
            WatchedByServer: the server's own camera watches it.
            IllegalMove: the session has not begun, is not proctored, was handed in, or is over.
        """
        with transaction(self.engine) as db:
            session = own_session(db, actor, session_id)
            require_client_watching(session)
            require_watched(session, self._second(session))
            refuse_decided(db, session)
            if is_submitted(session):
                raise IllegalMove(SessionRefusal.NOT_WATCHED_ANY_MORE)
            if session.status is SessionStatus.INTERRUPTED:
                move_session(db, session, SessionStatus.IN_PROGRESS, self.clock())
            latest = latest_heartbeat(db, session_id)
            return AdmittedSession(
                session_id=session.id,
                started_at=session.started_at or self.clock(),
                threshold=policy_from_json(session.policy).violation_threshold,
                violations_count=session.violations_count,
                flagged_for_review=session.flagged_for_review,
                latest=latest,
                run=newest_run(db, session_id, CLIENT),
                stored=latest.sequence if latest else None,
            )

    def write(
        self, batch: Sequence[ClientHeartbeats], tokens: Collection[str], stored: dict[UUID, int | None]
    ) -> BatchOutcome:
        """Write the heartbeats of several sessions in one transaction; those of sessions that are over are left out.

        `stored`: as `AdmittedSession.stored`, by session.
        """
        with transaction(self.engine) as db:
            held = held_sessions(db, {one.session_id for one in batch})
            running = {session_id: row for session_id, row in held.items() if _is_reported(row)}
            before = latest_sequences(db, list(running))
            _store(db, [one for one in batch if one.session_id in running])
            elsewhere = {session_id for session_id in running if before.get(session_id) != stored[session_id]}
            return BatchOutcome(running, live_hashes(db, tokens, self.clock()), elsewhere)

    def live_tokens(self, tokens: Collection[str]) -> set[str]:
        """Those of the token hashes that still work for a taker."""
        with reading(self.engine) as db:
            return live_hashes(db, tokens, self.clock())

    def file(self, kept: ClientHeartbeats) -> None:
        """Store what waited on the disk; what is stored already, or of a session that is over, changes nothing.

        Raises:
            NotFound: no such session.
        """
        with transaction(self.engine) as db:
            row = held_sessions(db, [kept.session_id]).get(kept.session_id)
            if row is None:
                raise NotFound(Missing.SESSION)
            if _is_reported(row):
                _store(db, [kept])

    def record_gap(self, admitted: AdmittedSession, last: LatestHeartbeat, ends_at: datetime | None) -> None:
        """Silence since `last`, open while `ends_at` is None; the same gap is one row, whoever writes it."""
        onset_s = (last.beat_at - admitted.started_at).total_seconds()
        offset_s = None if ends_at is None else (ends_at - admitted.started_at).total_seconds()
        reason = Reason(SignalReason.NO_HEARTBEATS, {})
        signal = RaisedSignal(SignalKind.NETWORK_GAP, onset_s, offset_s, reason)
        gap_id = uuid5(admitted.session_id, f"gap after {last.sequence}")
        self.violations.record_signal(admitted.session_id, signal, signal_id=gap_id)

    def _second(self, session: SurveySession) -> float:
        return (self.clock() - session.started_at).total_seconds() if session.started_at else 0.0


def _is_reported(row: HeldSession) -> bool:
    """Whether the session still runs and still rests on its client."""
    return row.status in ANSWERING and row.watched_by is WatchedBy.HYBRID


def _store(db: Session, batch: Sequence[ClientHeartbeats]) -> None:
    runs = [_run_values(one.session_id, run) for one in batch for run in one.runs]
    store_all(db, FaceVerification, runs, key="id", grows="ended_at")
    store_all(db, LatestHeartbeat, [_latest_values(one) for one in batch], key="session_id", grows="sequence")
    note_seen(db, [one.session_id for one in batch])


def _run_values(session_id: UUID, run: ClientRun) -> Values:
    # Not asdict: it copies deeply, thousands of times a second.
    state = {name: getattr(run.state, name) for name in FaceRunState.__dataclass_fields__}
    own = {"id": run.id, "session_id": session_id, "is_initial": False, "source": CLIENT}
    return {**state, **own, "face_detected": run.state.face_detected}


def _latest_values(one: ClientHeartbeats) -> Values:
    said = {"session_id": one.session_id, "sequence": one.sequence}
    return {"id": uuid4(), **said, "started_at": one.started_at, "beat_at": one.beat_at}
