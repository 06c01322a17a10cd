"""How a taker's camera is doing, as pages and the live view are told."""

from enum import StrEnum


class CameraState(StrEnum):
    """How the camera is doing, in one word; each has a sentence in `pages/texts_taker.py`."""

    WAITING = "waiting"
    LIVE = "live"
    LOST = "lost"
    COVERED = "covered"
    DARK = "dark"
    FROZEN = "frozen"
    TAKEN_OVER = "taken_over"
