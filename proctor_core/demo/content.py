"""The demo content of one database: people and surveys at once, sessions in the background; and how it is taken away."""

import logging
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Engine
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
from proctor_core.media.store import MediaStore
from proctor_core.services.surveys.session_policy import SessionRules
from proctor_core.services.taking.sessions import SessionService

if TYPE_CHECKING:
    from proctor_core.checks.observer import Observer

__all__ = ["DemoContent", "DemoProgress", "DemoServices"]

log = logging.getLogger(__name__)

STOP_S = 3.0


def _let_go(_session_id: UUID) -> None:
    """Nothing watches demo sessions."""


@dataclass(frozen=True, slots=True)
class DemoServices:
    """What demo content is made with.

    Attributes:
        rules: the settings that sessions take over; with proctoring off the stories happen without a camera.
        models: names the model files in use; other files, other looks.
        session_dirs: where the program itself keeps a folder for each session: logs, uploads.
        let_go: ends whatever watches a session, before it is removed.
    """

    engine: Engine
    media: MediaStore
    clock: Callable[[], datetime]
    rules: SessionRules = field(default_factory=SessionRules)
    models: str = ""
    session_dirs: tuple[Path, ...] = ()
    let_go: Callable[[UUID], object] = _let_go


class DemoContent:
    """One per process."""

    def __init__(
        self,
        services: DemoServices,
        new_observer: Callable[[], "Observer"],
        cache_dir: Path,
        *,
        stories: Sequence[Story] = STORIES,
        new_looks: Callable[[], LookSource] | None = None,
    ) -> None:
        """`new_looks` gives a thread its looks; by default they are drawn and seen by the observer that `new_observer` makes."""
        self._services = services
        self._new_observer = new_observer
        self._cache_dir = cache_dir
        self._stories = stories
        self._new_looks = new_looks or self._rendered_looks
        self._filling: ContentFilling | None = None
        self._lock = ProcessLock(services.engine, DEMO_CONTENT)

    def is_loaded(self) -> bool:
        """Whether demo people are in the database."""
        with reading(self._services.engine) as db:
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
        services = self._services
        add_people_and_surveys(services.engine, services.rules, services.clock)
        self._tidy_up()
        log.info("demo people and surveys are loaded")
        played = played_keys(services.engine)
        waiting = [story for story in self._stories if story.key not in played]
        self._filling = ContentFilling(
            self._stage(), waiting, len(self._stories), self._new_looks, services.clock, self._lock.give_back
        )
        self._filling.start(begun_at(demo_people(services.engine)))

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
        services = self._services
        for session_id in demo_sessions(services.engine):
            services.let_go(session_id)
        count = remove_all(services.engine, services.media, self._session_dirs(), services.clock())
        shutil.rmtree(self._cache_dir, ignore_errors=True)
        return count

    def _tidy_up(self) -> None:
        """What a killed process left: half sessions go, and nobody sits before a camera that it played."""
        services = self._services
        half = half_sessions(services.engine)
        if half:
            remove_sessions(services.engine, services.media, self._session_dirs(), half, services.clock())
        shutil.rmtree(self._cache_dir / "logs", ignore_errors=True)
        sessions = SessionService(services.engine, services.clock, services.rules)
        for session_id in left_running(services.engine):
            sessions.interrupt(session_id)

    def _stage(self) -> Stage:
        services = self._services
        return Stage(
            engine=services.engine,
            media=services.media,
            rules=services.rules,
            log_dir=self._cache_dir / "logs",
            people=demo_people(services.engine),
            surveys=demo_surveys(services.engine),
        )

    def _rendered_looks(self) -> LookSource:
        return RenderedLooks(self._cache_dir / "looks", self._services.models, self._new_observer)

    def _session_dirs(self) -> tuple[Path, ...]:
        return (self._cache_dir / "logs", *self._services.session_dirs)

    def _has_people(self) -> bool:
        with reading(self._services.engine) as db:
            return db.exec(select(func.count()).select_from(User)).one() > 0
