"""The queue of uploaded recordings with the worker that analyses them, here or in a process of its own."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from proctor_core.monitoring.recordings.recording_worker import RecordingWorker
from proctor_core.tasks.queue import BackgroundTasks

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RecordingTasks:
    """`announce` asks for the analysis of a recording; `works_here`: this process does the work, else it only asks for it."""

    tasks: BackgroundTasks
    worker: RecordingWorker
    announce: Callable[[UUID], None]
    works_here: bool

    def start(self) -> None:
        """Begin to work, or make ready to ask for it."""
        if self.works_here:
            self.tasks.start()
        else:
            self.tasks.prepare()

    def stop(self, timeout_s: float) -> None:
        """End; what is being looked at is given back for another to take."""
        self.worker.ending.set()
        if not self.tasks.stop(timeout_s):
            log.warning("the analysis of a recording was cut off; another worker begins it again")
