"""The drawn demo camera: plays a clip into a session's monitor at the pace of a real camera; all after "frame" is real."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from proctor_core.demo.clips import DEMO_CAMERA_CLIP, Clip, frame_at
from proctor_core.domain.observation import Picture
from proctor_core.monitoring.camera.received_frame import ReceivedFrame
from proctor_core.monitoring.monitors.live_status import Phase
from proctor_core.monitoring.monitors.session_monitor import SessionMonitor

FRAMES_PER_SECOND = 8


class DemoCameras:
    """The demo cameras that run in this process: one per session."""

    def __init__(self, clock: Callable[[], datetime], clip: Clip = DEMO_CAMERA_CLIP) -> None:
        self._clock = clock
        self._clip = clip
        self._stops: dict[UUID, threading.Event] = {}

    def is_running(self, session_id: UUID) -> bool:
        """Whether a demo camera plays for this session."""
        return session_id in self._stops

    def start(self, monitor: SessionMonitor, stream: str) -> None:
        """Play the clip in a loop into the monitor until it ends or `stop` is called."""
        self.stop(monitor.session_id)
        stop = self._stops[monitor.session_id] = threading.Event()
        monitor.attach(stream, is_demo_camera=True)
        name = f"demo-camera-{monitor.session_id.hex[:6]}"
        threading.Thread(target=self._play, args=(monitor, stream, stop), name=name, daemon=True).start()

    def stop(self, session_id: UUID) -> None:
        """Stop the session's demo camera, as if it were unplugged."""
        stop = self._stops.pop(session_id, None)
        if stop:
            stop.set()

    def stop_all(self) -> None:
        """The process ends."""
        for session_id in tuple(self._stops):
            self.stop(session_id)

    def _play(self, monitor: SessionMonitor, stream: str, stop: threading.Event) -> None:
        began = self._clock()
        shown = 0
        while not stop.is_set() and monitor.phase is not Phase.ENDED:
            picture = self._picture(shown / FRAMES_PER_SECOND)
            if picture is not None:
                monitor.receive(stream, _frame(picture, self._clock(), shown / FRAMES_PER_SECOND))
            shown += 1
            due = began + timedelta(seconds=shown / FRAMES_PER_SECOND)
            stop.wait(max(0.0, (due - self._clock()).total_seconds()))
        self._stops.pop(monitor.session_id, None) if self._stops.get(monitor.session_id) is stop else None

    def _picture(self, t_s: float) -> Picture | None:
        return frame_at(self._clip, t_s % self._clip.duration_s)


def _frame(picture: Picture, at: datetime, source_time_s: float) -> ReceivedFrame:
    return ReceivedFrame(lambda: picture, at, source_time_s)
