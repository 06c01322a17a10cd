"""Writes that the database does not take now: records wait on the disk, in their order, and jobs in memory behind them.

Used by the writer's thread alone, but for the counts.
"""

import logging
from collections import deque
from functools import partial

from sqlalchemy import exc

from proctor_core.errors import Unavailable
from proctor_core.monitoring.writing.attempts import Attempts, Outcome
from proctor_core.monitoring.writing.write import Job, Record, Write
from proctor_core.services.outage.filing import Filing
from proctor_core.services.outage.outbox import Entry, Outbox

log = logging.getLogger(__name__)


class PutOff:
    """What an earlier process left in the outbox comes first. One per writer."""

    def __init__(self, outbox: Outbox, filing: Filing, attempts: Attempts) -> None:
        self._outbox, self._filing, self._attempts = outbox, filing, attempts
        self._jobs: deque[Write] = deque()
        self._records: dict[int, Record] = {}
        """Records of this process by the number of their entry: they hear when it is filed."""

    @property
    def count(self) -> int:
        """Writes that wait."""
        return len(self._jobs) + self._outbox.count

    @property
    def jobs(self) -> tuple[Write, ...]:
        """What a killed process would lose."""
        return tuple(self._jobs)

    def add(self, write: Write) -> bool:
        """Let a write wait behind all that does; False when it finds no place, since disk or media store take nothing."""
        if not isinstance(write, Record):
            self._jobs.append(write)
            return True
        try:
            number = self._outbox.add(write.complete())
        except Unavailable as error:
            log.warning("finds no place to wait: %s: %s", write.what, error)
            return False
        self._records[number] = write
        return True

    def catch_up(self) -> None:
        """Store what waits, oldest first, as far as it goes."""
        while entry := self._outbox.first():
            outcome = self._attempts.store(Job(f"{entry.write.kind} that waited", partial(self._file, entry)))
            if outcome is Outcome.LATER:
                return
            if outcome is Outcome.REFUSED or (outcome is Outcome.UNKNOWN and not self._is_erased(entry)):
                self._outbox.set_aside(entry.id)
            else:
                self._outbox.remove(entry.id)
            self._records.pop(entry.id, None)
        while self._jobs:
            if self._attempts.store(self._jobs[0]) is Outcome.LATER:
                return
            self._jobs.popleft()

    def _file(self, entry: Entry) -> None:
        tally = self._filing.file(entry.write)
        if record := self._records.get(entry.id):
            record.was_filed(tally)

    def _is_erased(self, entry: Entry) -> bool:
        """Whether this database itself has erased the entry's session; that its row is missing proves nothing."""
        try:
            return self._filing.is_erased(entry.write.session_id)
        except exc.SQLAlchemyError:
            return False
