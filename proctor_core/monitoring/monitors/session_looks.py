"""The looks at one session's camera: when the next one is due, what it looks for, and how it is taken."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from proctor_core.domain.observation import Frame, Observation, Picture
from proctor_core.monitoring.monitors.live_status import Phase
from proctor_core.monitoring.monitors.monitor_state import MonitorState
from proctor_core.rules.next_look import NextLook, PhoneCheck

if TYPE_CHECKING:
    # Importing it imports the networks' runtimes, which takes a second: only the analysis threads do.
    from proctor_core.checks.observer import Observer

CHECKING_INTERVAL_S = 0.3


class SessionLooks:
    """One per monitor, called by the pool, one analysis thread at a time; it keeps when the next look is due.

    The state's lock is held while a frame is taken and while its observation is judged, not while the checks run.
    """

    def __init__(
        self, state: MonitorState, now: datetime, judge: Callable[[Observation, Picture, datetime], None]
    ) -> None:
        """`judge` takes each look: its observation, its picture, and when the frame was received."""
        self._state = state
        self._judge = judge
        self._next_at = now

    def is_due(self, now: datetime) -> bool:
        """Whether an unread frame waits and it is time for a look."""
        state = self._state
        return state.phase is not Phase.ENDED and not state.feed.mailbox.is_empty and now >= self._next_at

    def put_off(self, until: datetime) -> None:
        """No look before `until`: the last one failed."""
        self._next_at = until

    def take(self, observer: "Observer", now: datetime) -> None:
        """Run the checks on the newest frame and have them judged."""
        state = self._state
        with state.lock:
            mailbox, active = state.feed.mailbox, state.active
            taken = mailbox.take()
            if taken is None:
                return
            received, sequence = taken
            t_s = state.second_of(received.received_at)
            looking = state.newest.next(self._next_look(t_s).phones)
        picture = received.to_rgb()
        observation, trace = looking.observe(observer, Frame(picture, t_s, sequence, received.source_time_s))
        with state.lock:
            # Meanwhile another camera took over, or the questions began and with them the session's own seconds.
            if mailbox is not state.feed.mailbox or active is not state.active:
                return
            state.newest.trace = trace
            self._judge(observation, picture, received.received_at)
            self._next_at = now + timedelta(seconds=self._next_look(t_s).interval_s)

    def _next_look(self, at_s: float) -> NextLook:
        state = self._state
        if state.active:
            return state.active.next_look(at_s)
        phones = PhoneCheck.NONE if len(state.newest.observations) % 3 else PhoneCheck.WHOLE
        return NextLook(CHECKING_INTERVAL_S, phones)
