"""The rows of an uploaded recording while a worker has it: locked in a transaction, given up, or set free for the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from db.queries.survey_sessions import locked_session
from db.tables import RecordingAnalysis, SessionRecording, SurveySession
from proctor_core.codes.recording_faults import RecordingFault
from proctor_core.domain.baseline import Baseline
from proctor_core.domain.failure import Failure, failure, read_failure
from proctor_core.domain.lease import still_holds
from proctor_core.domain.recording_analysis import (
    LONGEST_WAIT,
    MOST_TRIES,
    AnalysisState,
)
from proctor_core.domain.states import HANDED_IN, RECORDING_MOVES, RUNNING, RecordingState, move
from proctor_core.errors import NotFound
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


def hold(db: Session, taken: TakenRecording) -> HeldRecording | None:
    """The rows, locked; None where the work is not this worker's any more, or its recording was erased."""
    held = locked_recording(db, taken.recording.id)
    if held is None or held.analysis.worker != taken.worker or held.analysis.state is not AnalysisState.RUNNING:
        return None
    # Withdrawn meanwhile: nothing more is done with it.
    return held if may_hand_in(held) else None


def give_up(db: Session, held: HeldRecording, why: Failure, now: datetime, *, keeps_file: bool = True) -> Sequence[str]:
    """closed -> failed, a dead letter; returns the keys of files that go: one with sound is never kept."""
    recording, analysis = held.recording, held.analysis
    recording.state = move(RECORDING_MOVES, recording.state, RecordingState.FAILED)
    keep_failure(recording, why)
    keep_error(analysis, why)
    set_free(analysis, None)
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


def locked_recording(db: Session, analysis_id: UUID) -> HeldRecording | None:
    """The rows, locked; None where the session or its video is gone."""
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


def reason_to_give_up(held: HeldRecording) -> Failure | None:
    """Why nobody works on it any more; None: somebody may."""
    if not may_hand_in(held):
        return failure(RecordingFault.NOT_HANDED_IN)
    if held.analysis.tries < MOST_TRIES:
        return None
    last = read_failure(held.analysis.last_error, held.analysis.last_error_codes)
    return last if last.text else failure(RecordingFault.WORKER_DIED)


def may_hand_in(held: HeldRecording) -> bool:
    """It was handed in, or still can be."""
    return held.session.status in HANDED_IN | RUNNING


def set_free(analysis: RecordingAnalysis, until: datetime | None) -> None:
    """running -> waiting: nobody has it, and nobody takes it before `until`."""
    analysis.state, analysis.worker, analysis.lease_until = AnalysisState.WAITING, "", until


def taken_as(held: HeldRecording) -> TakenRecording:
    """What its worker needs to know."""
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
