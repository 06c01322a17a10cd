"""The square that a network of MediaPipe gets to see: cut, turned and scaled out of the working picture in one step.

Source: mediapipe/calculators/tensor/image_to_tensor_converter_opencv.cc, whose sampling both networks were shipped with.
"""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
import numpy.typing as npt

from proctor_core.checks.found import Found, Points
from proctor_core.checks.picture import WorkingPicture


@dataclass(frozen=True, slots=True, eq=False)
class Crop:
    """A square, its sides not always those of the picture.

    Attributes:
        to_picture: (2, 3), from pixels of the square to pixels of the working picture.
        side: pixels of the network's input.
    """

    to_picture: Points
    side: int

    @classmethod
    def whole(cls, picture: WorkingPicture, side: int) -> Self:
        """The smallest square that holds the picture, which lies in its middle."""
        scale = max(picture.width, picture.height) / side
        return cls._about(np.array([picture.width, picture.height]) / 2, np.eye(2) * scale, side)

    @classmethod
    def around(cls, face: Found, picture: WorkingPicture, side: int, margin: float) -> Self:
        """A face of BlazeFace's, turned so that the eyes, its first two points, lie level.

        Args:
            margin: the square's side in parts of the longer side of the face's rectangle.
        """
        assert face.points is not None, "expected BlazeFace's points"
        width, height = face.box.width * picture.width, face.box.height * picture.height
        middle = np.array([face.box.left * picture.width + width / 2, face.box.top * picture.height + height / 2])
        across = face.points[1] - face.points[0]
        along = across / max(1e-6, float(np.linalg.norm(across))) * max(width, height) * margin / side
        return cls._about(middle, np.array([[along[0], -along[1]], [along[1], along[0]]]), side)

    @classmethod
    def _about(cls, middle: Points, turn: Points, side: int) -> Self:
        return cls(np.column_stack([turn, middle - turn @ (side / 2, side / 2)]), side)

    def of(self, picture: WorkingPicture, border: int, brightest: float) -> npt.NDArray[np.float32]:
        """(side, side, 3), RGB, 0 to `brightest`; `border` is OpenCV's word for what lies outside of the picture."""
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        cut = cv2.warpAffine(picture.rgb, self.to_picture, (self.side, self.side), flags=flags, borderMode=border)
        return np.multiply(cut, np.float32(brightest / 255), dtype=np.float32)

    def placed(self, points: Points) -> Points:
        """Points (..., 2) of the square, in pixels of the working picture."""
        return points @ self.to_picture[:, :2].T + self.to_picture[:, 2]
