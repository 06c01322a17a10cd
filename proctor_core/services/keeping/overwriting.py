"""What was deleted goes out of the database's files too: at once on SQLite, by a background task on PostgreSQL.

Each erasure notes, in its own transaction, from which tables it deleted; a table is done when it was written anew since, and
nobody's old snapshot kept its dead rows alive. Until then receipts and health say what is pending.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.dialects import postgresql
from sqlmodel import Session, col, delete, func, select

from db.engine import reading, transaction
from db.overwriting import STATISTICS, overwrite_deleted, rewrite_table, table_bytes
from db.tables import AuditEvent, ChainRecord, OverwriteDue, SurveySession
from proctor_core.services.auditing import AuditAction

SALTS = str(ChainRecord.__tablename__)
"""With each row that goes, the salts go by which its hash in the chain could be told."""
AT_ONCE_BYTES = 8 << 20
"""A table of so many bytes is written anew in about a tenth of a second, which nobody notices; a larger one waits for quiet."""
QUIET = timedelta(minutes=10)
"""So long nobody may have answered, or been watched, before a larger table is held."""
LATE = timedelta(days=2)
"""What is pending for longer needs a look: the program is never quiet, or somebody's transaction never ends."""


def note_deleted(db: Session, tables: Iterable[str], at: datetime) -> None:
    """These tables have dead rows that name somebody; nothing on SQLite, which zeroes what it deletes."""
    if db.get_bind().dialect.name != "postgresql":
        return
    due = OverwriteDue
    for name in sorted({*tables, SALTS, STATISTICS}):
        statement = postgresql.insert(due).values(table_name=name, since=at, times=1)
        again = statement.on_conflict_do_update(index_elements=["table_name"], set_={"times": col(due.times) + 1})
        db.connection().execute(again)


@dataclass(frozen=True, slots=True)
class Overwriting:
    """One per process."""

    engine: Engine
    clock: Callable[[], datetime]

    def run(self, *, whatever_its_size: bool = False) -> bool:
        """Write anew what is due; whether nothing is left to do. `whatever_its_size`: an operator can wait, and so do others."""
        if self.engine.dialect.name != "postgresql":
            return overwrite_deleted(self.engine)
        due = self.due()
        may_hold = whatever_its_size or (bool(due) and self._is_quiet())
        done = [row for row in due if self._is_rewritten(row, may_hold=may_hold)]
        if done:
            self._settle(done)
        return len(done) == len(due)

    def due(self) -> list[OverwriteDue]:
        """Tables that still hold what was deleted, the statistics last: writing the others anew renews them."""
        with reading(self.engine) as db:
            rows = db.exec(select(OverwriteDue).order_by(col(OverwriteDue.since))).all()
        return sorted(rows, key=lambda row: row.table_name == STATISTICS)

    def is_late(self) -> bool:
        """Whether something is pending for too long."""
        return any(self.clock() - row.since > LATE for row in self.due())

    def _is_rewritten(self, row: OverwriteDue, *, may_hold: bool) -> bool:
        is_small = table_bytes(self.engine, row.table_name) <= AT_ONCE_BYTES
        return (is_small or may_hold) and rewrite_table(self.engine, row.table_name)

    def _is_quiet(self) -> bool:
        with reading(self.engine) as db:
            last = db.exec(select(func.max(SurveySession.last_seen_at))).one()
        return last is None or self.clock() - last > QUIET

    def _settle(self, done: list[OverwriteDue]) -> None:
        due, names = OverwriteDue, ", ".join(row.table_name for row in done)
        with transaction(self.engine) as db:
            for row in done:
                # One that was deleted from meanwhile is due again.
                same = (col(due.table_name) == row.table_name, col(due.times) == row.times)
                db.connection().execute(delete(due).where(*same))
            event = AuditEvent(
                at=self.clock(), action=AuditAction.REWRITTEN, object_type="database", object_id="", detail=names
            )
            db.add(event)
