"""The pool: fair turns between sessions, one's failure is its own, and threads that end."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from types import SimpleNamespace
from uuid import uuid4

import pytest

from proctor_core.domain.observation import Frame, Observation
from proctor_core.domain.policy import STANDARD
from proctor_core.monitoring.camera.received_frame import ReceivedFrame
from proctor_core.monitoring.monitors import analysis_pool
from proctor_core.monitoring.monitors.analysis_pool import AnalysisPool
from proctor_core.monitoring.monitors.session_monitor import SessionMonitor
from tests.rules.observations import calm
from tests.support.monitor_world import PlayedObserver, picture
from tests.support.processes import wait_until

STREAM = "a tab"
LOOKS = 60


def clock() -> datetime:
    return datetime.now(UTC)


@dataclass
class EagerLooks:
    """Of a session whose camera is never slow: there is always a frame, and it is due until there were enough looks at all."""

    name: str
    looks_of_all: list[str] = field(default_factory=list)
    is_broken: bool = False
    put_off_until: datetime = field(default_factory=clock)

    @property
    def count(self) -> int:
        return self.looks_of_all.count(self.name)

    def is_due(self, now: datetime) -> bool:
        return now >= self.put_off_until and len(self.looks_of_all) < LOOKS

    def put_off(self, until: datetime) -> None:
        self.put_off_until = until

    def take(self, observer: object, now: datetime) -> None:
        self.looks_of_all.append(self.name)
        if self.is_broken:
            raise ValueError("a frame that nobody can read")


@dataclass
class HeldLooks(EagerLooks):
    """The first look takes until it is released."""

    release: threading.Event = field(default_factory=threading.Event)

    def take(self, observer: object, now: datetime) -> None:
        super().take(observer, now)
        self.release.wait(10)


def monitor_with(looks: EagerLooks) -> SessionMonitor:
    monitor = SessionMonitor(uuid4(), STANDARD, clock())
    monitor.looks = looks  # pyright: ignore[reportAttributeAccessIssue]
    return monitor


@dataclass
class Ticks:
    """What the ticker was told."""

    times: list[datetime] = field(default_factory=list)

    def __call__(self, now: datetime) -> None:
        self.times.append(now)
        if len(self.times) == 1:
            raise ValueError("the first tick fails")


@contextmanager
def running(*monitors: SessionMonitor, threads: int = 1, ticks: Ticks | None = None) -> Iterator[AnalysisPool]:
    pool = AnalysisPool(PlayedObserver, lambda: monitors, ticks or Ticks(), clock, threads)  # pyright: ignore[reportArgumentType]
    pool.start()
    try:
        yield pool
    finally:
        pool.stop(5.0)


def test_sessions_get_equal_turns() -> None:
    looks: list[str] = []
    with running(*(monitor_with(EagerLooks(name, looks)) for name in ("one", "two", "three"))):
        wait_until(lambda: len(looks) == LOOKS, "sixty looks", timeout_s=10, every_s=0.005)
    assert looks == ["one", "two", "three"] * (LOOKS // 3)


def test_a_slow_look_holds_one_thread_and_the_others_share_the_rest_equally() -> None:
    looks: list[str] = []
    slow, two, three = HeldLooks("slow", looks), EagerLooks("two", looks), EagerLooks("three", looks)
    with running(*map(monitor_with, (slow, two, three)), threads=2):
        wait_until(lambda: len(looks) == LOOKS, "sixty looks", timeout_s=10, every_s=0.005)
        slow.release.set()
    assert slow.count == 1
    assert abs(two.count - three.count) <= 1


def test_a_session_whose_looks_fail_waits_and_the_others_do_not() -> None:
    looks: list[str] = []
    good, bad = EagerLooks("good", looks), EagerLooks("bad", looks, is_broken=True)
    with running(*map(monitor_with, (bad, good))):
        wait_until(lambda: len(looks) == LOOKS, "sixty looks", timeout_s=10, every_s=0.005)
    assert bad.count <= 2 < good.count


def test_a_look_is_at_the_newest_frame_of_a_real_monitor() -> None:
    monitor = SessionMonitor(uuid4(), STANDARD, clock())
    monitor.attach(STREAM)
    with running(monitor, threads=2):
        monitor.receive(STREAM, ReceivedFrame(lambda: picture(7), clock(), 0.0))
        monitor.receive(STREAM, ReceivedFrame(lambda: picture(8), clock(), 0.1))
        wait_until(lambda: bool(monitor.system_check_items), "a system check", timeout_s=10, every_s=0.005)
    assert monitor.system_check_items[1].measured == 1.0


def test_no_two_threads_look_at_one_session_at_once() -> None:
    inside, most_inside, others = list[float](), list[int](), list[str]()
    monitor, other = SessionMonitor(uuid4(), STANDARD, clock()), monitor_with(EagerLooks("other", others))
    monitor.attach(STREAM)

    class Held(PlayedObserver):
        def observe(self, frame: Frame, **options: object) -> Observation:
            """While a frame is looked at the next one comes, is due at once, and the other threads look elsewhere."""
            inside.append(frame.captured_s)
            most_inside.append(len(inside))
            if not others:
                monitor.receive(STREAM, ReceivedFrame(lambda: picture(7), clock(), 1.0))
                monitor.looks.put_off(clock())
                wait_until(lambda: len(others) == LOOKS, "sixty looks elsewhere", timeout_s=10, every_s=0.005)
            inside.pop()
            return calm(frame.captured_s)

    monitor.receive(STREAM, ReceivedFrame(lambda: picture(7), clock(), 0.0))
    monitors = [monitor]
    pool = AnalysisPool(Held, lambda: tuple(monitors), lambda _: None, clock, 3)  # pyright: ignore[reportArgumentType]
    pool.start()
    try:
        wait_until(lambda: bool(inside), "a first look", timeout_s=10, every_s=0.005)
        monitors.append(other)
        wait_until(lambda: len(most_inside) == 2, "a look at the next frame", timeout_s=10, every_s=0.005)
    finally:
        pool.stop(5.0)
    assert most_inside == [1, 1]


def test_a_failing_tick_does_not_stop_time() -> None:
    ticks = Ticks()
    with running(ticks=ticks):
        wait_until(lambda: len(ticks.times) >= 2, "a second tick", timeout_s=5, every_s=0.02)


def test_an_observer_that_can_not_be_made_is_no_busy_loop(caplog: pytest.LogCaptureFixture) -> None:
    tries, ticks, stands = list[int](), list[datetime](), clock()

    def no_observer() -> PlayedObserver:
        tries.append(1)
        raise FileNotFoundError("the model is gone")

    monitor = SessionMonitor(uuid4(), STANDARD, stands)
    monitor.attach(STREAM)
    monitor.receive(STREAM, ReceivedFrame(lambda: picture(7), stands, 0.0))
    pool = AnalysisPool(no_observer, lambda: (monitor,), ticks.append, lambda: stands, 1)  # pyright: ignore[reportArgumentType]
    pool.start()
    try:
        wait_until(
            lambda: len(tries) >= 2 and len(ticks) >= 1, "a try at a look, and a tick", timeout_s=5, every_s=0.01
        )
    finally:
        pool.stop(5.0)
    assert len(tries) == 2, "the first one, and one at a look that is put off since"
    assert "a look failed in session" in caplog.messages[-1]


def test_all_threads_end_in_time() -> None:
    before = set(threading.enumerate())
    with running(monitor_with(EagerLooks("one")), threads=3):
        started = set(threading.enumerate()) - before
        assert {t.name for t in started} == {"analysis-0", "analysis-1", "analysis-2", "ticker"}
    assert not any(thread.is_alive() for thread in started)


def test_the_pool_tells_its_pace_after_some_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = count(step=0.25)
    clocks = SimpleNamespace(perf_counter=lambda: next(seconds), monotonic=time.monotonic)
    monkeypatch.setattr(analysis_pool, "time", clocks)
    with running(monitor_with(EagerLooks("one"))) as pool:
        wait_until(lambda: pool.looks_per_second() is not None, "a pace", timeout_s=10, every_s=0.005)
        assert pool.looks_per_second() == 4.0
