"""The program's parts, wired: what `bootstrap` builds once per process, and how they begin and end."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from db.engine import reading
from db.queries.newest_stamp import newest_stamp
from proctor_core.api.parts import ApiParts
from proctor_core.demo.content import DemoContent
from proctor_core.errors import Unavailable
from proctor_core.monitoring.composition import Monitoring
from proctor_core.rejudging.trials import PolicyTrials
from proctor_core.services.chain.appending import begin_chain
from proctor_core.services.composition import Services
from proctor_core.start import database
from proctor_core.start.data_folder import FolderLock
from proctor_core.tasks.queue import BackgroundTasks
from proctor_core.tasks.recording_tasks import RecordingTasks
from proctor_core.wiring.monitoring import Watching
from proctor_core.wiring.page_services import PageServices

log = logging.getLogger(__name__)

WRITE_OUT_S = 6.0
"""Seconds that the end of the program gives the writer; SIGTERM must be done within 10."""
TASK_S = 1.5
"""Seconds that the end of the program gives the background task that runs."""


@dataclass(frozen=True, slots=True)
class Application:
    """One per process: services, what runs beside them, and what pages and routes are given.

    Attributes:
        go_on_from: takes the newest time in the database, so that no second comes twice.
        trials: of another policy on sessions that were judged.
        pages, api_parts: the few that pages and routes use.
        wants_demo: an empty database is filled with demo content.
    """

    folder: FolderLock
    go_on_from: Callable[[datetime | None], None]
    services: Services
    watching: Watching
    tasks: BackgroundTasks
    recordings: RecordingTasks
    demo: DemoContent
    trials: PolicyTrials
    pages: PageServices
    api_parts: ApiParts
    wants_demo: bool

    @property
    def engine(self) -> Engine:
        """The database."""
        return self.services.basis.engine

    @property
    def monitoring(self) -> Monitoring:
        """Who is watched, and how a session ends."""
        return self.watching.monitoring

    def require_tables(self) -> None:
        """Nothing works on a database of another version, or on an empty one.

        Raises:
            DatabaseAway: the database can't be reached.
            OtherTables: its tables are not the ones this program knows.
        """
        database.require_tables(self.engine)

    def start(self) -> None:
        """Start the threads; load demo content into a new database in the background.

        Raises:
            AlreadyServed: another process serves the data folder.
            DatabaseAway, OtherTables: see `require_tables`.
        """
        self.require_tables()
        self.folder.take()
        with reading(self.engine) as db:
            # Seconds of a session go on where they were, also when the clock was set back while no process ran.
            self.go_on_from(newest_stamp(db))
        begin_chain(self.engine)
        writing = self.monitoring.writing
        writing.writer.start()
        # What waited when the process before ended belongs before anything that a page may read or write now.
        if not writing.writer.flush(WRITE_OUT_S):
            log.warning("%d writes of the process before wait for the database", writing.writer.waiting)
        self.watching.pool.start()
        writing.heartbeats.writer.start()
        self.tasks.start()
        self.recordings.start()
        if self.wants_demo:
            self.demo.begin_if_new()

    def stop(self) -> None:
        """End the threads with everything written."""
        self.recordings.stop(TASK_S)
        if not self.tasks.stop(TASK_S):
            log.warning("a background task was cut off; what it left undone is found at its next run")
        watching, writing = self.watching, self.monitoring.writing
        watching.demo_cameras.stop_all()
        self.demo.stop()
        writing.heartbeats.writer.stop()
        watching.pool.stop(timeout_s=2.0)
        watching.looks.close()
        self.monitoring.monitors.stop(self.services.basis.clock())
        self._count_up()
        if not writing.writer.stop(WRITE_OUT_S):
            log.error("%d writes were not done in time", writing.writer.waiting)
        self.engine.dispose()
        self.folder.give_back()

    def _count_up(self) -> None:
        """So that a copy of the database made while the program ran is known as older from now on."""
        try:
            self.services.keeping.identity.keep_up()
        except (Unavailable, SQLAlchemyError) as error:
            log.warning("the end was not counted, database or store is away: %s", type(error).__name__)
