"""Who is in the picture, by all detectors together: the fused faces of an observation.

YuNet counts best but loses heads in profile; BlazeFace sees those but also fires on the backs of heads; the mesh finds a
face only where one is. So YuNet counts alone; BlazeFace says "somebody is here" where mesh or a weaker YuNet agrees.
"""

from dataclasses import dataclass

from proctor_core.checks.found import Found, Points
from proctor_core.checks.picture import WorkingPicture
from proctor_core.domain.observation import Box, Face, overlap

COUNTED_ALONE = 0.7
"""YuNet score at which a face counts without another detector; raising it loses half faces at the edge."""
COUNTED_TOGETHER = 0.5
"""BlazeFace score at which the only face counts when the mesh, or YuNet at `AGREES`, has it too."""
SECOND_TOGETHER = 0.8
"""As above for a further face beside YuNet's: the mesh sometimes draws a face into a lap or a pattern."""
SURE = 0.75
"""BlazeFace score at which the only face counts without mesh where YuNet is missing; backs of heads reach 0.72."""
SURE_BESIDE = 0.6
"""As above beside a face that counts already: there, a back of a head is a second person all the same."""
AGREES = 0.6
"""YuNet score that confirms BlazeFace; backs of heads reach 0.5 on both."""
_SAME_FACE = 0.4


@dataclass(frozen=True, slots=True)
class Mesh:
    """478 points of one face in pixels, and the rectangle around them in parts of the picture."""

    points: Points
    box: Box


@dataclass(frozen=True, slots=True)
class Opinions:
    """What each detector found; `second` is None where YuNet is missing."""

    first: tuple[Found, ...]
    second: tuple[Found, ...] | None
    meshes: tuple[Mesh, ...]


def fuse_faces(opinions: Opinions) -> tuple[Face, ...]:
    """Faces, largest first; `confidence` is the best score among the detectors that found it."""
    faces = [_face(found, opinions) for found in opinions.second or () if found.score >= COUNTED_ALONE]
    for found in opinions.first:
        if not any(is_same(found.box, face.box) for face in faces) and _counts(found, opinions, is_only=not faces):
            faces.append(_face(found, opinions))
    return tuple(sorted(faces, key=lambda face: -face.box.width * face.box.height))


def is_same(one: Box, other: Box) -> bool:
    """Whether two detectors mean the same face."""
    return overlap(one, other) > _SAME_FACE


def as_mesh(points: Points, picture: WorkingPicture) -> Mesh:
    """A mesh with the rectangle around it."""
    low = points.min(axis=0) / (picture.width, picture.height)
    extent = points.max(axis=0) / (picture.width, picture.height) - low
    return Mesh(points, Box(left=float(low[0]), top=float(low[1]), width=float(extent[0]), height=float(extent[1])))


def _counts(found: Found, opinions: Opinions, *, is_only: bool) -> bool:
    has_mesh = any(is_same(found.box, mesh.box) for mesh in opinions.meshes)
    if opinions.second is None:
        return found.score >= (SURE if is_only else SURE_BESIDE) or (has_mesh and found.score >= COUNTED_TOGETHER)
    if not is_only:
        return has_mesh and found.score >= SECOND_TOGETHER
    has_second = any(is_same(found.box, f.box) for f in opinions.second if f.score >= AGREES)
    return found.score >= COUNTED_TOGETHER and (has_mesh or has_second)


def _face(found: Found, opinions: Opinions) -> Face:
    first = [f.score for f in opinions.first if is_same(f.box, found.box)]
    second = [f.score for f in opinions.second or () if is_same(f.box, found.box)]
    return Face(box=found.box, confidence=max([found.score, *first, *second]), detector_score=max(first, default=0.0))
