"""How much of the scene of one look is still there in the next: what a brighter exposure or a head that moves leaves in place.

Between two scenes nearly nothing is found again. An exposure step changes how bright a part is and not what it shows. A near
face that moves takes its parts along together and leaves those around it; before a bare wall it leaves the wall.
"""

from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from proctor_core.domain.observation import Picture

PART = 10
"""Side of a compared part, pixels of the trace (80 x 60): some four parts to a face, forty-eight in all."""
_REACH = 10
"""Pixels that a part may have moved, an eighth of the picture. Raising it finds parts again by chance and takes longer."""
_TOGETHER = 2
"""Pixels by which the moves of parts that move together differ, and that a camera trembles."""
_STRUCTURE = 4.0
"""Standard deviation of luma below which a part shows nothing that could be told again (bare wall, burnt out, dark)."""
_ALIKE = 0.8
"""Correlation above which a part is the same one. Raising it finds cuts in continuous pictures."""
_DARK, _BURNT, _SAME_LEVEL = 16.0, 240.0, 3.0
"""Luma of a bare part that counts, and how much it may differ: black bars beside a picture and burnt out walls say nothing."""
_FEWEST_PARTS = 8
"""With fewer parts to compare nobody can say."""
_SURELY = 0.6
"""Share at which nobody looks further."""

Moves = npt.NDArray[np.int64]
"""Shape (n, 2): how far each part that was found again has moved, rows and columns."""


def scene_kept(before: Picture, now: Picture) -> float | None:
    """Share (0 to 1) of the structured parts of one luma picture (60, 80) that the other shows too; None with too few of them.

    Found again is what stays in its place and what moves together with others. The normalised correlation of each part leaves
    brightness and contrast out, so gain, exposure and gamma hardly change it. Both directions are looked at and the better one
    counts, since a thing that comes near hides in one direction only. 2 to 5 ms.
    """
    kept: float | None = None
    for one, other in ((before, now), (now, before)):
        share = _found_again(one, other)
        kept = share if kept is None or (share is not None and share > kept) else kept
        if kept is None or kept >= _SURELY:
            return kept
    return kept


def _found_again(one: Picture, other: Picture) -> float | None:
    """None as well where `other` has next to no structure: burnt out or dark, it may show the same or not."""
    parts, shown = _structured(one), _structured(other)
    if min(len(parts), len(shown)) < _FEWEST_PARTS:
        return None
    walls = _unchanged_walls(one, other, {*parts, *shown})
    wide = cv2.copyMakeBorder(other, _REACH, _REACH, _REACH, _REACH, cv2.BORDER_REPLICATE)
    moves = [move for part in parts if (move := _move(one, cast(Picture, wide), *part)) is not None]
    still = [move for move in moves if move == (0, 0)]
    gone = np.array([move for move in moves if move != (0, 0)], dtype=np.int64).reshape(-1, 2)
    return (len(still) + _most_together(gone) + walls) / (len(parts) + walls)


def _structured(luma: Picture) -> list[tuple[int, int]]:
    return [corner for corner in _corners(luma) if float(_part(luma, *corner).std()) >= _STRUCTURE]


def _unchanged_walls(one: Picture, other: Picture, structured: set[tuple[int, int]]) -> int:
    """How many parts are bare in both and just as bright: after a cut to another bare wall hardly any is."""
    levels = [(_part(one, *c).mean(), _part(other, *c).mean()) for c in _corners(one) if c not in structured]
    return sum(bool(_DARK < before < _BURNT and abs(now - before) <= _SAME_LEVEL) for before, now in levels)


def _corners(luma: Picture) -> list[tuple[int, int]]:
    height, width = luma.shape[:2]
    return [(top, left) for top in range(0, height - PART + 1, PART) for left in range(0, width - PART + 1, PART)]


def _part(luma: Picture, top: int, left: int) -> Picture:
    return luma[top : top + PART, left : left + PART]


def _move(one: Picture, wide: Picture, top: int, left: int) -> tuple[int, int] | None:
    """How far the part has moved; (0, 0) within the trembling of a camera, None where it is not found again."""
    around = wide[top : top + PART + 2 * _REACH, left : left + PART + 2 * _REACH]
    found = cv2.matchTemplate(around, _part(one, top, left), cv2.TM_CCOEFF_NORMED)
    likeness = np.nan_to_num(np.asarray(found, dtype=np.float32))
    near = slice(_REACH - _TOGETHER, _REACH + _TOGETHER + 1)
    if likeness[near, near].max() > _ALIKE:
        return 0, 0
    row, column = divmod(int(likeness.argmax()), likeness.shape[1])
    return (row - _REACH, column - _REACH) if likeness[row, column] > _ALIKE else None


def _most_together(moves: Moves) -> int:
    """How many parts the largest group has that moved alike."""
    if not len(moves):
        return 0
    apart = np.abs(moves[:, None, :] - moves[None, :, :]).max(axis=2)
    return int((apart <= _TOGETHER).sum(axis=1).max())
