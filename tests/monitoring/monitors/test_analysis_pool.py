"""The pool: fair turns between sessions, one's failure is its own, and threads that end."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from proctor_core.domain.observation import Frame, Observation
from proctor_core.domain.policy import STANDARD
from proctor_core.monitoring.camera.received_frame import ReceivedFrame
from proctor_core.monitoring.monitors.analysis_pool import LOOKS_TO_JUDGE_BY, AnalysisPool
from proctor_core.monitoring.monitors.session_monitor import SessionMonitor
from tests.rules.observations import calm
from tests.support.processes import wait_until
from tests.support.watch_world import PlayedObserver, picture

STREAM = "a tab"
LOOK_S = 0.002


def clock() -> datetime:
    return datetime.now(UTC)


@dataclass
class EagerMonitor(SessionMonitor):
    """A session whose camera is never slow: there is always a frame, and it is always due."""

    name: str
    is_broken: bool = False
    looks: int = 0

    def __post_init__(self) -> None:
        super().__init__(uuid4(), STANDARD, clock())
        self.attach(STREAM)
        self._put_off_until = clock()

    def is_due(self, now: datetime) -> bool:
        return now >= self._put_off_until

    def put_off(self, until: datetime) -> None:
        self._put_off_until = until

    def look(self, observer: object, now: datetime) -> None:
        self.looks += 1
        if self.is_broken:
            raise ValueError("a frame that nobody can read")
        threading.Event().wait(LOOK_S)


@dataclass
class HeldMonitor(EagerMonitor):
    """A session whose first look takes until it is released."""

    release: threading.Event = field(default_factory=threading.Event)

    def look(self, observer: object, now: datetime) -> None:
        super().look(observer, now)
        self.release.wait(10)


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
    one, two, three = (EagerMonitor(name) for name in ("one", "two", "three"))
    with running(one, two, three):
        wait_until(lambda: one.looks >= 20, "twenty looks", timeout_s=10, every_s=0.005)
    assert max(m.looks for m in (one, two, three)) - min(m.looks for m in (one, two, three)) <= 1


def test_a_slow_look_holds_one_thread_and_the_others_share_the_rest_equally() -> None:
    slow, two, three = HeldMonitor("slow"), EagerMonitor("two"), EagerMonitor("three")
    with running(slow, two, three, threads=2):
        wait_until(lambda: two.looks >= 20, "twenty looks", timeout_s=10, every_s=0.005)
        counts = (slow.looks, two.looks - three.looks)
        slow.release.set()
    assert counts[0] == 1
    assert abs(counts[1]) <= 1


def test_a_session_whose_looks_fail_waits_and_the_others_do_not() -> None:
    good, bad = EagerMonitor("good"), EagerMonitor("bad", is_broken=True)
    with running(bad, good):
        wait_until(lambda: good.looks >= 20, "twenty looks", timeout_s=10, every_s=0.005)
    assert bad.looks <= 2


def test_a_look_is_at_the_newest_frame_of_a_real_monitor() -> None:
    monitor = SessionMonitor(uuid4(), STANDARD, clock())
    monitor.attach(STREAM)
    with running(monitor, threads=2):
        monitor.receive(STREAM, ReceivedFrame(lambda: picture(7), clock(), 0.0))
        monitor.receive(STREAM, ReceivedFrame(lambda: picture(8), clock(), 0.1))
        wait_until(lambda: bool(monitor.system_check_items), "a system check", timeout_s=10, every_s=0.005)
    assert monitor.system_check_items[1].measured == 1.0


def test_no_two_threads_look_at_one_session_at_once() -> None:
    inside, overlaps = list[int](), list[int]()

    class Watched(PlayedObserver):
        def observe(self, frame: Frame, **options: object) -> Observation:
            inside.append(1)
            overlaps.append(len(inside))
            threading.Event().wait(0.01)
            inside.pop()
            return calm(frame.captured_s)

    monitor = SessionMonitor(uuid4(), STANDARD, clock())
    monitor.attach(STREAM)
    pool = AnalysisPool(Watched, lambda: (monitor,), lambda _: None, clock, 3)  # pyright: ignore[reportArgumentType]
    pool.start()
    try:
        for number in range(100):
            monitor.receive(STREAM, ReceivedFrame(lambda: picture(7), clock(), float(number)))
            monitor.put_off(clock())
            threading.Event().wait(LOOK_S)
    finally:
        pool.stop(5.0)
    assert set(overlaps) == {1}


def test_a_failing_tick_does_not_stop_time() -> None:
    ticks = Ticks()
    with running(ticks=ticks):
        wait_until(lambda: len(ticks.times) >= 2, "a second tick", timeout_s=5, every_s=0.02)


def test_an_observer_that_can_not_be_made_is_no_busy_loop(caplog: pytest.LogCaptureFixture) -> None:
    tries: list[int] = []

    def no_observer() -> PlayedObserver:
        tries.append(1)
        raise FileNotFoundError("the model is gone")

    monitor = SessionMonitor(uuid4(), STANDARD, clock())
    monitor.attach(STREAM)
    monitor.receive(STREAM, ReceivedFrame(lambda: picture(7), clock(), 0.0))
    pool = AnalysisPool(no_observer, lambda: (monitor,), lambda _: None, clock, 1)  # pyright: ignore[reportArgumentType]
    pool.start()
    try:
        wait_until(lambda: bool(tries), "a try", timeout_s=5, every_s=0.01)
        threading.Event().wait(0.2)
    finally:
        pool.stop(5.0)
    assert len(tries) <= 2
    assert "a look failed in session" in caplog.messages[-1]


def test_all_threads_end_in_time() -> None:
    before = set(threading.enumerate())
    with running(EagerMonitor("one"), threads=3):
        started = set(threading.enumerate()) - before
        assert {t.name for t in started} == {"analysis-0", "analysis-1", "analysis-2", "ticker"}
    assert not any(thread.is_alive() for thread in started)


def test_the_pool_tells_its_pace_after_some_looks() -> None:
    monitor = EagerMonitor("one")
    with running(monitor) as pool:
        wait_until(lambda: pool.looks_per_second() is not None, "a pace", timeout_s=10)
        pace = pool.looks_per_second()
    assert monitor.looks >= LOOKS_TO_JUDGE_BY // 10
    assert pace is not None and 0 < pace <= 1 / LOOK_S
