"""What the looks of one session leave behind: the newest picture and observations, and what the next look is compared with.

Not for two threads at once, but for `Looking`, which is taken under the monitor's lock and used without it: a look takes long.
"""

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from proctor_core.checks.phone_glances import PhoneGlances
from proctor_core.checks.trace import FrameTrace
from proctor_core.domain.observation import Frame, Observation, Picture
from proctor_core.rules.next_look import PhoneCheck

if TYPE_CHECKING:
    # Importing it imports the networks' runtimes, which takes a second: only the analysis threads do.
    from proctor_core.checks.observer import Observer

RECENT_LOOKS = 12


@dataclass(frozen=True, slots=True)
class Looking:
    """One look: how it looks for phones, and what it is compared with."""

    phones: PhoneCheck
    glances: PhoneGlances
    previous: FrameTrace | None

    def observe(self, observer: "Observer", frame: Frame) -> tuple[Observation, FrameTrace]:
        """Run the checks; the trace is what the next frame is compared with."""
        trace = FrameTrace.of(frame)
        observation = observer.observe(
            frame,
            check_phone=self.phones is not PhoneCheck.NONE,
            glances=self.glances if self.phones is PhoneCheck.GLANCE else None,
            trace=trace,
            previous=self.previous,
        )
        return observation, trace


class NewestLooks:
    """One per session.

    Attributes:
        trace: of the newest frame that was looked at; picture: that frame. None: of this camera there is none yet.
        observations: the newest ones, of whatever camera.
    """

    def __init__(self) -> None:
        self.trace: FrameTrace | None = None
        self.picture: Picture | None = None
        self.observations: deque[Observation] = deque(maxlen=RECENT_LOOKS)
        self._glances = PhoneGlances()

    def forget_camera(self) -> None:
        """Another one takes over: nothing of the one before may be shown as its picture, or compared with it."""
        self.trace, self.picture = None, None
        self._glances = PhoneGlances()

    def next(self, phones: PhoneCheck) -> Looking:
        """The look that comes now."""
        return Looking(phones, self._glances, self.trace)

    def add(self, observation: Observation, picture: Picture) -> None:
        """A look was taken."""
        self.picture = picture
        self.observations.append(observation)
