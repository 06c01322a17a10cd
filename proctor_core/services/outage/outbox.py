"""What waits on this machine's disk while the database is away: in the order it came, until it was filed, across a kill -9.

One small SQLite file in a folder of its own that only the program's user may open: each entry is synced to the disk before
`add` answers, and one that is removed is overwritten. Without an entry the file need not exist.
"""

import os
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from proctor_core.codes.outbox_refusals import OutboxRefusal
from proctor_core.errors import NoRoom
from proctor_core.services.taking.waiting_writes import TAKERS_OWN, WaitingWrite, from_bytes, to_bytes

MOST_BYTES = 64 << 20
"""About 100,000 heartbeats or answers: 20 takers for some six hours."""
FOR_ANSWERS = 8 << 20
"""Of these, what is kept back for what takers enter."""
_TABLE = "CREATE TABLE IF NOT EXISTS waiting (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT, is_own INTEGER, body BLOB)"
_ASIDE = "ALTER TABLE waiting ADD COLUMN aside INTEGER NOT NULL DEFAULT 0"


@dataclass(frozen=True, slots=True)
class Entry:
    """A write with its place in the order."""

    id: int
    write: WaitingWrite


class Outbox:
    """One per data folder. Any thread adds; one thread files."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES, for_answers: int = FOR_ANSWERS) -> None:
        self._folder = folder
        self._most_bytes, self._for_answers = most_bytes, for_answers
        self._lock = threading.RLock()
        self._db: sqlite3.Connection | None = None
        self._waiting: Counter[str] = Counter()
        self._aside: Counter[str] = Counter()
        self._bytes = 0
        self._has_looked = False
        self.is_full = False
        self.added: Callable[[], object] = lambda: None

    @property
    def path(self) -> Path:
        """The file."""
        return self._folder / "outbox.db"

    @property
    def count(self) -> int:
        """Entries that wait."""
        with self._lock:
            self._look()
            return self._waiting.total()

    def waiting_for(self, session_id: UUID) -> int:
        """Entries of this session that wait."""
        with self._lock:
            self._look()
            return self._waiting[str(session_id)]

    @property
    def aside(self) -> int:
        """Entries that could not be filed here and wait for another start."""
        with self._lock:
            self._look()
            return self._aside.total()

    def add(self, write: WaitingWrite) -> int:
        """Keep a write behind all that wait; on the disk when this returns its number.

        Raises:
            NoRoom: the outbox is full, or the disk takes nothing.
        """
        return self.add_all([(write, None)])[0]

    def add_all(self, writes: Sequence[tuple[WaitingWrite, int | None]]) -> list[int]:
        """The same for several, by one sync: all of them, or none. Each may take the place of the entry whose number it names.

        Raises:
            NoRoom: as `add`.
        """
        rows = [(write, to_bytes(write), before) for write, before in writes]
        is_own = all(isinstance(write, TAKERS_OWN) for write, _ in writes)
        limit = self._most_bytes if is_own else self._most_bytes - self._for_answers
        with self._lock:
            self._look()
            if self._bytes + sum(len(body) for _, body, _ in rows) > limit:
                self.is_full = True
                raise NoRoom(OutboxRefusal.FULL, waiting=self._bytes)
            numbers = self._insert_all(rows)
            self.is_full = False
        self.added()
        return numbers

    def first(self) -> Entry | None:
        """The oldest entry; None: nothing waits."""
        with self._lock:
            if not self.count or self._db is None:
                return None
            row = self._db.execute("SELECT id, body FROM waiting WHERE NOT aside ORDER BY id LIMIT 1").fetchone()
            if row is None:
                # Another process, such as an erasure on the command line, took the rest out.
                self._count()
                return None
        return Entry(row[0], from_bytes(row[1]))

    def remove(self, number: int) -> None:
        """It was filed, or never can be."""
        with self._lock:
            if self._db is not None:
                self._db.execute("DELETE FROM waiting WHERE id = ?", (number,))
                self._count()

    def set_aside(self, number: int) -> None:
        """It can't be filed into this database; it holds up no other and waits for `try_again`, or for the session's erasure."""
        with self._lock:
            if self._db is not None:
                self._db.execute("UPDATE waiting SET aside = 1 WHERE id = ?", (number,))
                self._count()

    def try_again(self) -> None:
        """What was set aside waits again, in its place: the database may be another one now."""
        with self._lock:
            if self.aside and self._db is not None:
                self._db.execute("UPDATE waiting SET aside = 0")
                self._count()

    def of(self, session_id: UUID) -> list[bytes]:
        """What waits of a session, as JSON, in order."""
        with self._lock:
            self._look()
            if self._db is None:
                return []
            found = self._db.execute("SELECT body FROM waiting WHERE session_id = ? ORDER BY id", (str(session_id),))
            return [row[0] for row in found]

    def forget(self, session_id: UUID, *, keeps_answers: bool = False) -> int:
        """Take out, overwritten, what was measured in a session, and what the taker entered; returns how many entries."""
        with self._lock:
            self._look()
            if self._db is None:
                return 0
            which = (str(session_id), not keeps_answers)
            gone = self._db.execute("DELETE FROM waiting WHERE session_id = ? AND (NOT is_own OR ?)", which).rowcount
            self._count()
            return gone

    def owners(self) -> set[UUID]:
        """The sessions that something waits of."""
        with self._lock:
            self._look()
            return {UUID(session_id) for session_id, count in (self._waiting + self._aside).items() if count}

    def close(self) -> None:
        """Let the file go; what waits stays in it."""
        with self._lock:
            if self._db is not None:
                self._db.close()
            self._db, self._has_looked = None, False

    def _look(self) -> None:
        """At the first use: what an earlier process left."""
        if self._has_looked:
            return
        self._has_looked = True
        if self.path.exists():
            self._db = self._open()
            self._count()

    def _insert_all(self, rows: Sequence[tuple[WaitingWrite, bytes, int | None]]) -> list[int]:
        try:
            if self._db is None:
                self._db = self._open()
            numbers = self._committed(self._db, rows)
        except (sqlite3.OperationalError, OSError) as error:
            self.is_full = True
            raise NoRoom(OutboxRefusal.NOT_WRITTEN, error=str(error)) from error
        return numbers

    def _committed(self, db: sqlite3.Connection, rows: Sequence[tuple[WaitingWrite, bytes, int | None]]) -> list[int]:
        replaces = False
        db.execute("BEGIN IMMEDIATE")
        try:
            for *_, before in rows:
                replaces |= db.execute("DELETE FROM waiting WHERE id = ?", (before,)).rowcount > 0
            numbers = [self._insert(db, write, body) for write, body, _ in rows]
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
        if replaces:
            self._count()
        else:
            self._waiting.update(str(write.session_id) for write, *_ in rows)
            self._bytes += sum(len(body) for _, body, _ in rows)
        return numbers

    def _insert(self, db: sqlite3.Connection, write: WaitingWrite, body: bytes) -> int:
        row = (str(write.session_id), isinstance(write, TAKERS_OWN), body)
        number = db.execute("INSERT INTO waiting (session_id, is_own, body) VALUES (?, ?, ?)", row).lastrowid
        assert number is not None, "an inserted row has a number"
        return number

    def _open(self) -> sqlite3.Connection:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        self.path.chmod(0o600)
        db = sqlite3.connect(self.path, timeout=5, isolation_level=None, check_same_thread=False)
        # Synced at each commit; no second file that keeps what was removed (SQLite gives the journal this file's permissions).
        for pragma in ("journal_mode=TRUNCATE", "synchronous=FULL", "secure_delete=ON"):
            db.execute(f"PRAGMA {pragma}").fetchall()
        db.execute(_TABLE)
        if "aside" not in {row[1] for row in db.execute("PRAGMA table_info(waiting)")}:
            db.execute(_ASIDE)
        return db

    def _count(self) -> None:
        assert self._db is not None, "an open file"
        asked = "SELECT session_id, sum(NOT aside), sum(aside), sum(length(body)) FROM waiting GROUP BY 1"
        rows = self._db.execute(asked).fetchall()
        self._waiting = Counter({session_id: count for session_id, count, *_ in rows})
        self._aside = Counter({session_id: count for session_id, _, count, _ in rows})
        self._bytes = sum(size for *_, size in rows)
        self.is_full = self.is_full and bool(rows)
