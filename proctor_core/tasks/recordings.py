"""Video and uploaded recordings, declared as tasks: the analysis of uploads, their end, the joining of live video."""

import logging
import sqlite3
from collections.abc import Callable
from uuid import UUID

import psycopg

from proctor_core.services.recordings.recording_uploads import RecordingUploads
from proctor_core.tasks.queue import BackgroundTasks

log = logging.getLogger(__name__)

HANDED_IN_S = 2
"""Between the end of a session's monitoring and the row that says so; a slower one is found by the look of every minute."""
ONE_LOOK_S = 60
"""A look that waited so long behind a long one has a younger look behind it."""
LOOKS_FOR_OLD_UPLOADS = 10
"""Minutes between two looks."""
_JOINING_IS_QUEUED_AS = "proctor_core.monitoring.segment_keeping"
"""Where version 0.1 declared the joining; what it left in a queue is worked off."""


def analyse_recordings(tasks: BackgroundTasks, work_off: Callable[[], object]) -> Callable[[UUID], None]:
    """Declare the analysis of uploaded recordings; returns the function that asks for it at once.

    The rows say what there is to do and who does it; the task only asks for a look at them, so it carries nothing.
    What waits for the end of a session, what failed, and what a dead worker had, is found by the look of every minute.
    """

    def look() -> None:
        work_off()

    task = tasks.declare("recording-analysis", look)
    # Not while a long one is at work: looks that pile up behind it find nothing.
    tasks.every_minutes(1, "recording-analyses-left", look, expires_s=ONE_LOOK_S)

    def enqueue(_: UUID | None = None) -> None:
        try:
            task()
        except (sqlite3.Error, psycopg.Error) as error:
            log.warning("a recording is analysed within a minute: the queue of tasks does not answer (%s)", error)

    tasks.queue.on_startup(name="recording-analyses-left")(enqueue)
    return enqueue


def sweep_uploads(tasks: BackgroundTasks, uploads: RecordingUploads) -> None:
    """Declare the removal of uploads that are over, and the end of those that a kill cut off at their last byte."""
    tasks.every_minutes(LOOKS_FOR_OLD_UPLOADS, "uploads", uploads.sweep)
    tasks.queue.on_startup(name="uploads")(uploads.sweep)


def join_recordings(tasks: BackgroundTasks, process_due: Callable[[], object]) -> Callable[[], None]:
    """Declare the joining of the video of sessions that are over; returns the function that asks for it soon.

    What a kill cut off, and whom nobody asked for, is found every minute and at the start.
    """

    def join() -> None:
        process_due()

    task = tasks.declare("recordings-over", join, _JOINING_IS_QUEUED_AS)
    tasks.every_minutes(1, "recordings", process_due)
    tasks.queue.on_startup(name="recordings at the start")(process_due)

    def enqueue() -> None:
        try:
            task.schedule(delay=HANDED_IN_S)
        except sqlite3.Error as error:
            log.warning("video is joined within a minute: the queue of tasks does not answer (%s)", error)

    return enqueue
