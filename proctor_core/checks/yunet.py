"""YuNet: the second opinion, and the best counter of faces.

Its network runs in onnxruntime, at 40 % of what OpenCV 5 needs for it. It loses heads in profile that BlazeFace still sees.
Source: Wu et al., "YuNet: A Tiny Millisecond-level Face Detector", 2023; its outputs are read as OpenCV's FaceDetectorYN does.
"""

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from proctor_core.checks.found import Found
from proctor_core.checks.free_size import with_free_size
from proctor_core.checks.one_thread import one_thread_session
from proctor_core.checks.picture import WorkingPicture
from proctor_core.codes.model_faults import ModelFault
from proctor_core.domain.observation import Box, Picture
from proctor_core.errors import ModelUnavailable

FLOOR = 0.3
"""Lowest score that is reported; the rules decide higher up."""
LONG_SIDE = 320
"""Pixels of its input; 416 and 640 cost 1.9 and 2.7 times as much and counted no more faces in the evaluation's pictures."""
_EXPORTED_SIDE = 640
_STRIDES = (8, 16, 32)
_SUPPRESSION = 0.3
_CANDIDATES = 100
_OUTPUTS = [f"{kind}_{stride}" for stride in _STRIDES for kind in ("cls", "obj", "bbox", "kps")]

Floats = npt.NDArray[np.float32]


class YuNet:
    """One onnxruntime session on one thread."""

    def __init__(self, model: Path) -> None:
        cells = ((_EXPORTED_SIDE // stride) ** 2 for stride in _STRIDES)
        try:
            network = with_free_size(model.read_bytes(), _EXPORTED_SIDE, _EXPORTED_SIDE, cells)
        except (OSError, ValueError) as error:
            raise ModelUnavailable(ModelFault.NO_NETWORK, network="YuNet", path=str(model), error=str(error)) from error
        self._session = one_thread_session(network)

    def find(self, picture: WorkingPicture) -> tuple[Found, ...]:
        """Faces, best score first."""
        scale = min(1.0, LONG_SIDE / max(picture.width, picture.height))
        width, height = round(picture.width * scale), round(picture.height * scale)
        small = cv2.resize(picture.bgr, (width, height), interpolation=cv2.INTER_AREA) if scale < 1 else picture.bgr
        shown = _padded(np.asarray(small, dtype=np.uint8))
        outputs = [np.asarray(o, dtype=np.float32)[0] for o in self._session.run(_OUTPUTS, {"input": shown})]
        columns = shown.shape[3]
        rows = np.concatenate(
            [_rows(outputs[4 * level : 4 * level + 4], stride, columns) for level, stride in enumerate(_STRIDES)]
        )
        return tuple(_found(row, width, height, scale) for row in _without_doubles(rows))


def _padded(bgr: Picture) -> Floats:
    """(1, 3, h, w), both sides a multiple of the largest stride, black to the right and below."""
    height, width = (-(-side // _STRIDES[-1]) * _STRIDES[-1] for side in bgr.shape[:2])
    canvas = np.zeros((1, 3, height, width), dtype=np.float32)
    canvas[0, :, : bgr.shape[0], : bgr.shape[1]] = bgr.transpose(2, 0, 1)
    return canvas


def _rows(outputs: list[Floats], stride: int, width: int) -> Floats:
    """(n, 15) of one stride, for the cells at `FLOOR` or above: left, top, width, height, five points, score; in pixels."""
    classes, objects, boxes, points = outputs
    scores = np.sqrt(classes.clip(0, 1) * objects.clip(0, 1))[:, 0]
    cells = np.flatnonzero(scores >= FLOOR)
    places = np.stack([cells % (width // stride), cells // (width // stride)], axis=1)
    sizes = np.exp(boxes[cells, 2:]) * stride
    corners = (places + boxes[cells, :2]) * stride - sizes / 2
    marks = (points[cells] + np.tile(places, 5)) * stride
    return np.concatenate([corners, sizes, marks, scores[cells, None]], axis=1).astype(np.float32)


def _without_doubles(rows: Floats) -> Floats:
    """The best row of each face, best first."""
    boxes = rows[:, :4].astype(np.int32).tolist()
    kept = cv2.dnn.NMSBoxes(boxes, rows[:, 14].tolist(), FLOOR, _SUPPRESSION, top_k=_CANDIDATES)
    return rows[np.asarray(kept, dtype=np.intp).reshape(-1)]


def _found(row: Floats, width: int, height: int, scale: float) -> Found:
    return Found(
        box=Box(
            left=float(row[0]) / width,
            top=float(row[1]) / height,
            width=float(row[2]) / width,
            height=float(row[3]) / height,
        ),
        score=float(row[14]),
        points=np.asarray(row[4:14], dtype=np.float64).reshape(5, 2) / scale,
    )
