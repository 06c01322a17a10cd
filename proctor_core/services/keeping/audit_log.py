"""The audit log as administrators read it: page by page, and as a CSV file; taking a copy is an event itself."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from db.engine import reading, transaction
from db.queries.audit_log import LoggedEvent, events_before
from db.tables import User
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import CodedMessage, message
from proctor_core.domain.csv_cells import csv_line
from proctor_core.domain.filters import AuditFilter
from proctor_core.domain.paging import Cursor
from proctor_core.services.auditing import AuditAction, actions_of, audit
from proctor_core.services.permissions import require_administrator

PAGE_EVENTS = 50
_BATCH = 1000
COLUMNS = ("at", "actor", "action", "object_type", "object_id", "detail")


@dataclass(frozen=True, slots=True)
class AuditLogService:
    """For administrators alone."""

    engine: Engine
    clock: Callable[[], datetime]

    def events(
        self, actor: User, wanted: AuditFilter, *, after: Cursor | None = None, limit: int = PAGE_EVENTS
    ) -> Sequence[LoggedEvent]:
        """Newest first, the pictures of a look at a case folded into its line; `after` is the last event of the page before.

        Raises:
            NotAllowed: the actor is no administrator.
        """
        require_administrator(actor)
        with reading(self.engine) as db:
            return events_before(db, wanted, after, limit, group=_group(wanted), is_folded=True)

    def export(self, actor: User, wanted: AuditFilter) -> Iterator[str]:
        """The events of the filter up to now as the lines of a CSV file; noted before the first line is given.

        Raises:
            NotAllowed: the actor is no administrator.
        """
        require_administrator(actor)
        with transaction(self.engine) as db:
            # Everything up to here, and not the note about this copy.
            begins = self.clock()
            audit(db, begins, AuditAction.AUDIT_EXPORTED, actor, actor_id=actor.id, detail=_asked_for(wanted))
        return self._lines(wanted, begins)

    def _lines(self, wanted: AuditFilter, before: datetime) -> Iterator[str]:
        yield csv_line(COLUMNS)
        until = min(wanted.until, before) if wanted.until else before
        bounded = AuditFilter(wanted.actor_id, wanted.action, wanted.since, until, wanted.object_id)
        after: Cursor | None = None
        while True:
            with reading(self.engine) as db:
                batch = events_before(db, bounded, after, _BATCH, group=_group(bounded))
            yield from (csv_line(_cells(logged)) for logged in batch)
            if len(batch) < _BATCH:
                return
            after = Cursor(batch[-1].event.at, batch[-1].event.id)


def _group(wanted: AuditFilter) -> Sequence[str]:
    return actions_of(wanted.action) if wanted.action else ()


def _cells(logged: LoggedEvent) -> Sequence[object]:
    event = logged.event
    return event.at, logged.actor_name or "", event.action, event.object_type, event.object_id, event.detail


def _asked_for(wanted: AuditFilter) -> CodedMessage | str:
    parts = {
        "who": wanted.actor_id,
        "what": wanted.action,
        "since": wanted.since,
        "until": wanted.until,
        "object": wanted.object_id,
    }
    return ", ".join(f"{name} {value}" for name, value in parts.items() if value) or message(AuditDetail.EVERYTHING)
