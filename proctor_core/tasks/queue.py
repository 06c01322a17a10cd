"""A queue of tasks: kept in a file of the data folder or in PostgreSQL, done by one thread of this process, ended at SIGTERM.

A task carries ids and nothing else about a person: the file is not searched when one is erased (it zeroes what it deletes all
the same).
"""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, cast

from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.storage import BaseSqlStorage

_LONGEST_POLL_S = 2.0
"""An idle worker looks this often: the longest that a task waits for nothing."""
QUEUED_AS = "proctor_core.tasks"
"""A task's name in the queue begins with the module of its function, and outlives the program that wrote it: every function
that is declared carries this one, wherever it lives today."""


class _Zeroing(sqlite3.Connection):
    """Overwrites what is deleted."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.execute("PRAGMA secure_delete=ON")


class _Consumer(Consumer):
    """Worker and scheduler as threads of this process, which has its own way with signals."""

    def _set_signal_handlers(self) -> None:
        """uvicorn's handlers stay: the end of the program calls `BackgroundTasks.stop`."""


def queue_in_file(file: Path, name: str = "proctor") -> Huey:
    """A queue in an SQLite file, in a folder that is there by the start."""
    return SqliteHuey(
        name,
        results=False,
        filename=str(file),
        create_tables=False,
        # A write-ahead log would keep what was deleted.
        journal_mode="delete",
        factory=_Zeroing,
    )


def queue_in_postgres(address: str, name: str) -> Huey:
    """A queue in tables `huey_...` of a PostgreSQL database, for workers on several machines."""
    return PostgresHuey(name, results=False, dsn=address, create_tables=False)


class BackgroundTasks:
    """One per queue of a process. Tasks are declared before `start`, by `declare` or `every_minutes`.

    A task that fails is tried again as often as it was declared with (`retries`, `retry_delay` in seconds); one that was cut
    off by a kill is not: whoever declares it looks for what was left undone.
    """

    def __init__(self, queue: Huey, alone: Callable[[], AbstractContextManager[None]] = nullcontext) -> None:
        """What the queue lies in is made at the start; `alone` keeps other processes from making it at the same moment."""
        self.queue = queue
        self._alone = alone
        self._consumer: _Consumer | None = None
        # A thread's own connection, which nobody else could close.
        queue.on_shutdown(name="connection")(queue.storage.close)

    def declare(self, name: str, run: Callable[..., object], module: str = QUEUED_AS) -> Any:
        """Let `run` be done as the task `name` of `module`, as it stands in the queue; returns what enqueues it."""
        run.__module__ = module
        return self.queue.task(name=name)(run)

    def every_minutes(self, minutes: int, name: str, run: Callable[[], object], expires_s: int | None = None) -> None:
        """Call `run` each time the clock's minute is a multiple of `minutes`; what it raises is logged.

        One that waited for `expires_s` behind others is let go.
        """

        def task() -> None:
            run()

        task.__module__ = QUEUED_AS
        declare = cast(
            Callable[[Callable[[], None]], object],
            self.queue.periodic_task(crontab(f"*/{minutes}"), name=name, expires=expires_s),
        )
        declare(task)

    def prepare(self) -> None:
        """Make what the queue lies in, where it is missing: who does not work may still enqueue."""
        # Two CREATE TABLE IF NOT EXISTS at once: PostgreSQL lets one of them fail.
        with self._alone():
            cast(BaseSqlStorage, self.queue.storage).initialize_schema()

    def start(self) -> None:
        """Begin to work: also on what an earlier process left in the file."""
        self.prepare()
        self._consumer = _Consumer(
            self.queue, workers=1, max_delay=_LONGEST_POLL_S, scheduler_interval=1, check_worker_health=False
        )
        self._consumer.start()

    def stop(self, timeout_s: float) -> bool:
        """End: the task that runs may finish within `timeout_s`; whether it did. What waits is kept for the next process."""
        consumer, self._consumer = self._consumer, None
        if consumer is None:
            # Written to without a start: the file is open all the same.
            self.queue.storage.close()
            return True
        consumer.shutdown_timeout = timeout_s
        consumer.stop(graceful=True)
        is_done = not any(thread.is_alive() for _, thread in consumer.worker_threads)
        if is_done:
            self.queue.storage.close()
        return is_done
