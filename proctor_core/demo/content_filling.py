"""The background work: tells the stories that are not there yet, on threads that give way to everything else."""

import logging
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from proctor_core.demo.content_removal import remove_sessions
from proctor_core.demo.played_stories import note_played
from proctor_core.demo.rendered_looks import LookSource
from proctor_core.demo.replay import Replay, StoryStopped
from proctor_core.demo.stories import Story
from proctor_core.demo.story_services import Stage

log = logging.getLogger(__name__)

MOST_THREADS = 2
_NICENESS = 10


@dataclass(frozen=True, slots=True)
class DemoProgress:
    """How many of the demo sessions are there."""

    done: int
    total: int

    @property
    def is_done(self) -> bool:
        """Whether all are."""
        return self.done >= self.total


class ContentFilling:
    """Some stories, told by one or two threads; a story that fails is taken back and left out."""

    def __init__(
        self,
        stage: Stage,
        stories: Sequence[Story],
        total: int,
        new_looks: Callable[[], LookSource],
        clock: Callable[[], datetime],
        ended: Callable[[], object],
    ) -> None:
        """`ended` is called once, when no story is being told any more."""
        self._ended = ended
        self._stage = stage
        self._waiting = deque(stories)
        self._new_looks = new_looks
        self._clock = clock
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._at_work = 0
        self.progress = DemoProgress(total - len(stories), total)

    def start(self, demo_begins_at: datetime) -> None:
        """Begin; returns at once."""
        count = self._at_work = min(MOST_THREADS, os.cpu_count() or 1, len(self._waiting))
        if not count:
            self._ended()
        self._threads = [
            threading.Thread(target=self._work, args=(demo_begins_at,), name=f"demo-{number}", daemon=True)
            for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def stop(self, timeout_s: float) -> None:
        """End after the look that is being made; a half-told story is taken back."""
        self._stopping.set()
        self.wait(timeout_s)

    def wait(self, timeout_s: float) -> bool:
        """Wait for the end; False when it did not come in time."""
        ends_at = time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(max(0.0, ends_at - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _work(self, demo_begins_at: datetime) -> None:
        _give_way()
        looks = self._new_looks()
        try:
            while not self._stopping.is_set() and (story := self._next()):
                self._count(self._play(story, looks, demo_begins_at))
        finally:
            looks.close()
            self._one_ended()

    def _one_ended(self) -> None:
        with self._lock:
            self._at_work -= 1
            is_last = self._at_work == 0
        if is_last:
            self._ended()

    def _next(self) -> Story | None:
        with self._lock:
            return self._waiting.popleft() if self._waiting else None

    def _play(self, story: Story, looks: LookSource, demo_begins_at: datetime) -> bool:
        """Whether the story is there now."""
        replay = Replay(story, self._stage, looks, story.begins_at(demo_begins_at), self._stopping.is_set)
        try:
            session_id = replay.play()
            note_played(self._stage.services.basis.engine, story.key, session_id, self._clock())
        except StoryStopped:
            self._take_back(replay)
            return False
        except Exception:
            log.exception("the demo story %s failed and is left out", story.key)
            self._take_back(replay)
            return False
        return True

    def _take_back(self, replay: Replay) -> None:
        """Remove the half session; what can't be removed now is, at the next start."""
        stage = self._stage
        try:
            replay.put_down()
            if replay.session_id:
                basis = stage.services.basis
                remove_sessions(basis.engine, basis.media, (stage.log_dir,), [replay.session_id], self._clock())
        except Exception:
            log.exception("a half-told demo session is left for the next start")

    def _count(self, is_played: bool) -> None:
        with self._lock:
            before = self.progress
            self.progress = DemoProgress(before.done + is_played, before.total - (not is_played))


def _give_way() -> None:
    """Let every other thread go first, where threads have a priority of their own."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
