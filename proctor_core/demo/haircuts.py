"""The cuts that `hair` can grow: where the hairline runs and how the hair stands off the head."""

from dataclasses import dataclass

from proctor_core.demo.people import HairStyle


@dataclass(frozen=True, slots=True)
class Cut:
    """A hair style.

    Attributes:
        azimuths_deg, hairline: down to which height (in heads) it grows at each azimuth from the front (0) to the back (180).
        volume: thickness on the crown and at the sides, in heads.
        parting: how much lower the hair hangs on the picture's left of the forehead than on its right.
        flare: how far hanging hair stands off the neck.
        waves: roughness of the outline, in heads.
        tufts: how far single tufts hang into the forehead, in heads.
    """

    azimuths_deg: tuple[float, ...]
    hairline: tuple[float, ...]
    volume: float = 0.12
    parting: float = 0.0
    flare: float = 0.0
    waves: float = 0.0
    tufts: float = 0.0


_EARS_FREE = (0, 22, 40, 56, 70, 82, 90, 104, 118, 150, 180)

CUTS: dict[HairStyle, Cut] = {
    HairStyle.SHORT: Cut(
        _EARS_FREE, (-0.74, -0.72, -0.68, -0.52, -0.3, 0.04, 0.14, -0.12, 0.35, 0.85, 0.9), 0.2, tufts=0.1
    ),
    HairStyle.SIDE_PART: Cut(
        _EARS_FREE, (-0.8, -0.8, -0.74, -0.52, -0.28, 0.02, 0.12, -0.12, 0.35, 0.85, 0.9), 0.2, parting=0.2, tufts=0.03
    ),
    HairStyle.CROP: Cut(_EARS_FREE, (-0.86, -0.86, -0.82, -0.56, -0.32, 0.0, 0.1, -0.12, 0.3, 0.8, 0.85), 0.05),
    HairStyle.RECEDING: Cut(_EARS_FREE, (-1.0, -1.14, -1.06, -0.62, -0.32, 0.0, 0.1, -0.12, 0.35, 0.85, 0.9), 0.08),
    HairStyle.BUN: Cut(_EARS_FREE, (-0.9, -0.87, -0.76, -0.5, -0.3, -0.02, 0.06, -0.12, 0.2, 0.7, 0.75), 0.1),
    HairStyle.CURLY: Cut(
        _EARS_FREE,
        (-0.76, -0.73, -0.64, -0.44, 0.0, 0.5, 0.7, 0.8, 0.85, 0.95, 1.0),
        0.36,
        flare=0.1,
        waves=0.07,
        tufts=0.06,
    ),
    HairStyle.BOB: Cut(
        (0, 22, 40, 54, 62, 70, 90, 120, 180), (-0.82, -0.7, -0.5, -0.15, 0.75, 1.25, 1.3, 1.3, 1.3), 0.18, 0.1, 0.12
    ),
    HairStyle.FRINGE: Cut(
        (0, 30, 44, 52, 60, 68, 90, 120, 180),
        (-0.42, -0.4, -0.34, -0.1, 1.0, 1.75, 1.85, 1.9, 1.9),
        0.18,
        0.0,
        0.1,
        tufts=0.04,
    ),
    HairStyle.LONG: Cut(
        (0, 14, 32, 50, 62, 70, 90, 120, 180),
        (-0.86, -0.82, -0.64, -0.25, 0.8, 2.2, 2.5, 2.5, 2.5),
        0.18,
        0.12,
        0.16,
        waves=0.02,
    ),
}
