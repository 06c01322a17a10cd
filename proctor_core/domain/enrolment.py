"""The words of the initial verification: system check items and the reasons to refuse a reference face."""

from dataclasses import dataclass
from enum import StrEnum

from proctor_core.codes.code import Code


class CheckItem(StrEnum):
    """What the system check looks at before a survey starts."""

    CAMERA_LIVE = "camera_live"
    ONE_FACE = "one_face"
    LIGHT = "light"
    DISTANCE = "distance"
    FRAME_RATE = "frame_rate"
    PHONE_CHECK = "phone_check"


class ItemState(StrEnum):
    """How an item of the system check stands; `unavailable` never blocks the taker and is never silent."""

    FINE = "fine"
    PROBLEM = "problem"
    WAITING = "waiting"
    UNAVAILABLE = "unavailable"


class ItemReason(StrEnum):
    """Why an item is not fine; each has a sentence with what to do in `pages/texts.py`."""

    NO_FRAMES = "no_frames"
    COVERED = "covered"
    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    TOO_FAR = "too_far"
    TOO_CLOSE = "too_close"
    SLOW = "slow"
    MODEL_MISSING = "model_missing"


@dataclass(frozen=True, slots=True)
class SystemCheckItem:
    """One line of the system check; `measured` is the number behind it (faces, luma, share of width, frames per second)."""

    item: CheckItem
    state: ItemState
    reason: ItemReason | None = None
    measured: float | None = None


class RefusalReason(Code):
    """Why a reference face was not accepted."""

    NO_PICTURE = "no_picture", "the picture shows nothing: the camera may be covered"
    NO_FACE = "no_face", "expected one face, found none"
    SEVERAL_FACES = "several_faces", "expected one face, found more"
    LOW_CONFIDENCE = "low_confidence", "the face is not clear enough"
    TOO_DARK = "too_dark", "the picture is too dark"
    MOVED = "moved", "the head moved"
