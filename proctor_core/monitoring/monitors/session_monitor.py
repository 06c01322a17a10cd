"""The live side of one survey session, from the first frame to submit or sweep: what the registry keeps one of.

A page attaches a stream to it and listens to its view; it never owns it.
"""

from datetime import datetime
from uuid import UUID

from proctor_core.domain.enrolment import SystemCheckItem
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.live_message import LiveMessage
from proctor_core.domain.observation import Observation, Picture
from proctor_core.domain.policy import Policy
from proctor_core.domain.violation import SignalKind
from proctor_core.monitoring.camera.camera_feed import CameraFeed
from proctor_core.monitoring.camera.received_frame import ReceivedFrame
from proctor_core.monitoring.monitors.active_monitoring import ActiveMonitoring
from proctor_core.monitoring.monitors.live_status import Phase
from proctor_core.monitoring.monitors.monitor_state import MonitorState
from proctor_core.monitoring.monitors.reference_taking import ReferenceTaking
from proctor_core.monitoring.monitors.session_looks import SessionLooks
from proctor_core.monitoring.monitors.session_view import SessionView
from proctor_core.monitoring.monitors.signs_of_life import SignsOfLife
from proctor_core.monitoring.monitors.subscribers import Subscribers
from proctor_core.monitoring.video.session_video import SessionVideo
from proctor_core.rules.enrolment import system_check


class SessionMonitor:
    """One per running survey session; it keeps what the session's frames, its page and time have brought.

    Frames come from the event loop (`receive`), looks from an analysis thread (`judge`), time from the pool's ticker (`tick`),
    the rest from script threads and the registry. The state's lock orders all but `receive`.

    Attributes:
        looks: when the next look is due, and how it is taken; for the pool.
        view: what is shown of the session; for pages, API and live view.
        video: who gets the camera's packets; for the registry.
    """

    def __init__(self, session_id: UUID, policy: Policy, now: datetime) -> None:
        self.session_id = session_id
        self.policy = policy
        self.video = SessionVideo()
        self._subscribers = Subscribers()
        self._feed = CameraFeed(self.video)
        self._state = state = MonitorState(policy, now, self._feed)
        self._lock = state.lock
        self.looks = SessionLooks(state, now, self.judge)
        self.view = SessionView(state, self.video, self._subscribers)
        self._signs = SignsOfLife(now)
        self._taking: ReferenceTaking | None = None

    @property
    def phase(self) -> Phase:
        """What the monitor is doing now."""
        return self._state.phase

    # --- the camera's side -------------------------------------------------------------------------------------------

    def attach(self, stream: str, *, is_demo_camera: bool = False) -> None:
        """From now on only the frames of this stream count: the newer one takes over, the older page is told."""
        with self._lock:
            if self._feed.attach(stream, is_demo_camera=is_demo_camera):
                self._state.newest.forget_camera()
                self._signs.forget_view()
        # The page that loses the camera reads another status than the one that gets it, so both are told in any case.
        self._subscribers.notify()

    @property
    def has_stream(self) -> bool:
        """Whether a page's camera was attached."""
        return bool(self._feed.stream)

    def receive(self, stream: str, frame: ReceivedFrame) -> None:
        """A frame arrived; called on the event loop, so it only hands over."""
        self._feed.receive(stream, frame)

    # --- looks and time ----------------------------------------------------------------------------------------------

    def judge(self, observation: Observation, picture: Picture, at: datetime) -> None:
        """Take one look in: also the way in for a clip that is replayed."""
        with self._lock:
            if self.phase is Phase.ENDED:
                return
            self._state.newest.add(observation, picture)
            self._state.is_silent = False
            self._feed.last_frame_at = max(at, self._feed.last_frame_at or at)
            self._signs.note(at)
            if self._taking and self._taking.look(observation, picture, at):
                self._taking = None
            if self._state.active:
                self._state.active.look(observation, picture, is_drawn=self._feed.is_demo_camera)
            else:
                self._check(at)
        self.view.publish()

    def tick(self, now: datetime) -> bool:
        """What time alone brings; True when the taker has just gone away."""
        with self._lock:
            if self.phase is Phase.ENDED:
                return False
            self._state.is_silent = self._state.is_stale(now)
            if self._feed.last_frame_at:
                self._signs.note(self._feed.last_frame_at)
            is_page_there = self._subscribers.is_anyone_there(now)
            if is_page_there:
                self.come_back(self._subscribers.last_there(now) or now)
            has_left = self._leave_if_away(now)
            if active := self._state.watching:
                now_s = active.second_of(now)
                active.tick(now_s, is_connected=is_page_there, is_silent=self._state.is_silent)
                active.note_hidden(now_s, self._signs.hidden_s(now))
            else:
                self._check(now)
        self.view.publish()
        return has_left

    # --- the page's side ---------------------------------------------------------------------------------------------

    def hear(self, page: str, now: datetime, *, is_hidden: bool) -> None:
        """The page reported that it is there, and whether it is in view."""
        self._subscribers.hear(page, now)
        with self._lock:
            self.come_back(now)
            if page == self._feed.stream:
                self._signs.note_view(now, is_hidden=is_hidden)

    def come_back(self, now: datetime) -> None:
        """The page is there, with or without a picture: an absence ends here."""
        with self._lock:
            self._signs.note(now)
            if active := self._state.watching:
                active.come_back(active.second_of(now))

    @property
    def last_alive_at(self) -> datetime:
        """When a page or a frame was last there."""
        return self._signs.last_at

    @property
    def system_check_items(self) -> tuple[SystemCheckItem, ...]:
        """The system check as it stands, with its numbers."""
        return self._state.items

    def take_reference(self, now: datetime) -> ReferenceTaking:
        """Begin the initial verification; `wait` on what comes back."""
        with self._lock:
            self._taking = ReferenceTaking(now, self.policy)
            return self._taking

    def say(self, message: LiveMessage | None) -> None:
        """Show the taker what a moderator said."""
        with self._lock:
            self._state.message = message
        self.view.publish()

    # --- begin and end -------------------------------------------------------------------------------------------------

    def activate(self, active: ActiveMonitoring) -> None:
        """The session is in progress from now on."""
        with self._lock:
            self._state.active, self._taking, self._state.phase = active, None, Phase.WATCHING
        self.view.publish()

    def conclude(self, now: datetime) -> tuple[float, tuple[FlagReason, ...]]:
        """Close what is open and write it; returns coverage (0 to 1) and the flag reasons so far. Watching goes on."""
        self.video.cut()
        with self._lock:
            active = self._state.active
            # Nothing was watched, so nothing was seen: that is never a reason to pass.
            outcome = (0.0, ())
            if active:
                outcome = active.conclude(active.second_of(now), is_silent=self._state.is_stale(now))
        self.view.publish()
        return outcome

    def finish(self, now: datetime) -> None:
        """End for good."""
        self.video.stop()
        with self._lock:
            if active := self._state.watching:
                active.finish(active.second_of(now), is_silent=self._state.is_stale(now))
            self._end()
        self.view.publish()

    def put_away(self, now: datetime) -> None:
        """The process ends or the session was idle for long: close what is open; it can be watched again later."""
        self.video.stop()
        with self._lock:
            if active := self._state.watching:
                active.go_away(active.second_of(self.last_alive_at), active.second_of(now))
                active.put_away()
            self._end()
        self.view.publish()

    # --- inside --------------------------------------------------------------------------------------------------------

    def _end(self) -> None:
        self._state.phase, self._state.newest.picture = Phase.ENDED, None

    def _leave_if_away(self, now: datetime) -> bool:
        active = self._state.watching
        if active is None or not self._signs.is_away(now) or SignalKind.NETWORK_GAP in active.open_signals:
            return False
        active.go_away(active.second_of(self.last_alive_at), active.second_of(now))
        return True

    def _check(self, now: datetime) -> None:
        looks = () if self._state.is_stale(now) else tuple(self._state.newest.observations)
        self._state.items = system_check(looks, self._feed.frames_per_second(now), self.policy)
