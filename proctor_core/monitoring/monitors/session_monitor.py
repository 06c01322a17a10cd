"""The live side of one survey session, from the first frame to submit or sweep: what the registry keeps one of.

A page attaches a stream to it and listens to it; it never owns it. Frames come from the event loop (`receive`), looks from
an analysis thread (`look`), time from the pool's ticker (`tick`), questions from script threads; one lock orders the last three.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from proctor_core.domain.camera_state import CameraState
from proctor_core.domain.enrolment import SystemCheckItem
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.live_message import LiveMessage
from proctor_core.domain.observation import Frame, Observation, Picture
from proctor_core.domain.policy import Policy
from proctor_core.domain.violation import SignalKind
from proctor_core.monitoring.camera.camera_feed import CameraFeed
from proctor_core.monitoring.camera.received_frame import ReceivedFrame
from proctor_core.monitoring.monitors.active_monitoring import ActiveMonitoring
from proctor_core.monitoring.monitors.evidence import encode_jpeg
from proctor_core.monitoring.monitors.live_glance import Glance, small_still
from proctor_core.monitoring.monitors.live_status import CheckLine, LiveStatus, Phase, camera_state
from proctor_core.monitoring.monitors.newest_looks import NewestLooks
from proctor_core.monitoring.monitors.reference_taking import ReferenceTaking
from proctor_core.monitoring.monitors.subscribers import Subscribers
from proctor_core.monitoring.video.session_recorder import SessionRecorder
from proctor_core.rules.enrolment import system_check
from proctor_core.rules.next_look import NextLook, PhoneCheck

if TYPE_CHECKING:
    # Importing it imports the networks' runtimes, which takes a second: only the analysis threads do.
    from proctor_core.checks.observer import Observer

CHECKING_INTERVAL_S = 0.3
AWAY_AFTER = timedelta(seconds=15)
"""No page and no frame for so long: the taker is away. Chromium itself takes seconds to reconnect after a reload."""


class SessionMonitor:
    """One per running survey session."""

    def __init__(self, session_id: UUID, policy: Policy, now: datetime) -> None:
        self.session_id = session_id
        self.policy = policy
        self.phase = Phase.CHECKING
        self._lock = threading.RLock()
        self._feed = CameraFeed()
        self._subscribers = Subscribers()
        self._created_at = self._last_alive_at = now
        self._is_silent = False
        self._hidden_since: datetime | None = None
        self._next_look_at = now
        self._looks = NewestLooks()
        self._items: tuple[SystemCheckItem, ...] = ()
        self._taking: ReferenceTaking | None = None
        self._active: ActiveMonitoring | None = None
        self._said: LiveStatus | None = None
        self._message: LiveMessage | None = None

    # --- the camera's side -------------------------------------------------------------------------------------------

    def attach(self, stream: str, *, is_demo_camera: bool = False) -> None:
        """From now on only the frames of this stream count: the newer one takes over, the older page is told."""
        with self._lock:
            if self._feed.attach(stream, is_demo_camera=is_demo_camera):
                self._looks.forget_camera()
                self._hidden_since = None
        # The page that loses the camera reads another status than the one that gets it, so both are told in any case.
        self._subscribers.notify()

    @property
    def has_stream(self) -> bool:
        """Whether a page's camera was attached."""
        return bool(self._feed.stream)

    def receive(self, stream: str, frame: ReceivedFrame) -> None:
        """A frame arrived; called on the event loop, so it only hands over."""
        self._feed.receive(stream, frame)

    # --- the pool's side ---------------------------------------------------------------------------------------------

    def is_due(self, now: datetime) -> bool:
        """Whether an unread frame waits and it is time for a look."""
        return self.phase is not Phase.ENDED and not self._feed.mailbox.is_empty and now >= self._next_look_at

    def put_off(self, until: datetime) -> None:
        """No look before `until`: the last one failed."""
        self._next_look_at = until

    def look(self, observer: "Observer", now: datetime) -> None:
        """Run the checks on the newest frame and judge them."""
        with self._lock:
            mailbox, active = self._feed.mailbox, self._active
            taken = mailbox.take()
            if taken is None:
                return
            received, sequence = taken
            t_s = self._second_of(received.received_at)
            looking = self._looks.next(self._next_look(t_s).phones)
        picture = received.to_rgb()
        observation, trace = looking.observe(observer, Frame(picture, t_s, sequence, received.source_time_s))
        with self._lock:
            # Meanwhile another camera took over, or the questions began and with them the session's own seconds.
            if mailbox is not self._feed.mailbox or active is not self._active:
                return
            self._looks.trace = trace
            self.judge(observation, picture, received.received_at)
            self._next_look_at = now + timedelta(seconds=self._next_look(t_s).interval_s)

    def judge(self, observation: Observation, picture: Picture, at: datetime) -> None:
        """Take one look in: also the way in for a clip that is replayed."""
        with self._lock:
            if self.phase is Phase.ENDED:
                return
            self._looks.add(observation, picture)
            self._is_silent = False
            self._feed.last_frame_at = max(at, self._feed.last_frame_at or at)
            self._last_alive_at = max(at, self._last_alive_at)
            if self._taking and self._taking.look(observation, picture, at):
                self._taking = None
            if self._active:
                self._active.look(observation, picture, is_drawn=self._feed.is_demo_camera)
            else:
                self._check(at)
        self._notify()

    def tick(self, now: datetime) -> bool:
        """What time alone brings; True when the taker has just gone away."""
        with self._lock:
            if self.phase is Phase.ENDED:
                return False
            self._is_silent = self._is_stale(now)
            if self._feed.last_frame_at:
                self._last_alive_at = max(self._feed.last_frame_at, self._last_alive_at)
            is_page_there = self._subscribers.is_anyone_there(now)
            if is_page_there:
                self.come_back(self._subscribers.last_there(now) or now)
            has_left = self._leave_if_away(now)
            if self._active and self.phase is Phase.WATCHING:
                now_s, is_silent = self._active.second_of(now), self._is_silent
                self._active.tick(now_s, is_connected=is_page_there, is_silent=is_silent)
                self._active.note_hidden(now_s, self._hidden_s(now))
            elif self.phase is Phase.CHECKING:
                self._check(now)
        self._notify()
        return has_left

    # --- the page's side ---------------------------------------------------------------------------------------------

    def subscribe(self, page: str, changed: Callable[[], object]) -> Callable[[], None]:
        """Listen to changes of `status_for`; returns the function that stops it."""
        return self._subscribers.add(page, changed)

    def hear(self, page: str, now: datetime, *, is_hidden: bool) -> None:
        """The page reported that it is there, and whether it is in view."""
        self._subscribers.hear(page, now)
        with self._lock:
            self.come_back(now)
            if page == self._feed.stream:
                self._hidden_since = (self._hidden_since or now) if is_hidden else None

    def status_for(self, page: str) -> LiveStatus:
        """What this page should show."""
        with self._lock:
            active = self._active
            return LiveStatus(
                phase=self.phase,
                camera=self._camera(page),
                items=tuple(CheckLine(i.item, i.state, i.reason) for i in self._items),
                notes=active.session.notes if active else 0,
                threshold=self.policy.violation_threshold,
                is_flagged=active.session.is_flagged if active else False,
                open_types=active.open_types if active else (),
                last_note=active.last_note if active else None,
                is_demo_camera=self._feed.is_demo_camera,
                message=self._message,
                video_rests=self._feed.lacks_room,
            )

    def say(self, message: LiveMessage | None) -> None:
        """Show the taker what a moderator said."""
        with self._lock:
            self._message = message
        self._notify()

    @property
    def system_check_items(self) -> tuple[SystemCheckItem, ...]:
        """The system check as it stands, with its numbers."""
        return self._items

    def newest_jpeg(self) -> bytes | None:
        """The newest picture of the demo camera; a real camera's is never sent back."""
        picture = self._looks.picture
        return encode_jpeg(picture) if picture is not None and self._feed.is_demo_camera else None

    # --- the moderator's side ------------------------------------------------------------------------------------------

    def glance(self, now: datetime) -> Glance:
        """How the session stands."""
        with self._lock:
            active, has_picture = self._active, self._has_picture(now)
            return Glance(
                phase=self.phase,
                camera=self._camera(self._feed.stream),
                open_types=active.open_types if active else (),
                open_signals=active.open_signals if active else (),
                notes=active.session.notes if active else 0,
                threshold=self.policy.violation_threshold,
                is_flagged=active.session.is_flagged if active else False,
                coverage=active.coverage_so_far(active.second_of(now)) if active else None,
                picture=round(self._looks.observations[-1].t_s * 1000) if has_picture else None,
            )

    def still(self, now: datetime) -> bytes | None:
        """The newest picture as a small JPEG without bystanders; None before the questions, and when none came lately."""
        with self._lock:
            picture = self._looks.picture
            if not self._has_picture(now) or picture is None or self._active is None:
                return None
            faces = self._active.newest_faces
        return small_still(picture, faces)

    # --- before the questions, and the end -----------------------------------------------------------------------------

    def take_reference(self, now: datetime) -> ReferenceTaking:
        """Begin the initial verification; `wait` on what comes back."""
        with self._lock:
            self._taking = ReferenceTaking(now, self.policy)
            return self._taking

    def activate(self, active: ActiveMonitoring) -> None:
        """The session is in progress from now on."""
        with self._lock:
            self._active, self._taking, self.phase = active, None, Phase.WATCHING
        self._notify()

    def limit_bitrate(self) -> None:
        """Video will be kept: the browser may send no more than the policy says, already before the recording begins."""
        self._feed.bitrate_limit = self.policy.video_bitrate

    @property
    def bitrate_limit(self) -> int | None:
        """Bits per second that the browser may send, None for as much as it likes."""
        return self._feed.bitrate_limit

    def record(self, recorder: SessionRecorder) -> None:
        """From now on the camera's packets go to `recorder`, also those of a camera that takes over."""
        with self._lock:
            self._feed.record(recorder)

    def stop_recording(self) -> None:
        """Finish the segment being written; no further one is begun."""
        with self._lock:
            recorder = self._feed.stop_recording()
        if recorder:
            recorder.close()

    def come_back(self, now: datetime) -> None:
        """The page is there, with or without a picture: an absence ends here."""
        with self._lock:
            self._last_alive_at = max(now, self._last_alive_at)
            if self._active and self.phase is Phase.WATCHING:
                self._active.come_back(self._active.second_of(now))

    def conclude(self, now: datetime) -> tuple[float, tuple[FlagReason, ...]]:
        """Close what is open and write it; returns coverage (0 to 1) and the flag reasons so far. Watching goes on."""
        self._feed.cut_recording()
        with self._lock:
            active = self._active
            # Nothing was watched, so nothing was seen: that is never a reason to pass.
            outcome = active.conclude(active.second_of(now), is_silent=self._is_stale(now)) if active else (0.0, ())
        self._notify()
        return outcome

    def finish(self, now: datetime) -> None:
        """End for good."""
        self.stop_recording()
        with self._lock:
            if self._active and self.phase is Phase.WATCHING:
                self._active.finish(self._active.second_of(now), is_silent=self._is_stale(now))
            self.phase, self._looks.picture = Phase.ENDED, None
        self._notify()

    def put_away(self, now: datetime) -> None:
        """The process ends or the session was idle for long: close what is open; it can be watched again later."""
        self.stop_recording()
        with self._lock:
            if self._active and self.phase is Phase.WATCHING:
                last_s = self._active.second_of(self._last_alive_at)
                self._active.go_away(last_s, self._active.second_of(now))
                self._active.put_away()
            self.phase, self._looks.picture = Phase.ENDED, None
        self._notify()

    @property
    def last_alive_at(self) -> datetime:
        """When a page or a frame was last there."""
        return self._last_alive_at

    # --- inside --------------------------------------------------------------------------------------------------------

    def _leave_if_away(self, now: datetime) -> bool:
        active = self._active
        if not active or self.phase is not Phase.WATCHING or now - self._last_alive_at < AWAY_AFTER:
            return False
        if SignalKind.NETWORK_GAP in active.open_signals:
            return False
        active.go_away(active.second_of(self._last_alive_at), active.second_of(now))
        return True

    def _hidden_s(self, now: datetime) -> float:
        return (now - self._hidden_since).total_seconds() if self._hidden_since else 0.0

    def _has_picture(self, now: datetime) -> bool:
        is_watching = self.phase is Phase.WATCHING and self._active is not None
        return is_watching and self._looks.picture is not None and not self._is_stale(now)

    def _check(self, now: datetime) -> None:
        looks = () if self._is_stale(now) else tuple(self._looks.observations)
        self._items = system_check(looks, self._feed.frames_per_second(now), self.policy)

    def _is_stale(self, now: datetime) -> bool:
        return self._feed.is_silent(now, self.policy.lost_after_s)

    def _camera(self, page: str) -> CameraState:
        has_stream_elsewhere = bool(self._feed.stream) and page != self._feed.stream and not self._feed.is_demo_camera
        return camera_state(
            has_looks=bool(self._looks.observations),
            is_silent=self._is_silent,
            is_taken_over=has_stream_elsewhere,
            signals=self._active.open_signals if self._active else (),
        )

    def _next_look(self, at_s: float) -> NextLook:
        if self._active:
            return self._active.next_look(at_s)
        return NextLook(CHECKING_INTERVAL_S, PhoneCheck.NONE if len(self._looks.observations) % 3 else PhoneCheck.WHOLE)

    def _second_of(self, at: datetime) -> float:
        return self._active.second_of(at) if self._active else (at - self._created_at).total_seconds()

    def _notify(self) -> None:
        with self._lock:
            status = self.status_for(self._feed.stream)
            is_new = status != self._said
            self._said = status
        if is_new:
            self._subscribers.notify()
