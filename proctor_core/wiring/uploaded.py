"""The analysis of uploaded recordings, in the process that serves or in a worker."""

import os
import socket
from functools import partial

from huey import Huey
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from db.one_at_a_time import TABLES_OF_QUEUES, one_at_a_time
from db.shared_clock import database_now
from proctor_core.monitoring.recordings.recording_process import Patience
from proctor_core.monitoring.recordings.recording_worker import RecordingWorker
from proctor_core.services.chain.appending import require_the_same_key
from proctor_core.services.recordings.recording_outcome import RecordingOutcomeService
from proctor_core.services.recordings.recording_work import RecordingWork
from proctor_core.settings import Settings, TaskQueue
from proctor_core.tasks.queue import BackgroundTasks, queue_in_file, queue_in_postgres
from proctor_core.tasks.recording_tasks import RecordingTasks
from proctor_core.tasks.recordings import analyse_recordings
from proctor_core.wiring.clock import now
from proctor_core.wiring.detectors import detector_paths
from proctor_core.wiring.ground import Ground, lay_ground

RECORDINGS = "recordings"
"""The queue that calls workers to uploaded recordings."""


def build_worker(settings: Settings) -> tuple[Engine, RecordingTasks]:
    """What `python -m proctor_core worker` needs: no pages, no API, no lock on the data folder.

    Raises:
        ModelUnavailable: the face models are missing.
        Unavailable: the media store can't be opened.
        InvalidInput: it has another key than the program that serves.
    """
    ground = lay_ground(settings)
    require_the_same_key(ground.engine)
    return ground.engine, recording_tasks(ground, works_here=True)


def recording_tasks(ground: Ground, *, works_here: bool) -> RecordingTasks:
    """The analysis of uploaded recordings, in a queue of its own: a long one keeps nothing else waiting."""
    engine, media = ground.engine, ground.media
    worker = RecordingWorker(
        work=RecordingWork(engine, now, media, database_now),
        outcome=RecordingOutcomeService(engine, now),
        media=media,
        folder=ground.folders.uploads,
        models=detector_paths(ground.models),
        patience=Patience(whole_s=ground.settings.analysis_hours * 3600),
        name=f"{socket.gethostname()} process {os.getpid()}",
    )
    tasks = BackgroundTasks(_queue(ground), partial(one_at_a_time, engine, TABLES_OF_QUEUES))
    announce = analyse_recordings(tasks, worker.work_off)
    return RecordingTasks(tasks, worker, announce, works_here)


def _queue(ground: Ground) -> Huey:
    if ground.settings.task_queue is TaskQueue.FILE:
        return queue_in_file(ground.data_dir / "tasks.db", RECORDINGS)
    address = make_url(ground.settings.database_address).set(drivername="postgresql")
    return queue_in_postgres(address.render_as_string(hide_password=False), RECORDINGS)
