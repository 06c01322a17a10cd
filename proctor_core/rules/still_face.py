"""Whether a second face stays where it is, as one on a poster or a screen does, by the faces in single pictures.

A moderator says that a face is a picture; this only finds where else in the session that same face is. A person who sits still is
not told apart from a poster here, so nothing is muted unless somebody asks for it.
"""

from collections.abc import Sequence

from proctor_core.domain.observation import Box, overlap

SHARED = 0.7
"""So much of the smaller box lies in the other where both are one face that did not move; a higher share misses more jitter of
the detectors, a lower one takes a face that moved for a still one."""
ALIKE = 0.5
"""The smaller box has at least this part of the larger one's area: who comes nearer does not stay still."""


def place_of_still_face(pictures: Sequence[Sequence[Box]]) -> Box | None:
    """Where the second face of these pictures stays; None: it moves, there are several, or none has a place.

    Args:
        pictures: for each picture the faces beside the taker's own.
    """
    shown = [faces for faces in pictures if faces]
    if not shown or len(shown[0]) != 1:
        return None
    place = shown[0][0]
    return place if is_only_at(place, pictures) else None


def is_only_at(place: Box, pictures: Sequence[Sequence[Box]]) -> bool:
    """Whether all faces beside the taker's own are at `place`, and one is at all."""
    faces = [face for picture in pictures for face in picture]
    return bool(faces) and all(_is_same(place, face) for face in faces)


def _is_same(one: Box, other: Box) -> bool:
    areas = sorted((one.width * one.height, other.width * other.height))
    return overlap(one, other) >= SHARED and areas[0] >= ALIKE * areas[1]
