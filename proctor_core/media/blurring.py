"""Makes others in a picture unrecognisable, for those who need not know who was in view. What is stored stays as it is."""

from collections.abc import Iterable
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from proctor_core.domain.evidence import Bystanders
from proctor_core.domain.observation import Box

# Eight cells across a face and its surroundings leave neither eyes nor mouth; the blur hides the cells' edges.
CELLS = 8
# Hair, chin and ears lie outside of a detector's box.
MARGIN = 0.45
QUALITY = 85
_ALL = Box(0.0, 0.0, 1.0, 1.0)
_GREY = 128
_Pixels = npt.NDArray[np.uint8]


def without_bystanders(jpeg: bytes, bystanders: Bystanders) -> bytes:
    """The JPEG with everybody else's face blurred, or all of it where nobody knows where they are; as it is when it is empty.

    What can't be read as a picture comes back grey: nothing of it is shown.
    """
    if not bystanders:
        return jpeg
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        return _encoded(np.full((48, 64, 3), _GREY, np.uint8))
    pixels = cast(_Pixels, picture)
    _blur(pixels, [_ALL] if bystanders.boxes is None else map(_widened, bystanders.boxes))
    return _encoded(pixels)


def _blur(pixels: _Pixels, boxes: Iterable[Box]) -> None:
    height, width = pixels.shape[:2]
    for box in boxes:
        left, top = max(0, int(box.left * width)), max(0, int(box.top * height))
        right = min(width, int((box.left + box.width) * width) + 1)
        bottom = min(height, int((box.top + box.height) * height) + 1)
        part = pixels[top:bottom, left:right]
        if part.size:
            cells = cv2.resize(part, (CELLS, CELLS), interpolation=cv2.INTER_AREA)
            pixels[top:bottom, left:right] = cv2.resize(
                cells, (right - left, bottom - top), interpolation=cv2.INTER_LINEAR
            )


def _widened(box: Box) -> Box:
    across, down = box.width * MARGIN, box.height * MARGIN
    return Box(box.left - across, box.top - down, box.width + 2 * across, box.height + 2 * down)


def _encoded(pixels: _Pixels) -> bytes:
    _, buffer = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return cast("npt.NDArray[np.uint8]", buffer).tobytes()
