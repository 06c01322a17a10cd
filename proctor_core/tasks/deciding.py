"""The announcing of decisions that were held long enough, declared as a task."""

import logging
import sqlite3
from collections.abc import Callable

from proctor_core.domain.held_decision import HOLD_TIME
from proctor_core.services.reviewing.held_decisions import HeldDecisionService
from proctor_core.tasks.queue import BackgroundTasks

log = logging.getLogger(__name__)

BEFORE_OTHERS = 10
"""Priority in the queue: a taker waits for it."""


def announce_decisions(tasks: BackgroundTasks, held: HeldDecisionService) -> Callable[[], None]:
    """Declare it; returns the function that asks for a look in time.

    The rows say what is held and until when; the task carries nothing. What a kill or a clock that was set back left is found
    by the look of every minute and at the start.
    """

    def announce() -> None:
        held.announce_due()

    task = tasks.declare("decisions", announce)
    tasks.every_minutes(1, "decisions-left", announce)
    tasks.queue.on_startup(name="decisions-left")(announce)

    def enqueue() -> None:
        try:
            task.schedule(delay=HOLD_TIME.total_seconds(), priority=BEFORE_OTHERS)
        except sqlite3.Error as error:
            log.warning("a decision is announced within a minute: the queue of tasks does not answer (%s)", error)

    return enqueue
