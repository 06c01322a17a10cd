"""What a taker's page is told while the camera runs; equal statuses are sent once."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from proctor_core.domain.camera_state import CameraState
from proctor_core.domain.enrolment import CheckItem, ItemReason, ItemState
from proctor_core.domain.live_message import LiveMessage
from proctor_core.domain.violation import SignalKind, ViolationType


class Phase(StrEnum):
    """What the monitor is doing for this session."""

    CHECKING = "checking"
    WATCHING = "watching"
    ENDED = "ended"


_OF_SIGNAL = {
    SignalKind.CAMERA_LOST: CameraState.LOST,
    SignalKind.CAMERA_COVERED: CameraState.COVERED,
    SignalKind.FROZEN: CameraState.FROZEN,
    SignalKind.TOO_DARK: CameraState.DARK,
}


def camera_state(
    *, has_looks: bool, is_silent: bool, is_taken_over: bool, signals: Collection[SignalKind]
) -> CameraState:
    """The word for a camera: of several that fit the first that a taker has to know. `signals`: those that last."""
    if not has_looks:
        return CameraState.WAITING
    if is_silent:
        return CameraState.LOST
    if is_taken_over:
        return CameraState.TAKEN_OVER
    return next((state for kind, state in _OF_SIGNAL.items() if kind in signals), CameraState.LIVE)


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the system check, without its number, which changes with every frame."""

    item: CheckItem
    state: ItemState
    reason: ItemReason | None


@dataclass(frozen=True, slots=True)
class Note:
    """The newest thing the taker should know: what was seen, and since when (seconds of the session)."""

    type: ViolationType
    onset_s: float
    duration_s: float | None


@dataclass(frozen=True, slots=True)
class LiveStatus:
    """One state of one session as its page shows it.

    Attributes:
        notes: violations counted so far; threshold: at this many a person looks at the session.
        open_types: what is being seen right now.
        message: what a moderator said last.
        video_rests: video would be kept, and the disk has no room for it.
    """

    phase: Phase
    camera: CameraState
    items: tuple[CheckLine, ...]
    notes: int
    threshold: int
    is_flagged: bool
    open_types: tuple[ViolationType, ...]
    last_note: Note | None
    is_demo_camera: bool
    message: LiveMessage | None = None
    video_rests: bool = False
