"""Who is in the picture, by all detectors together: the fused faces of an observation.

YuNet counts best but loses heads in profile; BlazeFace sees those but also fires on the backs of heads; the mesh finds a
face only where one is. So YuNet counts alone, BlazeFace counts where the mesh or a weaker YuNet agrees.
"""

from dataclasses import dataclass

import numpy as np

from proctor_core.checks.face_mesh import Points
from proctor_core.checks.found import Found, overlap
from proctor_core.checks.picture import WorkingPicture
from proctor_core.domain.observation import Box, Face

COUNTED_ALONE = 0.7
"""YuNet score at which a face counts without another detector; raising it loses half faces at the edge."""
COUNTED_TOGETHER = 0.5
"""BlazeFace score at which a face counts when the mesh or YuNet at `AGREES` has it too."""
AGREES = 0.4
_SAME_FACE = 0.4


@dataclass(frozen=True, slots=True)
class Opinions:
    """What each detector found; `second` is None where YuNet is missing."""

    first: tuple[Found, ...]
    second: tuple[Found, ...] | None
    meshes: tuple[Box, ...]


def fuse_faces(opinions: Opinions) -> tuple[Face, ...]:
    """Faces, largest first; `confidence` is the best score among the detectors that found it."""
    faces = [_face(found, opinions) for found in opinions.second or () if found.score >= COUNTED_ALONE]
    for found in opinions.first:
        is_known = any(overlap(found.box, face.box) > _SAME_FACE for face in faces)
        if not is_known and found.score >= COUNTED_TOGETHER and _is_confirmed(found, opinions):
            faces.append(_face(found, opinions))
    return tuple(sorted(faces, key=lambda face: -face.box.width * face.box.height))


def box_of(points: Points, picture: WorkingPicture) -> Box:
    """The rectangle around a mesh, in parts of the picture."""
    low = points.min(axis=0) / (picture.width, picture.height)
    high = points.max(axis=0) / (picture.width, picture.height)
    extent = np.maximum(high - low, 0.0)
    return Box(left=float(low[0]), top=float(low[1]), width=float(extent[0]), height=float(extent[1]))


def _is_confirmed(found: Found, opinions: Opinions) -> bool:
    others = [f.box for f in opinions.second or () if f.score >= AGREES] + list(opinions.meshes)
    return any(overlap(found.box, box) > _SAME_FACE for box in others)


def _face(found: Found, opinions: Opinions) -> Face:
    same = [f for f in (*opinions.first, *(opinions.second or ())) if overlap(f.box, found.box) > _SAME_FACE]
    return Face(box=found.box, confidence=max([found.score, *(f.score for f in same)]))
