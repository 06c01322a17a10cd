"""MediaPipe FaceLandmarker: 478 points of each face, for head pose, gaze and eyelids. Blendshapes stay off (AI Act 5(1)(f)).

Its result holds no detection score: count and confidence come from the face detectors.
"""

from pathlib import Path

import numpy as np

from proctor_core.checks.found import Points
from proctor_core.checks.picture import WorkingPicture
from proctor_core.checks.quiet import silence_native_logs

silence_native_logs()
from mediapipe import Image, ImageFormat, tasks  # noqa: E402

FACES = 3
"""Largest number of meshes; always 2 or more: with 1 it misses second faces and sometimes the first (design.md 5)."""


class FaceMesh:
    """One landmarker in IMAGE mode: no state between frames. Not for two threads at once."""

    def __init__(self, model: Path) -> None:
        options = tasks.vision.FaceLandmarkerOptions(
            base_options=tasks.BaseOptions(model_asset_path=str(model)),
            num_faces=FACES,
            output_face_blendshapes=False,
            output_facial_transformation_matrixes=False,
        )
        self._landmarker = tasks.vision.FaceLandmarker.create_from_options(options)

    def find(self, picture: WorkingPicture) -> tuple[Points, ...]:
        """Meshes, widest face first: (478, 2) in pixels of the working picture; 468 and 473 are the irises' centres."""
        result = self._landmarker.detect(Image(image_format=ImageFormat.SRGB, data=picture.rgb))
        size = np.array([picture.width, picture.height], dtype=np.float64)
        meshes = [np.array([(p.x, p.y) for p in face], dtype=np.float64) * size for face in result.face_landmarks]
        return tuple(sorted(meshes, key=lambda points: -float(np.ptp(points[:, 0]))))

    def close(self) -> None:
        """Free the native landmarker."""
        self._landmarker.close()
