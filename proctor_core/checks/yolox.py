"""YOLOX-nano: the second phone detector. It sees other phones than NanoDet-g, and the larger score is better than either.

Optional, as YuNet is. It runs beside each whole look of NanoDet-g, which says when one is due (`phone_glances`), and
looks once more where the hands are (`hands`).
Source: Ge et al., "YOLOX: Exceeding YOLO Series in 2021", 2021 (Apache-2.0); its outputs are read as the project's own
`demo_postprocess` does: https://github.com/Megvii-BaseDetection/YOLOX/blob/main/yolox/utils/demo_utils.py
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from proctor_core.checks.found import Found
from proctor_core.checks.hands import in_whole, where_hands_are
from proctor_core.checks.letterbox import box_within, fitted
from proctor_core.checks.one_thread import one_thread_session
from proctor_core.checks.picture import WorkingPicture
from proctor_core.domain.observation import Face, Picture

SIDE = 416
"""Pixels of its square input, for which it was exported."""
FLOOR = 0.15
"""Lowest score that gets a box."""
_GREY = 114
"""Fills the square beside or below the picture, as in its training."""
_PHONE = 67
_OBJECT, _CLASSES = 4, 5
"""Columns of a cell: 4 of its box, objectness, then one for each of 80 classes."""
_STRIDES = (8, 16, 32)

Floats = npt.NDArray[np.float32]


class YoloX:
    """One onnxruntime session on one thread."""

    def __init__(self, model: Path) -> None:
        self._session = one_thread_session(model)
        # By place: its exports name their one input and one output differently.
        self._input = self._session.get_inputs()[0].name

    def find_phone(self, picture: WorkingPicture, faces: tuple[Face, ...]) -> Found | None:
        """The best phone of the picture and of where the hands of its largest face are; None where all lie below `FLOOR`."""
        found = [self._find(picture.bgr), self._find_by_hands(picture, faces)]
        return max((one for one in found if one), key=lambda one: one.score, default=None)

    def _find_by_hands(self, picture: WorkingPicture, faces: tuple[Face, ...]) -> Found | None:
        if not faces:
            return None
        part = where_hands_are(
            max((face.box for face in faces), key=lambda box: box.width), picture.width, picture.height
        )
        if part is None:
            return None
        left, top = int(part.left * picture.width), int(part.top * picture.height)
        right, bottom = left + int(part.width * picture.width), top + int(part.height * picture.height)
        found = self._find(picture.bgr[top:bottom, left:right])
        return replace(found, box=in_whole(found.box, part)) if found else None

    def _find(self, bgr: Picture) -> Found | None:
        (output,) = self._session.run(None, {self._input: _squared(fitted(bgr, SIDE))})
        cells = np.asarray(output, dtype=np.float32)[0]
        scores = cells[:, _OBJECT] * cells[:, _CLASSES + _PHONE]
        best = int(np.argmax(scores))
        if scores[best] < FLOOR:
            return None
        height, width = bgr.shape[:2]
        scale = SIDE / max(width, height)
        box = box_within(_corners(cells[best], _PLACES[best]), width * scale, height * scale)
        return Found(box=box, score=float(scores[best]))


def _squared(bgr: Picture) -> Floats:
    """(1, 3, SIDE, SIDE), 0 to 255."""
    canvas = np.full((1, 3, SIDE, SIDE), _GREY, dtype=np.float32)
    canvas[0, :, : bgr.shape[0], : bgr.shape[1]] = bgr.transpose(2, 0, 1)
    return canvas


def _corners(cell: Floats, place: Floats) -> tuple[float, float, float, float]:
    """Left, top, right, bottom in pixels of the input; centre and size are measured on the grid of the cell's stride."""
    column, row, stride = (float(number) for number in place)
    x, y = (float(cell[0]) + column) * stride, (float(cell[1]) + row) * stride
    width, height = (float(side) * stride for side in np.exp(cell[2:4]))
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _places() -> Floats:
    """(3549, 3): column, row and stride of each cell, finest stride first, row by row."""
    levels = [
        (column, row, stride)
        for stride in _STRIDES
        for row in range(SIDE // stride)
        for column in range(SIDE // stride)
    ]
    return np.array(levels, dtype=np.float32)


_PLACES = _places()
