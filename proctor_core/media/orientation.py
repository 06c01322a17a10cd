"""How a picture lies in its file, and how it stands before whoever looks at it: one of eight ways, mirrored ones among them.

Photographs say it by a number of EXIF, videos by a matrix. A viewer heeds both, so whoever looks at the picture must too.
"""

from dataclasses import dataclass

import numpy as np

from proctor_core.domain.observation import Picture

MATRIX_NUMBERS = 9


@dataclass(frozen=True, slots=True)
class Orientation:
    """What makes a stored picture upright: first mirrored left to right or not, then turned counter-clockwise by quarters."""

    is_mirrored: bool = False
    quarters: int = 0

    def upright(self, picture: Picture) -> Picture:
        """The picture (H, W, 3) as a viewer shows it."""
        mirrored = picture[:, ::-1] if self.is_mirrored else picture
        return np.ascontiguousarray(np.rot90(mirrored, self.quarters))


AS_STORED = Orientation()
_EXIF = {
    2: Orientation(is_mirrored=True),
    3: Orientation(quarters=2),
    4: Orientation(is_mirrored=True, quarters=2),
    5: Orientation(is_mirrored=True, quarters=1),
    6: Orientation(quarters=3),
    7: Orientation(is_mirrored=True, quarters=3),
    8: Orientation(quarters=1),
}


def of_exif(number: int) -> Orientation:
    """Of the tag Orientation; any number but 2 to 8 leaves the picture as it is stored. Source: CIPA DC-008, 4.6.4."""
    return _EXIF.get(number, AS_STORED)


def of_matrix(matrix: tuple[int, ...]) -> Orientation:
    """Of a display matrix's nine numbers; of an angle between quarters the nearest one.

    A point of the picture (x to the right, y down) is shown at (ax + cy, bx + dy). Source: ISO/IEC 14496-12, 8.3.2;
    libavutil/display.h.
    """
    if len(matrix) != MATRIX_NUMBERS:
        return AS_STORED
    a, b, c, d = matrix[0], matrix[1], matrix[3], matrix[4]
    is_mirrored = a * d - b * c < 0
    # Where the picture's upper edge points to, once the mirror is taken out.
    right, down = (-a, -b) if is_mirrored else (a, b)
    if right == down == 0:
        return AS_STORED
    if abs(right) >= abs(down):
        return Orientation(is_mirrored, 0 if right > 0 else 2)
    return Orientation(is_mirrored, 3 if down > 0 else 1)
