"""The demo content of one database: people and surveys at once, sessions in the background; and how it is taken away."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, delete
from sqlmodel import col, func, select

from db.engine import reading, transaction
from db.tables import Survey, SurveySession, User
from proctor_core.demo.cast import VISITOR, accounts
from proctor_core.demo.surveys import COMMUTE_SURVEY, CUSTOMER_STUDY, DEFINITIONS
from proctor_core.media.store import MediaStore, media_key
from proctor_core.services.accounts import AccountService
from proctor_core.services.session_policy import SessionRules
from proctor_core.services.surveys import SurveyService

if TYPE_CHECKING:
    from proctor_core.checks.observer import Observer

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DemoServices:
    """What demo content is made with."""

    engine: Engine
    media: MediaStore
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class DemoProgress:
    """How many of the demo sessions are there."""

    done: int
    total: int

    @property
    def is_done(self) -> bool:
        """Whether all are."""
        return self.done >= self.total


class DemoContent:
    """One per process."""

    def __init__(self, services: DemoServices, new_observer: Callable[[], "Observer"], cache_dir: Path) -> None:
        self._services = services
        self._new_observer = new_observer
        self._cache_dir = cache_dir
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._progress = DemoProgress(0, 0)

    def is_loaded(self) -> bool:
        """Whether demo people are in the database."""
        with reading(self._services.engine) as db:
            return db.exec(select(User.id).where(col(User.is_demo)).limit(1)).first() is not None

    def progress(self) -> DemoProgress:
        """How far the background work is."""
        return self._progress

    def begin_if_new(self) -> None:
        """Load demo content into a database that nobody is in yet."""
        with reading(self._services.engine) as db:
            if db.exec(select(func.count()).select_from(User)).one() > 0:
                return
        self._add_people_and_surveys()

    def stop(self) -> None:
        """End the background work; what is there stays."""
        self._stopping.set()
        if self._thread:
            self._thread.join(5.0)

    def remove(self) -> int:
        """Take away all demo people, surveys and sessions with their pictures; answers how many sessions that were."""
        self.stop()
        engine, media = self._services.engine, self._services.media
        with reading(engine) as db:
            sessions = db.exec(select(SurveySession.id).where(col(SurveySession.is_demo))).all()
        for session_id in sessions:
            media.delete_prefix(media_key(session_id))
        with transaction(engine) as db:
            db.exec(delete(SurveySession).where(col(SurveySession.is_demo)))
            db.exec(delete(Survey).where(col(Survey.is_demo)))
            db.exec(delete(User).where(col(User.is_demo)))
        return len(sessions)

    def _add_people_and_surveys(self) -> None:
        services = self._services
        people = AccountService(services.engine, services.clock)
        surveys = SurveyService(services.engine, services.clock, SessionRules())
        users = {
            account.name: people.create_user(None, account.name, account.display_name, account.role, None, is_demo=True)
            for account in accounts()
        }
        for slug, is_watched in ((COMMUTE_SURVEY, False), (CUSTOMER_STUDY, True)):
            survey = surveys.add_version(None, slug, DEFINITIONS[slug], proctoring_enabled=is_watched, is_demo=True)
            surveys.assign(None, survey.id, users[VISITOR.name].id, is_demo=True)
        log.info("demo people and surveys are loaded")
