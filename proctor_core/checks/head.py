"""Pose, gaze and eyelids of the taker's head: from the mesh, or where it finds none from a detector's few points.

The mesh gives up on heads in profile, exactly where the pose matters; five or six points still tell the yaw.
"""

from dataclasses import dataclass

from proctor_core.checks.found import Found
from proctor_core.checks.fusion import Mesh, Opinions, is_same
from proctor_core.checks.gaze import measure_eyes_open, measure_gaze
from proctor_core.checks.head_pose import BLAZE_FACE_POINTS, YUNET_POINTS, RigidPoints, pose_of_mesh, pose_of_points
from proctor_core.checks.picture import WorkingPicture
from proctor_core.domain.observation import Face, Gaze, HeadPose, NotMeasurable, Unmeasured


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of the largest face says."""

    pose: HeadPose | NotMeasurable
    gaze: Gaze | NotMeasurable
    eyes_open: float | NotMeasurable


def measure_head(faces: tuple[Face, ...], opinions: Opinions, picture: WorkingPicture) -> Head:
    """Measure the largest fused face, the taker's; with no fused face nothing is measurable."""
    if not faces:
        nobody = NotMeasurable(Unmeasured.NO_FACE)
        return Head(nobody, nobody, nobody)
    mesh = _mesh_of(faces[0], opinions.meshes)
    failed = NotMeasurable(Unmeasured.FAILED)
    if mesh is None:
        return Head(_pose_without_mesh(faces[0], opinions, picture) or failed, failed, failed)
    pose = pose_of_mesh(mesh.points, picture)
    return Head(pose or failed, measure_gaze(mesh.points), measure_eyes_open(mesh.points))


def _mesh_of(face: Face, meshes: tuple[Mesh, ...]) -> Mesh | None:
    return next((mesh for mesh in meshes if is_same(mesh.box, face.box)), None)


def _pose_without_mesh(face: Face, opinions: Opinions, picture: WorkingPicture) -> HeadPose | None:
    sources: tuple[tuple[tuple[Found, ...], RigidPoints], ...] = (
        (opinions.second or (), YUNET_POINTS),
        (opinions.first, BLAZE_FACE_POINTS),
    )
    for found, rigid in sources:
        same = next((f for f in found if f.points is not None and is_same(f.box, face.box)), None)
        if same is not None and same.points is not None:
            return pose_of_points(same.points, rigid, picture)
    return None
