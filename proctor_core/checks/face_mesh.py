"""MediaPipe's face mesh: 478 points of each face, for head pose, gaze and eyelids. Blendshapes stay off (AI Act 5(1)(f)).

The network of a FaceLandmarker bundle in LiteRT, begun at the faces that `blaze_face` found: FaceLandmarker looks for the same
faces with the same model a second time, which doubles the price of a look (docs/decisions/0021). Its result holds no
detection score: count and confidence come from the face detectors.
Source: Kartynnik et al., "Real-time Facial Surface Geometry from Monocular Video on Mobile GPUs", 2019; the crop as in
mediapipe/tasks/cc/vision/face_detector/face_detector_graph.cc.
"""

import zipfile
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from ai_edge_litert.interpreter import Interpreter

from proctor_core.checks.found import Found, Points
from proctor_core.checks.picture import WorkingPicture
from proctor_core.errors import ModelUnavailable

FACES = 3
"""Largest number of meshes."""
FACE_FROM = 0.5
"""BlazeFace score from which a face gets a mesh, and FaceLandmarker's default; lowering it draws faces into patterns."""
PRESENT_FROM = 0.5
"""Probability by the network's own word that the crop shows a face; FaceLandmarker's default."""
_NETWORK = "face_landmarks_detector.tflite"
_POINTS = 478
_MARGIN = 1.5
"""The crop's side in parts of the longer side of the face's rectangle: what the network was trained with."""


@dataclass(frozen=True, slots=True, eq=False)
class Crop:
    """A square around a face, turned so that the eyes lie level.

    Attributes:
        to_picture: (2, 3), from pixels of the crop to pixels of the working picture.
        side: pixels of the network's input.
    """

    to_picture: Points
    side: int

    @classmethod
    def around(cls, face: Found, picture: WorkingPicture, side: int) -> "Crop":
        """By BlazeFace's rectangle and its first two points, the eyes."""
        assert face.points is not None, "expected BlazeFace's points"
        width, height = face.box.width * picture.width, face.box.height * picture.height
        middle = np.array([face.box.left * picture.width + width / 2, face.box.top * picture.height + height / 2])
        across = face.points[1] - face.points[0]
        along = across / max(1e-6, float(np.linalg.norm(across))) * max(width, height) * _MARGIN / side
        turn = np.array([[along[0], -along[1]], [along[1], along[0]]])
        return cls(np.column_stack([turn, middle - turn @ (side / 2, side / 2)]), side)

    def of(self, picture: WorkingPicture) -> npt.NDArray[np.float32]:
        """(1, side, side, 3), 0 to 1."""
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        size = (self.side, self.side)
        cut = cv2.warpAffine(picture.rgb, self.to_picture, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(cut, dtype=np.float32)[None] / 255


class FaceMesh:
    """One network on the calling thread; no state between frames. Not for two threads at once."""

    def __init__(self, bundle: Path) -> None:
        try:
            network = zipfile.ZipFile(bundle).read(_NETWORK)
            self._network = Interpreter(model_content=network, num_threads=1)
        except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
            raise ModelUnavailable(f"expected {_NETWORK} in the bundle {bundle}: {error}") from error
        self._network.allocate_tensors()
        takes = self._network.get_input_details()[0]
        self._input, self._side = takes["index"], int(takes["shape"][1])
        # The points first, then how sure it is that there is a face; the official bundle's third is about the tongue.
        self._points, self._presence = (gives["index"] for gives in self._network.get_output_details()[:2])

    def find(self, picture: WorkingPicture, faces: tuple[Found, ...]) -> tuple[Points, ...]:
        """Meshes of what BlazeFace found, widest face first.

        (478, 2) each in pixels of the working picture; 468 and 473 are the irises' centres.
        """
        likely = [face for face in faces if face.score >= FACE_FROM][:FACES]
        meshes = [points for face in likely if (points := self._mesh(picture, face)) is not None]
        return tuple(sorted(meshes, key=lambda points: -float(np.ptp(points[:, 0]))))

    def _mesh(self, picture: WorkingPicture, face: Found) -> Points | None:
        crop = Crop.around(face, picture, self._side)
        self._network.set_tensor(self._input, crop.of(picture))
        self._network.invoke()
        if not _is_present(float(self._network.get_tensor(self._presence).item())):
            return None
        points = self._network.get_tensor(self._points).reshape(_POINTS, 3)[:, :2].astype(np.float64)
        return points @ crop.to_picture[:, :2].T + crop.to_picture[:, 2]


def _is_present(logit: float) -> bool:
    return 1 / (1 + float(np.exp(-logit))) >= PRESENT_FROM
