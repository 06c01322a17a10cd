"""Background tasks: kept in a file until they are done, ended with the program, and a sweep once a day."""

import signal
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from db.tables import AuditEvent, ProctorReview
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.retention import RetentionTimes
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, SessionStatus
from proctor_core.services.files.session_files import SessionFiles
from proctor_core.services.keeping.retention import A_DAY, RetentionService
from proctor_core.services.webhooks.webhook_outbox import call_after_commit
from proctor_core.tasks.deciding import announce_decisions
from proctor_core.tasks.keeping import keep_up_with_store, rewrite_tables, sweep_daily
from proctor_core.tasks.queue import BackgroundTasks, queue_in_file, queue_in_postgres
from proctor_core.tasks.recordings import analyse_recordings, join_recordings, sweep_uploads
from proctor_core.tasks.statistics import keep_sums
from proctor_core.tasks.waiting import announce_waiting
from proctor_core.tasks.webhooks import deliver_webhooks
from tests.support.processes import wait_until
from tests.support.receiver import receiver
from tests.support.session_world import SessionWorld

PATIENCE_S = 15.0
DECLARED: tuple[Any, ...] = (
    deliver_webhooks,
    announce_decisions,
    analyse_recordings,
    join_recordings,
    sweep_uploads,
    keep_up_with_store,
    rewrite_tables,
)
QUEUED = (
    *("webhooks", "webhooks-again", "webhooks-left"),
    *("recording-analysis", "recording-analyses-left", "recordings", "uploads"),
    *("decisions", "decisions-left"),
    *("waiting-news", "waiting-mail"),
    *("store-identity", "sweep", "rewriting"),
    *("statistics", "statistics-compared"),
)


@pytest.fixture
def world(sqlite_engine: Engine, tmp_path: Path) -> SessionWorld:
    return SessionWorld(sqlite_engine, tmp_path / "media")


@pytest.fixture
def tasks(tmp_path: Path) -> Iterator[BackgroundTasks]:
    made = BackgroundTasks(queue_in_file(tmp_path / "tasks.db"))
    yield made
    made.stop(PATIENCE_S)


def test_building_writes_nothing(tasks: BackgroundTasks, tmp_path: Path) -> None:
    assert list(tmp_path.iterdir()) == []
    assert tasks.stop(1.0), "what was not started ends at once"


def test_what_was_left_waiting_is_done_by_the_next_process(tmp_path: Path) -> None:
    done = threading.Event()
    for is_first in (True, False):
        tasks = BackgroundTasks(queue_in_file(tmp_path / "tasks.db"))
        deliver = tasks.queue.task(name="deliver")(lambda number: done.set() if number == 7 else None)
        if is_first:
            tasks.queue.storage.initialize_schema()
            deliver(7)
            tasks.queue.storage.close()
    assert not done.is_set()
    tasks.start()
    assert done.wait(PATIENCE_S)
    assert tasks.stop(5.0)


def test_no_byte_of_a_task_is_left_when_it_is_done(tmp_path: Path) -> None:
    tasks, done = BackgroundTasks(queue_in_file(tmp_path / "tasks.db")), threading.Event()
    declared = tasks.queue.task(name="deliver")(lambda _: done.set())
    tasks.queue.storage.initialize_schema()
    declared("an id such as zqxzqx")
    assert b"zqxzqx" in (tmp_path / "tasks.db").read_bytes()
    tasks.start()
    assert done.wait(PATIENCE_S)
    assert tasks.stop(5.0)
    assert b"zqxzqx" not in b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.is_file())


def test_tasks_are_called_in_the_queue_as_in_version_0_1(tasks: BackgroundTasks) -> None:
    nothing: Any = SimpleNamespace(keep_up=print, sweep=print, announce_due=lambda: 0, fold=print)
    for declare in DECLARED:
        declare(tasks, nothing)
    sweep_daily(tasks, nothing, print)
    keep_sums(tasks, nothing, print)
    announce_waiting(tasks, nothing, nothing, None, "")
    assert set(tasks.queue._registry._registry) == {
        *(f"proctor_core.tasks.{name}" for name in QUEUED),
        "proctor_core.monitoring.segment_keeping.recordings-over",
    }


def test_a_task_that_fails_is_tried_again(tasks: BackgroundTasks) -> None:
    tries, done = [], threading.Event()

    def deliver() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("not reachable")
        done.set()

    declared = tasks.queue.task(retries=1, name="deliver")(deliver)
    tasks.start()
    declared()
    assert done.wait(PATIENCE_S)
    assert tasks.stop(5.0)


def test_the_end_does_not_wait_longer_than_it_was_told(tasks: BackgroundTasks) -> None:
    begun, release = threading.Event(), threading.Event()

    def long() -> None:
        begun.set()
        release.wait(PATIENCE_S)

    declared = tasks.queue.task(name="long")(long)
    tasks.start()
    declared()
    assert begun.wait(PATIENCE_S)
    before = time.monotonic()
    assert not tasks.stop(0.2)
    assert time.monotonic() - before < 2.0
    release.set()
    workers = [thread for thread in threading.enumerate() if thread.name.startswith("Worker")]
    for worker in workers:
        worker.join(PATIENCE_S)
    assert not any(worker.is_alive() for worker in workers), "what was cut off ends by itself"
    tasks.queue.storage.close()


def test_the_program_keeps_its_own_signal_handlers(tasks: BackgroundTasks) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    tasks.start()
    tasks.stop(5.0)
    assert [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)] == before


def test_a_message_goes_out_after_its_commit_and_what_waited_at_the_start(
    tasks: BackgroundTasks, world: SessionWorld
) -> None:
    with receiver() as other:
        world.webhooks.add(world.administrator, "quiz", other.url)
        session = world.answered()
        world.sessions.submit(world.taker, session.id, 1.0)  # by a process that died before it sent anything
        call_after_commit(world.engine, deliver_webhooks(tasks, world.sender))
        world.sessions.submit(
            world.taker, world.answered().id, 1.0
        )  # the queue has no file yet: that is said, and harmless
        tasks.start()
        wait_until(lambda: len(other.received) == 2, "what waited at the start", timeout_s=PATIENCE_S)
        world.sessions.submit(world.taker, world.answered().id, 1.0)
        wait_until(lambda: len(other.received) == 3, "what was committed just now", timeout_s=PATIENCE_S)
    assert tasks.stop(5.0)


def test_however_often_it_fails_one_later_look_is_planned(tasks: BackgroundTasks, world: SessionWorld) -> None:
    with receiver() as other:
        other.answers = [500] * 3
        world.webhooks.add(world.administrator, "quiz", other.url)
        tasks.queue.storage.initialize_schema()
        deliver_webhooks(tasks, world.sender)
        (look,) = tasks.queue._registry.periodic_tasks
        for _ in range(3):
            world.sessions.submit(world.taker, world.answered().id, 1.0)
            look.execute()
        assert len(other.received) == 3
    assert tasks.queue.scheduled_count() + tasks.queue.pending_count() == 1
    tasks.queue.storage.close()


def test_the_video_of_a_session_that_is_over_waits_for_no_minute_to_pass(tasks: BackgroundTasks) -> None:
    looked = threading.Semaphore(0)
    video_is_over = join_recordings(tasks, looked.release)
    tasks.start()
    assert looked.acquire(timeout=PATIENCE_S), "at the start"
    video_is_over()
    assert looked.acquire(timeout=PATIENCE_S)


def test_it_sweeps_once_a_day_whenever_it_was_started(
    tasks: BackgroundTasks, world: SessionWorld, tmp_path: Path
) -> None:
    retention = RetentionService(
        world.engine, SessionFiles(world.media, tmp_path / "logs"), RetentionTimes(), world.identity
    )
    sweep_daily(tasks, retention, world.clock)
    tasks.start()
    assert tasks.stop(PATIENCE_S)
    assert len(world.rows(AuditEvent, action="program.swept")) == 1, "at the start"
    (sweep,) = tasks.queue._registry.periodic_tasks
    for passed in (timedelta(0), timedelta(minutes=10), A_DAY, timedelta(minutes=10)):
        world.clock.pass_time(passed.total_seconds())
        sweep.execute()
    first, second = sorted(event.at for event in world.rows(AuditEvent, action="program.swept"))
    assert second - first >= A_DAY
    last = retention.last_sweep()
    assert last is not None and last.detail.startswith("expired 0 sessions")


def test_all_days_are_compared_once_a_day_a_part_each_time(tasks: BackgroundTasks, world: SessionWorld) -> None:
    begun: list[Iterator[int]] = []

    def compare() -> Iterator[int]:
        begun.append(iter((1, 2)))
        return begun[-1]

    keep_sums(tasks, cast(Any, SimpleNamespace(fold=print, compare=compare)), world.clock)
    (step,) = (one for one in tasks.queue._registry.periodic_tasks if one.name == "statistics-compared")
    for passed_h, so_many in ((0, 1), (0, 1), (0, 1), (0, 1), (0, 1), (22, 1), (2, 2)):
        world.clock.pass_time(passed_h * 3600)
        step.execute()
        assert len(begun) == so_many
    assert next(begun[0], None) is None, "all of its parts were asked for"


def test_a_decision_that_a_killed_program_held_is_announced_at_the_start(
    tasks: BackgroundTasks, world: SessionWorld
) -> None:
    session, lee = world.answered(), world.person("lee", Role.MODERATOR)
    world.sessions.submit(world.taker, session.id, 1.0, [FlagReason(FlagRule.VIOLATION_COUNT, 3.0, 3.0, "3 seen")])
    (review,) = world.rows(ProctorReview)
    held = world.services.reviewing.held_decisions
    held.decide(lee, review.id, DecisionKind.APPROVE, "", review.revision)
    world.clock.pass_time(60)
    enqueue = announce_decisions(tasks, held)
    tasks.start()
    wait_until(lambda: world.stored(session.id).status is SessionStatus.PASSED, "the decision", timeout_s=PATIENCE_S)
    enqueue()
    assert tasks.queue.scheduled_count() + tasks.queue.pending_count() == 1, "the next one is looked for in time"
    assert tasks.stop(5.0)


@pytest.mark.postgres
def test_a_queue_in_postgres_calls_a_worker_of_another_process(postgres_url: str) -> None:
    address = postgres_url.replace("postgresql+psycopg2://", "postgresql://")
    asking, working = (BackgroundTasks(queue_in_postgres(address, "recordings")) for _ in range(2))
    looks: list[float] = []
    enqueue = analyse_recordings(asking, lambda: None)
    analyse_recordings(working, lambda: looks.append(time.monotonic()))
    asking.prepare()
    working.start()
    try:
        wait_until(lambda: bool(looks), "a look at the start, for what waited", timeout_s=PATIENCE_S)
        before = len(looks)
        enqueue(uuid4())
        wait_until(lambda: len(looks) > before, "a look once it was enqueued", timeout_s=PATIENCE_S)
    finally:
        assert working.stop(5.0)
        asking.queue.storage.close()


def test_a_queue_that_does_not_answer_costs_nobody_the_upload(tasks: BackgroundTasks) -> None:
    enqueue = analyse_recordings(tasks, lambda: None)
    enqueue(uuid4())  # nothing was made yet: the look of every minute finds it
