"""What is shown of a running session: its live status to the taker's pages, a glance and a still to moderators."""

from collections.abc import Callable
from datetime import datetime

from proctor_core.domain.camera_state import CameraState
from proctor_core.monitoring.monitors.evidence import encode_jpeg
from proctor_core.monitoring.monitors.live_glance import Glance, small_still
from proctor_core.monitoring.monitors.live_status import CheckLine, LiveStatus, camera_state
from proctor_core.monitoring.monitors.monitor_state import MonitorState
from proctor_core.monitoring.monitors.subscribers import Subscribers
from proctor_core.monitoring.video.session_video import SessionVideo


class SessionView:
    """One per monitor: pages and the API read it from their own threads, the monitor has it publish what changed.

    It reads the monitor's state under that state's lock, and keeps the status that was published last. Pictures are encoded
    without the lock.
    """

    def __init__(self, state: MonitorState, video: SessionVideo, subscribers: Subscribers) -> None:
        self._state = state
        self._video = video
        self._subscribers = subscribers
        self._published: LiveStatus | None = None

    # ---- for the taker's pages ----

    def subscribe(self, page: str, changed: Callable[[], object]) -> Callable[[], None]:
        """Listen to changes of `status_for`; returns the function that stops it."""
        return self._subscribers.add(page, changed)

    def publish(self) -> None:
        """Notify the pages, if the one whose camera counts would show something else than before."""
        with self._state.lock:
            status = self.status_for(self._state.feed.stream)
            is_new = status != self._published
            self._published = status
        if is_new:
            self._subscribers.notify()

    def status_for(self, page: str) -> LiveStatus:
        """What this page should show."""
        state = self._state
        with state.lock:
            active = state.active
            return LiveStatus(
                phase=state.phase,
                camera=self._camera(page),
                items=tuple(CheckLine(i.item, i.state, i.reason) for i in state.items),
                notes=active.session.notes if active else 0,
                threshold=state.policy.violation_threshold,
                is_flagged=active.session.is_flagged if active else False,
                open_types=active.open_types if active else (),
                last_note=active.last_note if active else None,
                is_demo_camera=state.feed.is_demo_camera,
                message=state.message,
                video_rests=self._video.lacks_room,
            )

    def newest_jpeg(self) -> bytes | None:
        """The newest picture of the demo camera; a real camera's is never sent back."""
        picture = self._state.newest.picture
        return encode_jpeg(picture) if picture is not None and self._state.feed.is_demo_camera else None

    # ---- for moderators ----

    def glance(self, now: datetime) -> Glance:
        """How the session stands."""
        state = self._state
        with state.lock:
            active, has_picture = state.active, self._has_picture(now)
            return Glance(
                phase=state.phase,
                camera=self._camera(state.feed.stream),
                open_types=active.open_types if active else (),
                open_signals=active.open_signals if active else (),
                notes=active.session.notes if active else 0,
                threshold=state.policy.violation_threshold,
                is_flagged=active.session.is_flagged if active else False,
                coverage=active.coverage_so_far(active.second_of(now)) if active else None,
                picture=round(state.newest.observations[-1].t_s * 1000) if has_picture else None,
            )

    def still(self, now: datetime) -> bytes | None:
        """The newest picture as a small JPEG without bystanders; None before the questions, and when none came lately."""
        state = self._state
        with state.lock:
            picture, active = state.newest.picture, state.watching
            if picture is None or active is None or state.is_stale(now):
                return None
            faces = active.newest_faces
        return small_still(picture, faces)

    def _has_picture(self, now: datetime) -> bool:
        state = self._state
        return state.watching is not None and state.newest.picture is not None and not state.is_stale(now)

    def _camera(self, page: str) -> CameraState:
        state, feed = self._state, self._state.feed
        return camera_state(
            has_looks=bool(state.newest.observations),
            is_silent=state.is_silent,
            is_taken_over=bool(feed.stream) and page != feed.stream and not feed.is_demo_camera,
            signals=state.active.open_signals if state.active else (),
        )
