"""NanoDet-g: phones, and persons as a second opinion where YuNet is missing.

Input and output as `shared/models/README.md` measured them: BGR, letterboxed on black to 512, mean and deviation per channel
(the npm package's own preprocessing loses three quarters of the recall).
Source: RangiLyu/nanodet (Apache-2.0); distances by the distribution of Li et al., "Generalized Focal Loss", 2020.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from proctor_core.checks.found import Found
from proctor_core.checks.picture import WorkingPicture
from proctor_core.domain.observation import Box, Picture

SIDE = 512
"""Long side of the input; 416 costs two thirds and loses recall in exam-like pictures."""
FLOOR = 0.15
"""Lowest score that gets a box."""
PERSON, PHONE = 0, 67
_STRIDES = (8, 16, 32)
_BINS = 11
_MEAN = (103.53, 116.28, 123.675)
_DEVIATION = (57.375, 57.12, 58.395)

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Objects:
    """The best phone and the best person of a picture; a score without a box lies below `FLOOR`."""

    phone: Found | None
    phone_score: float
    person: Found | None
    person_score: float


class NanoDet:
    """One onnxruntime session on one thread: about 40 ms a picture."""

    def __init__(self, model: Path) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = ort.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._names = [f"{kind}{stride}" for stride in _STRIDES for kind in ("scores", "boxes")]

    def find(self, picture: WorkingPicture) -> Objects:
        """Look for phones and persons."""
        outputs = self._session.run(self._names, {"image": _letterbox(picture.bgr)})
        levels = [np.asarray(o, dtype=np.float32)[0] for o in outputs]
        phone_score, phone = _best(levels, PHONE, picture)
        person_score, person = _best(levels, PERSON, picture)
        return Objects(phone=phone, phone_score=phone_score, person=person, person_score=person_score)


def _letterbox(bgr: Picture) -> Floats:
    height, width = bgr.shape[:2]
    scale = SIDE / max(height, width)
    resized = cv2.resize(bgr, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_LINEAR)
    canvas = np.zeros((SIDE, SIDE, 3), dtype=np.float32)
    canvas[: resized.shape[0], : resized.shape[1]] = resized
    canvas -= np.array(_MEAN, dtype=np.float32)
    canvas /= np.array(_DEVIATION, dtype=np.float32)
    return np.ascontiguousarray(canvas.transpose(2, 0, 1)[None])


def _best(levels: list[Floats], kind: int, picture: WorkingPicture) -> tuple[float, Found | None]:
    """The strongest cell of one class over all strides, with its box where it reaches the floor."""
    peaks = [int(np.argmax(levels[2 * i][:, kind])) for i in range(len(_STRIDES))]
    scores = [float(levels[2 * i][cell, kind]) for i, cell in enumerate(peaks)]
    level = int(np.argmax(scores))
    if scores[level] < FLOOR:
        return scores[level], None
    box = _box(levels[2 * level + 1][peaks[level]], peaks[level], _STRIDES[level], picture)
    return scores[level], Found(box=box, score=scores[level])


def _box(bins: Floats, cell: int, stride: int, picture: WorkingPicture) -> Box:
    """Distances from the cell's centre are the expected index of 11 bins, times the stride."""
    logits = bins.reshape(4, _BINS)
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    distances = (weights / weights.sum(axis=1, keepdims=True)) @ np.arange(_BINS) * stride
    columns = SIDE // stride
    x, y = (cell % columns + 0.5) * stride, (cell // columns + 0.5) * stride
    scale = SIDE / max(picture.width, picture.height)
    across, down = picture.width * scale, picture.height * scale
    left, top = max(0.0, x - distances[0]), max(0.0, y - distances[1])
    right, bottom = min(across, x + distances[2]), min(down, y + distances[3])
    return Box(
        left=float(left / across),
        top=float(top / down),
        width=float(max(0.0, right - left) / across),
        height=float(max(0.0, bottom - top) / down),
    )
