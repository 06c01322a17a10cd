"""The work on uploaded recordings as administrators see it: what waits, what runs, the dead letters; and trying those again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import reading, transaction
from db.queries.recordings import AnalysedRecording, analyses_in, count_analyses, oldest_due
from db.queries.survey_sessions import locked_session
from db.tables import RecordingAnalysis, SessionRecording, User
from proctor_core.codes.missing import Missing
from proctor_core.codes.recording_refusals import RecordingRefusal
from proctor_core.domain.recording_analysis import AnalysisState
from proctor_core.domain.states import RECORDING_MOVES, RUNNING, RecordingState, move
from proctor_core.errors import IllegalMove, NotFound
from proctor_core.media.store import MediaStore
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.permissions import require_administrator
from proctor_core.services.recordings.held_recordings import take_file
from proctor_core.services.recordings.kept_failures import NO_FAILURE, keep_error, keep_failure

LISTED = 50
OPEN = (AnalysisState.WAITING, AnalysisState.RUNNING)


@dataclass(frozen=True, slots=True)
class WorkStanding:
    """How many recordings stand where, and for how long the oldest one that could be done waits (None: none does)."""

    waiting: int
    running: int
    dead: int
    oldest_waits: timedelta | None


@dataclass(frozen=True, slots=True)
class RecordingList:
    """`announce` hears the id of an analysis that is to be done again, after the commit."""

    engine: Engine
    clock: Callable[[], datetime]
    media: MediaStore
    announce: Callable[[UUID], None]

    def standing(self) -> WorkStanding:
        """Numbers alone."""
        with reading(self.engine) as db:
            counts, oldest = count_analyses(db), oldest_due(db, RUNNING)
        waiting, running, dead = (
            counts.get(state, 0) for state in (AnalysisState.WAITING, AnalysisState.RUNNING, AnalysisState.DEAD)
        )
        return WorkStanding(waiting, running, dead, self.clock() - oldest if oldest else None)

    def open(self, actor: User) -> Sequence[AnalysedRecording]:
        """What waits and what runs, the newest first.

        Raises:
            NotAllowed: the actor is no administrator.
        """
        require_administrator(actor)
        with reading(self.engine) as db:
            return analyses_in(db, OPEN, LISTED)

    def dead(self, actor: User) -> Sequence[AnalysedRecording]:
        """What was given up, the newest first.

        Raises:
            NotAllowed: the actor is no administrator.
        """
        require_administrator(actor)
        with reading(self.engine) as db:
            return analyses_in(db, (AnalysisState.DEAD,), LISTED)

    def again(self, actor: User, analysis_id: UUID) -> None:
        """failed -> closed: have it analysed again, with tries of its own.

        Raises:
            NotAllowed: the actor is no administrator.
            NotFound: it is gone.
            IllegalMove: it was not given up, or its file is gone.
        """
        require_administrator(actor)
        with transaction(self.engine) as db:
            analysis, recording = self._dead(db, analysis_id)
            if recording.media_key is None:
                raise IllegalMove(RecordingRefusal.FILE_GONE)
            recording.state = move(RECORDING_MOVES, recording.state, RecordingState.CLOSED)
            keep_failure(recording, NO_FAILURE)
            keep_error(analysis, NO_FAILURE)
            analysis.state, analysis.tries = AnalysisState.WAITING, 0
            analysis.progress, analysis.lease_until, analysis.finished_at = 0.0, None, None
            audit(db, self.clock(), AuditAction.ANALYSIS_AGAIN, recording, actor_id=actor.id)
        self.announce(analysis_id)

    def drop(self, actor: User, analysis_id: UUID) -> None:
        """Take it off the list for good: its file goes, and the recording stays failed.

        Raises:
            NotAllowed: the actor is no administrator.
            NotFound: it is gone.
            IllegalMove: it was not given up.
        """
        require_administrator(actor)
        with transaction(self.engine) as db:
            analysis, recording = self._dead(db, analysis_id)
            gone = take_file(recording)
            analysis.state = AnalysisState.DROPPED
            audit(db, self.clock(), AuditAction.ANALYSIS_DROPPED, recording, actor_id=actor.id)
        for key in gone:
            self.media.delete(key)

    def _dead(self, db: Session, analysis_id: UUID) -> tuple[RecordingAnalysis, SessionRecording]:
        analysis = db.get(RecordingAnalysis, analysis_id)
        if analysis is None:
            raise NotFound(Missing.RECORDING)
        locked_session(db, analysis.session_id)
        db.refresh(analysis)
        if analysis.state is not AnalysisState.DEAD:
            raise IllegalMove(RecordingRefusal.NOT_GIVEN_UP, state=analysis.state)
        return analysis, db.get_one(SessionRecording, analysis.recording_id)
