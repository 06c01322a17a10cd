"""The demo content of one database: people and surveys at once, sessions in the background; and how it is taken away."""

import logging
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel import col, func, select

from db.engine import reading
from db.one_at_a_time import DEMO_CONTENT, ProcessLock
from db.tables import User
from proctor_core.demo.content_filling import ContentFilling, DemoProgress
from proctor_core.demo.content_removal import demo_sessions, remove_all, remove_sessions
from proctor_core.demo.people_and_surveys import add_people_and_surveys, begun_at, demo_people, demo_surveys
from proctor_core.demo.played_stories import half_sessions, left_running, played_keys
from proctor_core.demo.rendered_looks import LookSource, RenderedLooks
from proctor_core.demo.repertoire import STORIES
from proctor_core.demo.stories import Story
from proctor_core.demo.story_services import Stage
from proctor_core.services.composition import Services

if TYPE_CHECKING:
    from proctor_core.checks.observer import Observer

__all__ = ["DemoContent", "DemoParts", "DemoProgress"]

log = logging.getLogger(__name__)

STOP_S = 3.0


def _let_go(_session_id: UUID) -> None:
    """Nothing watches demo sessions."""


def _do_nothing() -> None:
    """Nothing joins video here."""


@dataclass(frozen=True, slots=True)
class DemoParts:
    """What demo content is made with.

    Attributes:
        services: the program's own; where their settings have proctoring off, the stories happen without a camera.
        models: names the model files in use; other files, other looks.
        let_go: ends whatever watches a session, before it is removed.
        video_is_over: asks for the joining of the video of sessions that are over.
    """

    services: Services
    models: str = ""
    let_go: Callable[[UUID], object] = _let_go
    video_is_over: Callable[[], object] = _do_nothing


class DemoContent:
    """One per process."""

    def __init__(
        self,
        parts: DemoParts,
        new_observer: Callable[[], "Observer"],
        cache_dir: Path,
        *,
        stories: Sequence[Story] = STORIES,
        new_looks: Callable[[], LookSource] | None = None,
    ) -> None:
        """`new_looks` gives a thread its looks; by default they are drawn and seen by the observer that `new_observer` makes."""
        self._parts, self._services = parts, parts.services
        self._new_observer = new_observer
        self._cache_dir = cache_dir
        self._stories = stories
        self._new_looks = new_looks or self._rendered_looks
        self._filling: ContentFilling | None = None
        self._lock = ProcessLock(parts.services.basis.engine, DEMO_CONTENT)

    def is_loaded(self) -> bool:
        """Whether demo people are in the database."""
        with reading(self._services.basis.engine) as db:
            return db.exec(select(User.id).where(col(User.is_demo)).limit(1)).first() is not None

    def progress(self) -> DemoProgress:
        """How far the background work is."""
        return self._filling.progress if self._filling else DemoProgress(0, 0)

    def begin_if_new(self) -> None:
        """Load demo content into a database that nobody is in yet, or go on where an ended process was."""
        if not self._lock.take(waits=False):
            log.info("another process loads the demo content of this database")
            return
        if not self.is_loaded() and self._has_people():
            self._lock.give_back()
            return
        basis = self._services.basis
        add_people_and_surveys(self._services)
        self._tidy_up()
        log.info("demo people and surveys are loaded")
        played = played_keys(basis.engine)
        waiting = [story for story in self._stories if story.key not in played]
        self._filling = ContentFilling(
            self._stage(), waiting, len(self._stories), self._new_looks, basis.clock, self._lock.give_back
        )
        self._filling.start(begun_at(demo_people(basis.engine)))

    def wait(self, timeout_s: float) -> bool:
        """Wait until the background work has ended; False when it did not in time."""
        return self._filling is None or self._filling.wait(timeout_s)

    def stop(self) -> None:
        """End the background work; what is there stays."""
        if self._filling:
            self._filling.stop(STOP_S)
        self._lock.give_back()

    def remove(self) -> int:
        """Take away all demo people, surveys and sessions with their pictures; returns how many sessions that were."""
        self.stop()
        self._filling = None
        basis = self._services.basis
        for session_id in demo_sessions(basis.engine):
            self._parts.let_go(session_id)
        count = remove_all(basis.engine, basis.media, self._session_dirs(), basis.clock())
        shutil.rmtree(self._cache_dir, ignore_errors=True)
        return count

    def _tidy_up(self) -> None:
        """What a killed process left: half sessions go, and nobody sits before a camera that it played."""
        basis = self._services.basis
        half = half_sessions(basis.engine)
        if half:
            remove_sessions(basis.engine, basis.media, self._session_dirs(), half, basis.clock())
        shutil.rmtree(self._cache_dir / "logs", ignore_errors=True)
        for session_id in left_running(basis.engine):
            self._services.taking.stored.interrupt(session_id)

    def _stage(self) -> Stage:
        engine = self._services.basis.engine
        people, surveys = demo_people(engine), demo_surveys(engine)
        return Stage(self._services, self._cache_dir / "logs", people, surveys, self._parts.video_is_over)

    def _rendered_looks(self) -> LookSource:
        return RenderedLooks(self._cache_dir / "looks", self._parts.models, self._new_observer)

    def _session_dirs(self) -> tuple[Path, ...]:
        folders = self._services.basis.settings.folders
        return (self._cache_dir / "logs", folders.observations, folders.uploads)

    def _has_people(self) -> bool:
        with reading(self._services.basis.engine) as db:
            return db.exec(select(func.count()).select_from(User)).one() > 0
