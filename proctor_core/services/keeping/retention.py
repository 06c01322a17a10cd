"""Erases what is due by the outcome of each session: files first, then rows; a killed sweep goes on at the next one.

`tasks/keeping.py` calls it once a day, `python -m proctor_core sweep` at any time. A session that a person has to decide about
is never touched; nor is one that somebody may still be answering. Nothing at all is where the media store is not this database's.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from db.away import is_away
from db.engine import reading, transaction
from db.queries.audit import newest_event
from db.queries.presence import forget_old_presence
from db.queries.retention import erase_old_sign_ins, kept_on_purpose
from db.queries.survey_sessions import locked_session
from db.queries.webhooks import erase_old_deliveries
from db.tables import AuditEvent, SurveySession
from proctor_core.domain.retention import PlannedSession, RetentionTimes, SweepReport
from proctor_core.domain.webhook import KEPT_DAYS
from proctor_core.errors import ProctorError, Unavailable
from proctor_core.services.accounts.sign_in_throttle import FORGOTTEN_AFTER
from proctor_core.services.auditing import AuditAction
from proctor_core.services.files.orphans import find_orphans
from proctor_core.services.files.session_files import SessionFiles
from proctor_core.services.files.store_identity import StoreIdentity
from proctor_core.services.keeping.erasing import forget_old_events, note_sweep
from proctor_core.services.keeping.overwriting import Overwriting, note_deleted
from proctor_core.services.keeping.privacy import empty_session, forget_measurements
from proctor_core.services.keeping.sweep_plan import SweepPlan, due_sessions, expire, expiring, is_of_later_row

log = logging.getLogger(__name__)

A_DAY = timedelta(hours=23, minutes=55)
"""Between two sweeps; a little less than a day, so that looks every ten minutes don't move it on."""


@dataclass(slots=True)
class _Tally:
    """What was done to the sessions of one kind."""

    done: int = 0
    files: int = 0
    failed: int = 0
    later: int = 0

    def each(self, session_ids: Iterable[UUID], run: Callable[[UUID], int | None]) -> "_Tally":
        """Run for each; what one of them can't take holds up no other. `run` returns files, None: left alone."""
        for session_id in session_ids:
            try:
                files = run(session_id)
            except (ProctorError, SQLAlchemyError) as error:
                if isinstance(error, Unavailable) or is_away(error):
                    raise
                log.exception("the sweep failed at session %s", session_id)
                self.failed += 1
                continue
            self.done += files is not None
            self.files += files or 0
            self.later += files is None
        return self


@dataclass(frozen=True, slots=True)
class RetentionService:
    """The sweep."""

    engine: Engine
    files: SessionFiles
    times: RetentionTimes
    identity: StoreIdentity

    def erase_due(self, now: datetime, *, with_unknown: bool = False, any_share: bool = False) -> SweepReport:
        """Expire, empty and erase what is due at `now`, and remove what is left of sessions that were erased.

        `with_unknown` and `any_share` are an operator's word: also the files of sessions that this database does not know in
        this state, and however many that are.

        Raises:
            NotItsStore: the media store is another database's, or of a later state of this one; nothing was erased.
            Unavailable, OperationalError: the store or the database is away; the next sweep goes on.
        """
        self.identity.require_own()
        restored_at = None if with_unknown else self.identity.restored_at()
        with reading(self.engine) as db:
            due = expiring(db, now, self.times)
        expired = _Tally().each(due, lambda one: self._expire(one, now, restored_at))
        with reading(self.engine) as db:
            sessions = due_sessions(db, now, self.times)
        emptied = _Tally().each(self._still_due(sessions.measured), lambda one: self._empty(one, now, restored_at))
        erased = _Tally().each(self._still_due(sessions.unfinished), lambda one: self._erase(one, now, restored_at))
        strays, refused, unknown = self._remove_orphans(now, with_unknown=with_unknown, any_share=any_share)
        sign_ins, audit_lines = self._forget_old(now)
        report = SweepReport(
            expired=expired.done,
            emptied=emptied.done,
            erased=erased.done,
            files=emptied.files + erased.files,
            stray_files=strays,
            sign_ins=sign_ins,
            audit_lines=audit_lines,
            # Also when nothing was due: an earlier erasure may not have found the database idle.
            is_overwritten=self.overwriting.run(),
            failed=expired.failed + emptied.failed + erased.failed,
            refused=refused,
            unknown=unknown + expired.later + emptied.later + erased.later,
        )
        with transaction(self.engine) as db:
            note_sweep(db, now, report)
        return report

    def plan(self, now: datetime) -> list[PlannedSession]:
        """What a sweep would do at `now`, session by session; changes nothing.

        Raises:
            Unavailable, OperationalError: the store or the database is away.
        """
        return SweepPlan(self.engine, self.files, self.times).sessions(now)

    def unknown_sessions(self, now: datetime) -> int:
        """Sessions with files that this database does not know."""
        with reading(self.engine) as db:
            return len(find_orphans(db, self.files, now).unknown)

    @property
    def overwriting(self) -> Overwriting:
        """Takes what was deleted out of the database's files."""
        return Overwriting(self.engine, self.identity.clock)

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
            reduced = forget_old_events(db, now - self.times.audit)
            if forget_old_presence(db, now):
                note_deleted(db, ("case_presence",), now)
            if sign_ins or reduced:
                note_deleted(db, ("sign_in", "invitation", "audit_event"), now)
            return sign_ins, reduced

    def _expire(self, session_id: UUID, now: datetime, restored_at: datetime | None) -> int | None:
        if self._is_of_later_row(session_id, restored_at):
            return None
        with transaction(self.engine) as db:
            session = locked_session(db, session_id)
            was_seen = (session.last_seen_at or session.created_at) >= now - self.times.unfinished
            if not was_seen:
                expire(db, session_id, now)
        return 0

    def _empty(self, session_id: UUID, now: datetime, restored_at: datetime | None) -> int | None:
        """What was measured goes, answers and decision stay."""
        if self._is_of_later_row(session_id, restored_at):
            return None
        files = self.files.remove(session_id, keeps_answers=True)
        with transaction(self.engine) as db:
            forget_measurements(db, locked_session(db, session_id), now, AuditAction.RETENTION_ENDED)
        return files

    def _erase(self, session_id: UUID, now: datetime, restored_at: datetime | None) -> int | None:
        """Everything goes."""
        if self._is_of_later_row(session_id, restored_at):
            return None
        files = self.files.remove(session_id)
        with transaction(self.engine) as db:
            empty_session(db, locked_session(db, session_id), now, files)
        return files

    def _still_due(self, session_ids: Iterable[UUID]) -> Iterator[UUID]:
        """Asked again right before each: a sweep is long, and a hold or an appeal may have come meanwhile."""
        for session_id in session_ids:
            with reading(self.engine) as db:
                is_kept = kept_on_purpose(db, session_id)
            if not is_kept:
                yield session_id

    def _is_of_later_row(self, session_id: UUID, restored_at: datetime | None) -> bool:
        if restored_at is None:
            return False
        with reading(self.engine) as db:
            session = db.get_one(SurveySession, session_id)
        return is_of_later_row(session, self.files.newest_of(session_id), restored_at)

    def _remove_orphans(self, now: datetime, *, with_unknown: bool, any_share: bool) -> tuple[int, int, int]:
        """(files that went, sessions that are too many, sessions that are not known here)."""
        with reading(self.engine) as db:
            orphans = find_orphans(db, self.files, now)
        due = orphans.due(with_unknown=with_unknown)
        unknown = 0 if with_unknown else len(orphans.unknown)
        if orphans.is_too_many(len(due)) and not any_share:
            return 0, len(due), unknown
        return sum(self.files.remove(session_id) for session_id in due), 0, unknown
