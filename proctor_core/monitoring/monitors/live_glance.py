"""One running session at a glance, for the moderators' live view: words and numbers from memory, and a small still."""

from dataclasses import dataclass

import cv2
import numpy as np

from proctor_core.domain.camera_state import CameraState
from proctor_core.domain.evidence import Bystanders
from proctor_core.domain.observation import Box, Picture
from proctor_core.domain.violation import SignalKind, ViolationType
from proctor_core.media.blurring import without_bystanders
from proctor_core.monitoring.monitors.evidence import encode_jpeg
from proctor_core.monitoring.monitors.live_status import Phase

STILL_WIDTH = 400
"""Pixels; enough for a tile, a quarter of the bytes of a whole picture."""


@dataclass(frozen=True, slots=True)
class Glance:
    """How a session stands now.

    Attributes:
        notes: violations counted so far; threshold: at this many a person looks at the session.
        coverage: share of the seconds so far in which the taker could be seen, 0 to 1; None before the questions.
        is_client: an API client watches it; the server has only what that says.
        picture: changes with each picture that was looked at; None: there is none of the last seconds.
    """

    phase: Phase
    camera: CameraState
    open_types: tuple[ViolationType, ...]
    open_signals: tuple[SignalKind, ...]
    notes: int
    threshold: int
    is_flagged: bool
    coverage: float | None
    picture: int | None
    is_client: bool = False

    @property
    def needs_a_look(self) -> bool:
        """Whether something is open now."""
        return bool(self.open_types or self.open_signals) or self.camera not in (CameraState.LIVE, CameraState.WAITING)


def client_glance(notes: int, threshold: int, is_flagged: bool, seen: ViolationType | None) -> Glance:
    """A session that an API client watches: what its last heartbeat said."""
    return Glance(
        phase=Phase.WATCHING,
        camera=CameraState.LIVE,
        open_types=(seen,) if seen else (),
        open_signals=(),
        notes=notes,
        threshold=threshold,
        is_flagged=is_flagged,
        coverage=None,
        picture=None,
        is_client=True,
    )


def small_still(picture: Picture, faces: tuple[Box, ...] | None) -> bytes:
    """A JPEG of at most `STILL_WIDTH` pixels across, everybody but the taker blurred.

    Args:
        picture: RGB uint8 (H, W, 3).
        faces: the taker's own first; None: nobody could look, so all of it is blurred.
    """
    others = Bystanders(None if faces is None else faces[1:])
    return without_bystanders(encode_jpeg(_smaller(picture)), others)


def _smaller(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    if width <= STILL_WIDTH:
        return picture
    size = (STILL_WIDTH, round(height * STILL_WIDTH / width))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
