"""Keeps the pictures that may become evidence: the last few looks, and start, peak and end of what is open."""

from collections import deque
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from proctor_core.checks.light import picture_facts
from proctor_core.domain.observation import Box, NotMeasurable, Observation, Picture
from proctor_core.domain.picture_facts import UNMEASURED, PictureFacts
from proctor_core.domain.violation import AllegedViolation, SnapshotKind
from proctor_core.monitoring.monitors.frame_pace import FramePace

JPEG_QUALITY = 85
# A violation is back-dated to the first positive look of its window (a few seconds); older pictures serve nobody.
KEEP_S = 12.0
MOST_KEPT = 120
"""Pictures of looks at most: twice those of `KEEP_S` at five looks a second, and an end to them where time stands still."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One picture of a violation: JPEG, its size in pixels, the second it was taken, the faces in it, the taker's first."""

    kind: SnapshotKind
    jpeg: bytes
    width: int
    height: int
    taken_s: float
    faces: tuple[Box, ...] | None = None
    facts: PictureFacts = UNMEASURED


@dataclass(frozen=True, slots=True)
class _Kept:
    taken_s: float
    jpeg: bytes
    width: int
    height: int
    faces: tuple[Box, ...] | None
    facts: PictureFacts


def encode_jpeg(picture: Picture) -> bytes:
    """RGB uint8 (H, W, 3) to JPEG, 0.7 ms for 640x480."""
    is_encoded, buffer = cv2.imencode(
        ".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
    )
    if not is_encoded:
        raise ValueError(f"expected an RGB picture that JPEG can hold, got shape {picture.shape}")
    return cast("np.ndarray[tuple[int], np.dtype[np.uint8]]", buffer).tobytes()


class EvidenceKeeper:
    """One per session; not for two threads at once."""

    def __init__(self, pace: FramePace | None = None) -> None:
        """`pace`: of the camera whose frames are looked at; None: the looks' numbers are not those of its frames."""
        self._pace = pace
        self._recent: deque[_Kept] = deque(maxlen=MOST_KEPT)
        self._peaks: dict[str, _Kept] = {}
        self._own: Box | None = None

    def remember(self, observation: Observation, picture: Picture) -> None:
        """Keep this look's picture for a while, and where faces are in it."""
        taken_s = observation.t_s
        if observation.only_face:
            self._own = observation.only_face.box
        height, width = picture.shape[:2]
        faces, facts = self._faces(observation), self._facts(observation, picture)
        self._recent.append(_Kept(taken_s, encode_jpeg(picture), width, height, faces, facts))
        while self._recent[0].taken_s < taken_s - KEEP_S:
            self._recent.popleft()

    @property
    def newest_faces(self) -> tuple[Box, ...] | None:
        """The faces in the newest picture, the taker's first; None: nobody could look, or there is no picture."""
        return self._recent[-1].faces if self._recent else None

    def opened(self, violation: AllegedViolation) -> Snapshot | None:
        """The picture of the onset; the one of the peak is set aside."""
        self.peaked(violation)
        return self._snapshot(SnapshotKind.START, self._nearest(violation.onset_s))

    def peaked(self, violation: AllegedViolation) -> None:
        """Set the picture of a new peak aside."""
        kept = self._nearest(violation.peak_s)
        if kept:
            self._peaks[violation.type] = kept

    def closed(self, violation: AllegedViolation) -> tuple[Snapshot, ...]:
        """The pictures of the peak and of the end."""
        peak = self._snapshot(SnapshotKind.PEAK, self._peaks.pop(violation.type, None))
        end_s = violation.offset_s if violation.offset_s is not None else violation.peak_s
        end = self._snapshot(SnapshotKind.END, self._nearest(end_s))
        return tuple(snapshot for snapshot in (peak, end) if snapshot)

    def forget(self) -> None:
        """Let every picture go."""
        self._recent.clear()
        self._peaks.clear()

    def _faces(self, observation: Observation) -> tuple[Box, ...] | None:
        """The taker's own face first: of several the one nearest to where the only face was last, else the largest."""
        if isinstance(observation.faces, NotMeasurable):
            return None
        boxes = [face.box for face in observation.faces]
        own = self._own
        return tuple(sorted(boxes, key=lambda box: _distance(box, own)) if own else boxes)

    def _facts(self, observation: Observation, picture: Picture) -> PictureFacts:
        frames_per_s = None
        if self._pace:
            self._pace.note(observation.t_s, observation.sequence)
            frames_per_s = self._pace.per_second
        return picture_facts(picture, observation.light, frames_per_s)

    def _nearest(self, t_s: float) -> _Kept | None:
        return min(self._recent, key=lambda kept: abs(kept.taken_s - t_s), default=None)

    @staticmethod
    def _snapshot(kind: SnapshotKind, kept: _Kept | None) -> Snapshot | None:
        if kept is None:
            return None
        return Snapshot(kind, kept.jpeg, kept.width, kept.height, kept.taken_s, kept.faces, kept.facts)


def _distance(one: Box, other: Box) -> float:
    """Between two middles, squared, in parts of the picture."""
    across = one.left + one.width / 2 - other.left - other.width / 2
    down = one.top + one.height / 2 - other.top - other.height / 2
    return across * across + down * down
