"""Face runs: a heartbeat extends the newest run while its state holds, and begins a new one when it changes."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from db.queries.survey_sessions import newest_run
from db.tables import FaceVerification
from proctor_core.domain.face_run import FaceRunState
from proctor_core.domain.violation import SERVER

MAX_GAP = timedelta(seconds=2)
"""A longer silence between two heartbeats is no part of a run: the time between them was not looked at."""


def extend_or_begin(db: Session, session_id: UUID, state: FaceRunState, source: str = SERVER) -> FaceVerification:
    """The run that holds `state` now; a state that is not newer than the newest run was written already.

    `source` says who looked: runs of the server and of a client go side by side.
    """
    run = next_run(newest_run(db, session_id, source), session_id, state, source)
    db.add(run)
    return run


def next_run(run: FaceVerification | None, session_id: UUID, state: FaceRunState, source: str) -> FaceVerification:
    """`run`, extended by `state`, or a new one; the caller stores it."""
    if run is not None and state.ended_at <= run.ended_at:
        return run
    if run is None or not _continues(run, state):
        return _new_run(session_id, state, source)
    _extend(run, state)
    return run


def _continues(run: FaceVerification, state: FaceRunState) -> bool:
    same = (run.face_count, run.violation_type, run.signal) == (state.face_count, state.violation_type, state.signal)
    return same and state.started_at - run.ended_at <= MAX_GAP


def _extend(run: FaceVerification, state: FaceRunState) -> None:
    weight = state.samples / max(1, run.samples + state.samples)
    run.ended_at = state.ended_at
    # Each assignment to a row costs microseconds, thousands of times a second: what says nothing new is not assigned.
    if state.confidence is not None:
        run.confidence = _mean(run.confidence, state.confidence, weight)
    if state.yaw_deg is not None:
        run.yaw_deg = _mean(run.yaw_deg, state.yaw_deg, weight)
    if state.pitch_deg is not None:
        run.pitch_deg = _mean(run.pitch_deg, state.pitch_deg, weight)
    if state.roll_deg is not None:
        run.roll_deg = _mean(run.roll_deg, state.roll_deg, weight)
    if state.gaze_direction and state.gaze_direction != run.gaze_direction:
        run.gaze_direction = state.gaze_direction
    if state.mobile_detected is not None and run.mobile_detected is not True:
        run.mobile_detected = state.mobile_detected
    run.samples += state.samples


def _mean(before: float | None, now: float, weight: float) -> float:
    return now if before is None else before + (now - before) * weight


def _new_run(session_id: UUID, state: FaceRunState, source: str) -> FaceVerification:
    return FaceVerification(
        session_id=session_id,
        started_at=state.started_at,
        ended_at=state.ended_at,
        samples=state.samples,
        face_detected=state.face_detected,
        face_count=state.face_count,
        confidence=state.confidence,
        gaze_direction=state.gaze_direction,
        yaw_deg=state.yaw_deg,
        pitch_deg=state.pitch_deg,
        roll_deg=state.roll_deg,
        mobile_detected=state.mobile_detected,
        violation_type=state.violation_type,
        signal=state.signal,
        source=source,
    )
