"""BlazeFace, the network of MediaPipe's FaceDetector: the first opinion on where faces are.

Its outputs are read as FaceDetector reads them, without the threads that it hands pictures through (docs/decisions/0021).
It fires on the back of a head and misses small groups; `fusion` never lets it count alone.
Source: Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs", 2019; the steps after the
network as in mediapipe/tasks/cc/vision/face_detector and calculators/util/non_max_suppression_calculator.cc.
"""

import math
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from proctor_core.checks.crop import Crop
from proctor_core.checks.found import Found, Points
from proctor_core.checks.lite_network import LiteNetwork
from proctor_core.checks.picture import WorkingPicture
from proctor_core.codes.model_faults import ModelFault
from proctor_core.domain.observation import Box
from proctor_core.errors import ModelUnavailable

FLOOR = 0.3
"""Lowest score that is reported; the rules decide higher up. Lowering it brings backs of heads and patterns."""
_FLOOR_LOGIT = math.log(FLOOR / (1 - FLOOR))
_SUPPRESSION = 0.3
"""Overlap (intersection over union) from which two detections are about one face."""
_CELLS = ((16, 2), (8, 6))
"""(cells a side, detections a cell) of the network's two levels."""
_CORNERS = 2
_POINTS = 6


class BlazeFace:
    """One network on the calling thread. Not for two threads at once."""

    def __init__(self, model: Path) -> None:
        try:
            self._network = LiteNetwork(model.read_bytes())
        except (OSError, ValueError) as error:
            raise ModelUnavailable(
                ModelFault.NO_NETWORK, network="BlazeFace", path=str(model), error=str(error)
            ) from error
        self._anchors = _anchors()

    def find(self, picture: WorkingPicture) -> tuple[Found, ...]:
        """Faces, best score first; the points are right eye, left eye, nose, mouth, right and left ear."""
        crop = Crop.whole(picture, self._network.side)
        # The shorter answer is the score, whichever the file gives first.
        scores, places = sorted(self._network.run(crop.of(picture, cv2.BORDER_CONSTANT, 2.0) - 1), key=np.size)
        likely = np.flatnonzero(scores >= _FLOOR_LOGIT)
        faces = self._faces(places[likely].astype(np.float64), likely)
        sure = 1 / (1 + np.exp(-scores[likely, 0].astype(np.float64)))
        return tuple(_found(crop.placed(face), score, picture) for face, score in _merged(faces, sure))

    def _faces(self, places: Points, cells: npt.NDArray[np.intp]) -> Points:
        """(n, 8, 2) pixels of the square: two corners, six points."""
        pairs = places.reshape(-1, _CORNERS + _POINTS, 2)
        at = self._anchors[cells] * self._network.side
        middle, half = pairs[:, 0] + at, pairs[:, 1] / 2
        return np.concatenate([(middle - half)[:, None], (middle + half)[:, None], pairs[:, 2:] + at[:, None]], axis=1)


def _anchors() -> Points:
    """(896, 2): the middle of the cell that each detection counts from, 0 to 1, row by row."""
    levels = [np.repeat(_middles(cells), per_cell, axis=0) for cells, per_cell in _CELLS]
    return np.concatenate(levels)


def _middles(cells: int) -> Points:
    y, x = np.mgrid[:cells, :cells]
    return np.stack([x.ravel() + 0.5, y.ravel() + 0.5], axis=1) / cells


def _merged(faces: Points, scores: Points) -> list[tuple[Points, float]]:
    """Each face once, best first: its score is the best detection's, its place the mean of all detections, by their scores."""
    rest, merged = np.argsort(-scores, kind="stable"), list[tuple[Points, float]]()
    while rest.size:
        is_same = _overlap(faces[rest[0]], faces[rest]) > _SUPPRESSION
        is_same[0] = True
        same, rest = rest[is_same], rest[~is_same]
        place = np.tensordot(scores[same] / scores[same].sum(), faces[same], axes=1)
        merged.append((place, float(scores[same[0]])))
    return merged


def _overlap(face: Points, faces: Points) -> Points:
    """Intersection over union of one rectangle with each of the others."""
    shared = np.clip(np.minimum(face[1], faces[:, 1]) - np.maximum(face[0], faces[:, 0]), 0, None).prod(axis=1)
    areas = (faces[:, 1] - faces[:, 0]).prod(axis=1)
    return shared / np.maximum(1e-9, (face[1] - face[0]).prod() + areas - shared)


def _found(face: Points, score: float, picture: WorkingPicture) -> Found:
    corner, size = face[0] / (picture.width, picture.height), (face[1] - face[0]) / (picture.width, picture.height)
    box = Box(left=float(corner[0]), top=float(corner[1]), width=float(size[0]), height=float(size[1]))
    return Found(box=box, score=score, points=face[_CORNERS:])
