"""What a program does about its store and its tables by itself, declared as tasks: the daily sweep above all."""

import logging
from collections.abc import Callable
from datetime import datetime

from proctor_core.domain.store_standing import StoreStanding
from proctor_core.services.files.store_identity import StoreIdentity
from proctor_core.services.keeping.overwriting import Overwriting
from proctor_core.services.keeping.retention import RetentionService
from proctor_core.tasks.queue import BackgroundTasks

log = logging.getLogger(__name__)

LOOKS_FOR_A_DUE_SWEEP = 10
"""Minutes between two looks; the sweep itself runs once a day, whenever the program was started."""


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
