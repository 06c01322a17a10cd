"""MediaPipe's whole FaceLandmarker, for bundles whose network LiteRT alone can't run: the one assembled from a package index.

That network has three operations that only MediaPipe's own runtime knows. Otherwise `face_mesh` does the same at half the price.
"""

import weakref
from pathlib import Path
from typing import Any

import numpy as np

from proctor_core.checks.face_mesh import FACES
from proctor_core.checks.found import Found, Points
from proctor_core.checks.picture import WorkingPicture
from proctor_core.checks.quiet import caught_chatter, silence_native_logs

silence_native_logs()
from mediapipe import Image, ImageFormat, tasks  # noqa: E402


class FaceLandmarker:
    """No state between frames (IMAGE mode). Not for two threads at once."""

    def __init__(self, bundle: Path) -> None:
        options = tasks.vision.FaceLandmarkerOptions(
            base_options=tasks.BaseOptions(model_asset_path=str(bundle)),
            # 2 or more: with 1 it misses second faces and sometimes the first (design.md 5).
            num_faces=FACES,
            output_face_blendshapes=False,
            output_facial_transformation_matrixes=False,
        )
        self._landmarker = tasks.vision.FaceLandmarker.create_from_options(options)
        # At the latest before the interpreter goes down, where MediaPipe's own way of freeing it fails.
        weakref.finalize(self, _close, self._landmarker)

    def find(self, picture: WorkingPicture, faces: tuple[Found, ...]) -> tuple[Points, ...]:
        """As `FaceMesh.find`; it looks for faces by itself, so `faces` tells it nothing."""
        del faces
        result = self._landmarker.detect(Image(image_format=ImageFormat.SRGB, data=picture.rgb))
        size = np.array([picture.width, picture.height], dtype=np.float64)
        meshes = [np.array([(p.x, p.y) for p in face], dtype=np.float64) * size for face in result.face_landmarks]
        return tuple(sorted(meshes, key=lambda points: -float(np.ptp(points[:, 0]))))


def _close(landmarker: Any) -> None:
    with caught_chatter():
        landmarker.close()
