"""MediaPipe's face mesh: 478 points of each face, for head pose, gaze and eyelids. Blendshapes stay off (AI Act 5(1)(f)).

The network of a FaceLandmarker bundle, begun at the faces that `blaze_face` found: FaceLandmarker looks for the same faces
with the same model a second time, which doubles the price of a look (docs/decisions/0021). It gives no detection score:
count and confidence come from the face detectors.
Source: Kartynnik et al., "Real-time Facial Surface Geometry from Monocular Video on Mobile GPUs", 2019; the crop as in
mediapipe/tasks/cc/vision/face_detector/face_detector_graph.cc.
"""

import zipfile
from pathlib import Path

import cv2
import numpy as np

from proctor_core.checks.crop import Crop
from proctor_core.checks.found import Found, Points
from proctor_core.checks.lite_network import LiteNetwork
from proctor_core.checks.picture import WorkingPicture
from proctor_core.codes.model_faults import ModelFault
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
"""Of the crop around the face's rectangle: what the network was trained with."""


class FaceMesh:
    """No state between frames. Not for two threads at once."""

    def __init__(self, bundle: Path) -> None:
        try:
            with zipfile.ZipFile(bundle) as parts:
                self._network = LiteNetwork(parts.read(_NETWORK))
        except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
            raise ModelUnavailable(
                ModelFault.NOT_IN_BUNDLE, network=_NETWORK, bundle=str(bundle), error=str(error)
            ) from error

    def find(self, picture: WorkingPicture, faces: tuple[Found, ...]) -> tuple[Points, ...]:
        """Meshes of what BlazeFace found, widest face first.

        (478, 2) each in pixels of the working picture; 468 and 473 are the irises' centres.
        """
        likely = [face for face in faces if face.score >= FACE_FROM][:FACES]
        meshes = [points for face in likely if (points := self._mesh(picture, face)) is not None]
        return tuple(sorted(meshes, key=lambda points: -float(np.ptp(points[:, 0]))))

    def _mesh(self, picture: WorkingPicture, face: Found) -> Points | None:
        crop = Crop.around(face, picture, self._network.side, _MARGIN)
        # The points first, then how sure it is that there is a face; the official bundle's third is about the tongue.
        points, presence, *_ = self._network.run(crop.of(picture, cv2.BORDER_REPLICATE, 1.0))
        if 1 / (1 + float(np.exp(-presence.item()))) < PRESENT_FROM:
            return None
        return crop.placed(points.reshape(_POINTS, 3)[:, :2].astype(np.float64))
