"""What one detector found, in the program's own terms; `fusion.fuse_faces` makes the observation's faces of it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from proctor_core.domain.observation import Box

Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A rectangle with its score, 0 to 1.

    Attributes:
        points: (n, 2) pixels of the working picture, in the detector's own order; None where it gives none.
    """

    box: Box
    score: float
    points: Points | None = None


def best_score(found: tuple[Found, ...]) -> float:
    """The highest score, 0 when nothing was found."""
    return max((f.score for f in found), default=0.0)
