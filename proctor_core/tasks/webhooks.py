"""The sending of webhooks, declared as tasks."""

import logging
import math
import sqlite3
import threading
import time
from collections.abc import Callable

from proctor_core.services.webhooks.webhook_sending import WebhookSender
from proctor_core.tasks.queue import BackgroundTasks

log = logging.getLogger(__name__)

LOOKS_AGAIN_S = 60
"""What is due later is found by the look of every minute."""
LATE_S = 60.0
"""A planned look that is so late does not come any more."""


class _PlannedLook:
    """At most one later look is planned: each look that planned another one would be a queue that grows."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._planned_s: float | None = None

    def is_wanted(self, in_s: float) -> bool:
        """Whether a look in so many seconds would come before the one that is planned; then it is the planned one."""
        now_s = time.monotonic()
        with self._lock:
            is_planned = self._planned_s is not None and now_s - LATE_S < self._planned_s <= now_s + in_s
            self._planned_s = self._planned_s if is_planned else now_s + in_s
            return not is_planned

    def came(self) -> None:
        """The planned look is there."""
        with self._lock:
            self._planned_s = None


def deliver_webhooks(tasks: BackgroundTasks, sender: WebhookSender) -> Callable[[], object]:
    """Declare the sending of what waits in the outbox; returns the function that asks for it at once.

    The outbox is the truth and the task only asks for a look at it: what a crash lost, and what failed, is found every
    minute and at the start.
    """

    later = _PlannedLook()

    def send() -> None:
        next_s = sender.send_due()
        if next_s is not None and next_s < LOOKS_AGAIN_S and later.is_wanted(next_s):
            again.schedule(delay=max(1, math.ceil(next_s)))

    def send_again() -> None:
        later.came()
        send()

    task = tasks.declare("webhooks", send)
    again = tasks.declare("webhooks-again", send_again)

    def enqueue() -> None:
        try:
            task()
        except sqlite3.Error as error:
            log.warning("webhooks are sent within a minute: the queue of tasks does not answer (%s)", error)

    tasks.every_minutes(1, "webhooks-left", send)
    tasks.queue.on_startup(name="webhooks-left")(send)
    return enqueue
