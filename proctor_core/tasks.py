"""Work that nobody waits for: kept in a file of the data folder, done by one thread of this process, ended at SIGTERM.

The daily sweep runs here, webhooks too; uploaded recordings in a queue of their own, so that nothing else waits for them, and
on other machines too. A task carries ids and nothing else about a person: the file is not searched when one is erased (it
zeroes what it deletes all the same).
"""

import logging
import math
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import psycopg
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.storage import BaseSqlStorage

from proctor_core.domain.store_standing import StoreStanding
from proctor_core.services.files.store_identity import StoreIdentity
from proctor_core.services.keeping.overwriting import Overwriting
from proctor_core.services.keeping.retention import RetentionService
from proctor_core.services.recordings.recording_uploads import RecordingUploads
from proctor_core.services.webhooks.webhook_sending import WebhookSender

log = logging.getLogger(__name__)

LOOKS_FOR_A_DUE_SWEEP = 10
"""Minutes between two looks; the sweep itself runs once a day, whenever the program was started."""
_LONGEST_POLL_S = 2.0
HANDED_IN_S = 2
"""Between the end of a session's watch and the row that says so; a slower one is found by the look of every minute."""
KNOCKS_LATER_S = 60
"""What is due later is found by the look of every minute."""
LATE_S = 60.0
"""A planned look that is so late does not come any more."""
"""An idle worker looks this often: the longest that a task waits for nothing."""


_JOINING_IS_QUEUED_AS = "proctor_core.monitoring.segment_keeping"
"""A task's name in the queue begins with its module; version 0.1 wrote this one, and what it left is worked off."""


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
    """One per queue of a process. Tasks are declared on `queue` before `start`, as `queue.task(...)` or by `every_minutes`.

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

    def every_minutes(self, minutes: int, name: str, run: Callable[[], object]) -> None:
        """Call `run` each time the clock's minute is a multiple of `minutes`; what it raises is logged."""

        def task() -> None:
            run()

        declare = cast(
            Callable[[Callable[[], None]], object], self.queue.periodic_task(crontab(f"*/{minutes}"), name=name)
        )
        declare(task)

    def prepare(self) -> None:
        """Make what the queue lies in, where it is missing: who does not work may still knock."""
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
            # Knocked at without a start: the file is open all the same.
            self.queue.storage.close()
            return True
        consumer.shutdown_timeout = timeout_s
        consumer.stop(graceful=True)
        is_done = not any(thread.is_alive() for _, thread in consumer.worker_threads)
        if is_done:
            self.queue.storage.close()
        return is_done


class _OneKnock:
    """At most one later look is planned: each look that planned another one would be a queue that grows."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._planned_s: float | None = None

    def is_wanted(self, in_s: float) -> bool:
        """Whether a look in so many seconds would come before the one that is planned; then it is the planned one."""
        now_s = time.monotonic()
        with self._lock:
            is_planned = self._planned_s is not None and now_s - LATE_S < self._planned_s <= now_s + in_s
            self._planned_s = self._planned_s if is_planned else now_s + in_s
            return not is_planned

    def came(self) -> None:
        """The planned look is there."""
        with self._lock:
            self._planned_s = None


def deliver_webhooks(tasks: BackgroundTasks, sender: WebhookSender) -> Callable[[], object]:
    """Declare the sending of what waits in the outbox; answers the function that asks for it at once.

    The outbox is the truth and the task only a knock: what a crash lost, and what failed, is found every minute and at the start.
    """

    later = _OneKnock()

    def send() -> None:
        next_s = sender.send_due()
        if next_s is not None and next_s < KNOCKS_LATER_S and later.is_wanted(next_s):
            again.schedule(delay=max(1, math.ceil(next_s)))

    def send_again() -> None:
        later.came()
        send()

    task: Any = tasks.queue.task(name="webhooks")(send)
    again: Any = tasks.queue.task(name="webhooks-again")(send_again)

    def knock() -> None:
        try:
            task()
        except sqlite3.Error as error:
            log.warning("webhooks are sent within a minute: the queue of tasks does not answer (%s)", error)

    tasks.every_minutes(1, "webhooks-left", send)
    tasks.queue.on_startup(name="webhooks-left")(send)
    return knock


def analyse_recordings(tasks: BackgroundTasks, work_off: Callable[[], object]) -> Callable[[UUID], None]:
    """Declare the analysis of uploaded recordings; answers the function that asks for it at once.

    The rows say what there is to do and who does it; the task is only a knock, so it carries nothing. What waits for the end
    of a session, what failed, and what a dead worker had, is found by the look of every minute.
    """

    def look() -> None:
        work_off()

    task: Any = tasks.queue.task(name="recording-analysis")(look)
    # Not while a long one is at work: looks that pile up behind it find nothing.
    every_minute: Any = tasks.queue.periodic_task(crontab("*"), name="recording-analyses-left", expires=KNOCKS_LATER_S)
    every_minute(look)

    def knock(_: UUID | None = None) -> None:
        try:
            task()
        except (sqlite3.Error, psycopg.Error) as error:
            log.warning("a recording is analysed within a minute: the queue of tasks does not answer (%s)", error)

    tasks.queue.on_startup(name="recording-analyses-left")(knock)
    return knock


def sweep_daily(tasks: BackgroundTasks, retention: RetentionService, clock: Callable[[], datetime]) -> None:
    """Declare the daily sweep; where the media store is not the database's own, `keep_up_with_store` says so."""

    def sweep_if_due() -> None:
        now = clock()
        if retention.identity.look() is StoreStanding.OWN and retention.is_due(now):
            log.info("swept: %s", retention.erase_due(now).in_words())

    tasks.every_minutes(LOOKS_FOR_A_DUE_SWEEP, "sweep", sweep_if_due)
    # A machine that runs for some minutes a day sweeps too.
    tasks.queue.on_startup(name="sweep")(sweep_if_due)


def keep_up_with_store(tasks: BackgroundTasks, identity: StoreIdentity) -> None:
    """Declare that database and media store count how far they have come together: a backup from before is known by it."""
    tasks.every_minutes(1, "store-identity", identity.keep_up)
    tasks.queue.on_startup(name="store-identity")(identity.keep_up)


def rewrite_tables(tasks: BackgroundTasks, overwriting: Overwriting) -> None:
    """Declare that tables of PostgreSQL are written anew after an erasure; SQLite's file is, by the erasure itself."""

    def rewrite() -> None:
        if overwriting.due():
            overwriting.run()

    tasks.every_minutes(1, "rewriting", rewrite)
    tasks.queue.on_startup(name="rewriting")(rewrite)


def sweep_uploads(tasks: BackgroundTasks, uploads: RecordingUploads) -> None:
    """Declare the removal of uploads that are over, and the end of those that a kill cut off at their last byte."""
    tasks.every_minutes(LOOKS_FOR_A_DUE_SWEEP, "uploads", uploads.sweep)
    tasks.queue.on_startup(name="uploads")(uploads.sweep)


def join_recordings(tasks: BackgroundTasks, process_due: Callable[[], object]) -> Callable[[], None]:
    """Declare the joining of the video of sessions that are over; answers the function that asks for it soon.

    What a kill cut off, and whom nobody asked for, is found every minute and at the start.
    """

    def join() -> None:
        process_due()

    join.__module__ = _JOINING_IS_QUEUED_AS
    task: Any = tasks.queue.task(name="recordings-over")(join)
    tasks.every_minutes(1, "recordings", process_due)
    tasks.queue.on_startup(name="recordings at the start")(process_due)

    def knock() -> None:
        try:
            task.schedule(delay=HANDED_IN_S)
        except sqlite3.Error as error:
            log.warning("video is joined within a minute: the queue of tasks does not answer (%s)", error)

    return knock
