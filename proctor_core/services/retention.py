"""Erases what is due by the outcome of each session: files first, then rows; a killed sweep goes on at the next one.

`tasks.py` calls it once a day, `python -m proctor_core sweep` at any time. A session that a person has to decide about is never
touched; nor is one that somebody may still be answering.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine

from db.engine import reading, transaction
from db.overwriting import overwrite_deleted
from db.queries.audit import newest_event
from db.queries.retention import (
    decided_before,
    erase_old_sign_ins,
    expired_without_violation,
    known_sessions,
    unfinished,
    unseen_since,
    unwatched_by_choice,
)
from db.queries.survey_sessions import locked_session
from db.queries.webhooks import erase_old_deliveries
from db.tables import AuditEvent
from proctor_core.domain.retention import RetentionTimes, SweepReport
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.webhook import KEPT_DAYS
from proctor_core.services.auditing import AuditAction
from proctor_core.services.erasing import forget_old_events, note_sweep
from proctor_core.services.left_open import close_intervals
from proctor_core.services.privacy import empty_session, forget_measurements
from proctor_core.services.session_files import SessionFiles
from proctor_core.services.session_moves import move_session
from proctor_core.services.sign_in_throttle import FORGOTTEN_AFTER

A_DAY = timedelta(hours=23, minutes=55)
"""Between two sweeps; a little less than a day, so that looks every ten minutes don't move it on."""


@dataclass(frozen=True, slots=True)
class RetentionService:
    """The sweep."""

    engine: Engine
    files: SessionFiles
    times: RetentionTimes

    def erase_due(self, now: datetime) -> SweepReport:
        """Expire, empty and erase what is due at `now`."""
        expired = self._expire(now)
        emptied, files_of_emptied = self._empty_measured(now)
        erased, files_of_erased = self._erase_unfinished(now)
        strays = self._remove_strays()
        sign_ins, audit_lines = self._forget_old(now)
        report = SweepReport(
            expired=expired,
            emptied=emptied,
            erased=erased,
            files=files_of_emptied + files_of_erased,
            stray_files=strays,
            sign_ins=sign_ins,
            audit_lines=audit_lines,
            # Also when nothing was due: an earlier erasure may not have found the database idle.
            is_overwritten=overwrite_deleted(self.engine),
        )
        with transaction(self.engine) as db:
            note_sweep(db, now, report.in_words())
        return report

    def last_sweep(self) -> AuditEvent | None:
        """The audit log's line of the newest sweep that came to its end."""
        with reading(self.engine) as db:
            return newest_event(db, AuditAction.SWEPT)

    def is_due(self, now: datetime) -> bool:
        """Whether the newest sweep is about a day old, or there was none."""
        last = self.last_sweep()
        return last is None or now - last.at >= A_DAY

    def _forget_old(self, now: datetime) -> tuple[int, int]:
        """What the retention of no session ends: (sign-ins and the like, lines of the audit log)."""
        with transaction(self.engine) as db:
            sign_ins = erase_old_sign_ins(db, now - self.times.sign_ins, now - FORGOTTEN_AFTER)
            erase_old_deliveries(db, now - timedelta(days=KEPT_DAYS))
            return sign_ins, forget_old_events(db, now - self.times.audit)

    def _expire(self, now: datetime) -> int:
        before = now - self.times.unfinished
        with transaction(self.engine) as db:
            due = unseen_since(db, before)
            for session_id in due:
                session = locked_session(db, session_id)
                close_intervals(db, session, session.last_seen_at or now)
                move_session(db, session, SessionStatus.EXPIRED, now)
                session.ended_at = now
        return len(due)

    def _empty_measured(self, now: datetime) -> tuple[int, int]:
        """What was measured goes, answers and decision stay; (sessions, files)."""
        with reading(self.engine) as db:
            due = [
                *decided_before(db, SessionStatus.PASSED, now - self.times.passed),
                *decided_before(db, SessionStatus.REJECTED, now - self.times.rejected),
                *expired_without_violation(db),
                *unwatched_by_choice(db),
            ]
        files = 0
        for session_id in due:
            files += self.files.remove(session_id, keeps_answers=True)
            with transaction(self.engine) as db:
                forget_measurements(db, locked_session(db, session_id), now, AuditAction.RETENTION_ENDED)
        return len(due), files

    def _erase_unfinished(self, now: datetime) -> tuple[int, int]:
        """Everything goes; at once where the taker asked for it by withdrawing. (sessions, files)"""
        with reading(self.engine) as db:
            due: Sequence[UUID] = [
                *unfinished(db, SessionStatus.WITHDRAWN),
                *unfinished(db, SessionStatus.EXPIRED, now - self.times.unfinished),
            ]
        files = 0
        for session_id in due:
            removed = self.files.remove(session_id)
            files += removed
            with transaction(self.engine) as db:
                empty_session(db, locked_session(db, session_id), now, removed)
        return len(due), files

    def _remove_strays(self) -> int:
        """Files of sessions that are gone: written by a monitor of another process while its session was erased."""
        owners = self.files.owners()
        with reading(self.engine) as db:
            gone = owners - known_sessions(db, owners)
        return sum(self.files.remove(session_id) for session_id in gone)
