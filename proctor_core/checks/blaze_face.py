"""BlazeFace (MediaPipe FaceDetector): the first opinion on where faces are.

Source: Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs", 2019.
It fires on the back of a head and misses small groups; `fusion` never lets it count alone.
"""

from pathlib import Path

import numpy as np

from proctor_core.checks.found import Found
from proctor_core.checks.picture import WorkingPicture
from proctor_core.checks.quiet import silence_native_logs
from proctor_core.domain.observation import Box

silence_native_logs()
from mediapipe import Image, ImageFormat, tasks  # noqa: E402

FLOOR = 0.3
"""Lowest score that is reported; the rules decide higher up. Lowering it brings backs of heads and patterns."""


class BlazeFace:
    """One detector in IMAGE mode: no state between frames, about 2 ms and 23 MiB. Not for two threads at once."""

    def __init__(self, model: Path) -> None:
        options = tasks.vision.FaceDetectorOptions(
            base_options=tasks.BaseOptions(model_asset_path=str(model)), min_detection_confidence=FLOOR
        )
        self._detector = tasks.vision.FaceDetector.create_from_options(options)

    def find(self, picture: WorkingPicture) -> tuple[Found, ...]:
        """Faces, best score first."""
        result = self._detector.detect(Image(image_format=ImageFormat.SRGB, data=picture.rgb))
        found = [
            Found(
                box=Box(
                    left=d.bounding_box.origin_x / picture.width,
                    top=d.bounding_box.origin_y / picture.height,
                    width=d.bounding_box.width / picture.width,
                    height=d.bounding_box.height / picture.height,
                ),
                score=float(d.categories[0].score or 0.0),
                points=np.array([(k.x, k.y) for k in d.keypoints or ()]) * (picture.width, picture.height),
            )
            for d in result.detections
        ]
        return tuple(sorted(found, key=lambda f: -f.score))

    def close(self) -> None:
        """Free the native detector."""
        self._detector.close()
