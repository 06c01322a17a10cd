"""What is due at a moment, read and nothing changed: what a sweep works off, and what `sweep --dry-run` tells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import reading
from db.queries.retention import (
    decided_before,
    expired_without_violation,
    unfinished,
    unseen_since,
    unwatched_by_choice,
)
from db.queries.survey_sessions import locked_session
from db.tables import SurveySession
from proctor_core.codes.planned_fates import PlannedFate
from proctor_core.domain.retention import PlannedSession, RetentionTimes
from proctor_core.domain.states import SessionStatus
from proctor_core.services.files.orphans import Orphans, find_orphans
from proctor_core.services.files.session_files import SessionFiles
from proctor_core.services.session_moves import move_session
from proctor_core.services.taking.left_open import close_intervals

LATER_FILES = timedelta(days=1)
"""After a session's row was last moved its video is joined and its uploads analysed; what is later by more is of a later row."""


@dataclass(frozen=True, slots=True)
class DueSessions:
    """`measured`: what was measured goes, answers and decision stay; `unfinished`: everything goes."""

    measured: tuple[UUID, ...]
    unfinished: tuple[UUID, ...]


def expire(db: Session, session_id: UUID, now: datetime) -> None:
    """A begun session that was not seen for too long is over."""
    session = locked_session(db, session_id)
    close_intervals(db, session, session.last_seen_at or now)
    move_session(db, session, SessionStatus.EXPIRED, now)
    session.ended_at = now


def expiring(db: Session, now: datetime, times: RetentionTimes) -> Sequence[UUID]:
    """Begun sessions that are not seen any more."""
    return unseen_since(db, now - times.unfinished)


def due_sessions(db: Session, now: datetime, times: RetentionTimes) -> DueSessions:
    """Those whose time is over; what a taker withdrew at once, also where its erasure was cut off."""
    return DueSessions(
        measured=(
            *decided_before(db, SessionStatus.PASSED, now - times.passed, now - times.appeal),
            *decided_before(db, SessionStatus.REJECTED, now - times.rejected, now - times.appeal),
            *expired_without_violation(db),
            *unwatched_by_choice(db),
        ),
        unfinished=(
            *unfinished(db, SessionStatus.WITHDRAWN),
            *unfinished(db, SessionStatus.EXPIRED, now - times.unfinished),
        ),
    )


def is_of_later_row(session: SurveySession, newest: datetime, restored_at: datetime | None) -> bool:
    """Whether a session's files say that its row is an old one, out of a backup: it may have been seen, or handed in, since.

    `restored_at`: when an operator said that this state of the database is the right one; None: it was never in doubt.
    """
    if restored_at is None or newest > restored_at:
        return False
    moments = (session.created_at, session.last_seen_at, session.submitted_at, session.ended_at)
    return newest - max(moment for moment in moments if moment) > LATER_FILES


@dataclass(frozen=True, slots=True)
class SweepPlan:
    """What a sweep would do now; changes nothing."""

    engine: Engine
    files: SessionFiles
    times: RetentionTimes

    def sessions(self, now: datetime) -> list[PlannedSession]:
        """Every session that would be touched or left on purpose, in the order of a sweep.

        Raises:
            Unavailable: the media store does not answer.
        """
        with Session(self.engine) as db:
            # What expires now is emptied by the same sweep, so it is done here too, and rolled back.
            due = list(expiring(db, now, self.times))
            for session_id in due:
                expire(db, session_id, now)
            db.flush()
            then = due_sessions(db, now, self.times)
            db.rollback()
        with reading(self.engine) as db:
            orphans = find_orphans(db, self.files, now)
        fates = [
            *_fates(due, PlannedFate.EXPIRE),
            *_fates(then.measured, PlannedFate.EMPTY),
            *_fates(then.unfinished, PlannedFate.ERASE),
        ]
        return [self._planned(fate, session_id) for fate, session_id in (*fates, *_fates_of(orphans))]

    def _planned(self, fate: PlannedFate, session_id: UUID) -> PlannedSession:
        return PlannedSession(fate, session_id, sum(1 for _ in self.files.of(session_id)))


def _fates(session_ids: Sequence[UUID], fate: PlannedFate) -> Iterator[tuple[PlannedFate, UUID]]:
    return ((fate, session_id) for session_id in session_ids)


def _fates_of(orphans: Orphans) -> Iterator[tuple[PlannedFate, UUID]]:
    goes = PlannedFate.LEAVE_MANY if orphans.is_too_many(len(orphans.due())) else PlannedFate.REMOVE
    for session_id in orphans.erased:
        yield (goes if session_id in orphans.old else PlannedFate.LEAVE_YOUNG), session_id
    yield from _fates(orphans.unknown, PlannedFate.LEAVE_UNKNOWN)
