"""NanoDet-g: phones, and persons as a second opinion where YuNet is missing.

Input and output as `shared/models/README.md` measured them: BGR, long side 512 on black, mean and deviation per channel
(the npm package's own preprocessing loses three quarters of the recall).
Source: RangiLyu/nanodet (Apache-2.0); distances by the distribution of Li et al., "Generalized Focal Loss", 2020.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from proctor_core.checks.found import Found
from proctor_core.checks.letterbox import box_within, fitted
from proctor_core.checks.one_thread import one_thread_session
from proctor_core.checks.picture import WorkingPicture
from proctor_core.domain.observation import Box, Picture

SIDE = 512
"""Long side of the input; 416 costs two thirds and loses recall in exam-like pictures."""
GLANCE_SIDE = 288
"""Long side of a glance, without a border: a quarter of the work. Of 105 phones found at 512 it overlooks none, 256 five."""
NOBODY = 0.25
"""Person score of a glance below which the whole look sees nobody either: it stayed under .38 in 63 such of 535 pictures; the
rules ask for .5."""
BORDER = 32
"""Pixels of black beside or below a picture that is no square. Filling the square costs a fifth more and tells the same of the
evaluation's 199 pictures, at .30 and at .35. Without any, one phone is lost and one found that is none."""
FLOOR = 0.15
"""Lowest score that gets a box."""
PERSON, PHONE = 0, 67
_STRIDES = (8, 16, 32)
_NAMES = [f"{kind}{stride}" for stride in _STRIDES for kind in ("scores", "boxes")]
_BINS = 11
_MEAN = np.array((103.53, 116.28, 123.675), dtype=np.float32)
_DEVIATION = np.array((57.375, 57.12, 58.395), dtype=np.float32)
_SCALE = 1 / _DEVIATION
_BLACK = (-_MEAN / _DEVIATION)[:, None, None]

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Objects:
    """The best phone and the best person of a picture; a score without a box lies below `FLOOR`."""

    phone: Found | None
    phone_score: float
    person: Found | None
    person_score: float

    def with_phone(self, other: Found | None) -> "Objects":
        """The same with what another detector found, where that is the likelier phone."""
        if other is None or other.score <= self.phone_score:
            return self
        return replace(self, phone=other, phone_score=other.score)


class NanoDet:
    """One onnxruntime session on one thread."""

    def __init__(self, model: Path) -> None:
        self._session = one_thread_session(model)

    def find(self, picture: WorkingPicture) -> Objects:
        """Look for phones and persons."""
        return self._look(_scaled(picture.bgr, SIDE, BORDER), picture)

    def glance(self, picture: WorkingPicture) -> Objects:
        """The same in a small picture: enough where it shows nothing like a phone."""
        return self._look(_scaled(picture.bgr, GLANCE_SIDE, 0), picture)

    def _look(self, image: Floats, picture: WorkingPicture) -> Objects:
        outputs = self._session.run(_NAMES, {"image": image})
        levels = [np.asarray(o, dtype=np.float32)[0] for o in outputs]
        phone_score, phone = _best(levels, PHONE, image.shape, picture)
        person_score, person = _best(levels, PERSON, image.shape, picture)
        return Objects(phone=phone, phone_score=phone_score, person=person, person_score=person_score)


def _scaled(bgr: Picture, side: int, border: int) -> Floats:
    """(1, 3, h, w): to multiples of the largest stride, and a border to the right or below where the square has room for one."""
    small = fitted(bgr, side)
    height, width = (-(-length // _STRIDES[-1]) * _STRIDES[-1] for length in small.shape[:2])
    return _normalised(small, min(height + border, side), min(width + border, side))


def _normalised(bgr: Picture, height: int, width: int) -> Floats:
    """Channel by channel, in one pass each: the whole picture in floating point at once takes four times as long."""
    canvas = np.empty((1, 3, height, width), dtype=np.float32)
    canvas[0] = _BLACK
    rows, columns = bgr.shape[:2]
    for channel, plane in enumerate(cv2.split(bgr)):
        shown = canvas[0, channel, :rows, :columns]
        np.multiply(plane, _SCALE[channel], out=shown, dtype=np.float32)
        shown += _BLACK[channel, 0]
    return canvas


def _best(
    levels: list[Floats], kind: int, shape: tuple[int, ...], picture: WorkingPicture
) -> tuple[float, Found | None]:
    """The strongest cell of one class over all strides, with its box where it reaches the floor."""
    peaks = [int(np.argmax(levels[2 * i][:, kind])) for i in range(len(_STRIDES))]
    scores = [float(levels[2 * i][cell, kind]) for i, cell in enumerate(peaks)]
    level = int(np.argmax(scores))
    if scores[level] < FLOOR:
        return scores[level], None
    box = _box(levels[2 * level + 1][peaks[level]], peaks[level], _STRIDES[level], shape, picture)
    return scores[level], Found(box=box, score=scores[level])


def _box(bins: Floats, cell: int, stride: int, shape: tuple[int, ...], picture: WorkingPicture) -> Box:
    """Distances from the cell's centre are the expected index of 11 bins, times the stride."""
    logits = bins.reshape(4, _BINS)
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    distances = (weights / weights.sum(axis=1, keepdims=True)) @ np.arange(_BINS) * stride
    columns = shape[3] // stride
    x, y = (cell % columns + 0.5) * stride, (cell // columns + 0.5) * stride
    scale = max(shape[2:]) / max(picture.width, picture.height)
    left, top, right, bottom = (float(distance) for distance in distances)
    return box_within((x - left, y - top, x + right, y + bottom), picture.width * scale, picture.height * scale)
