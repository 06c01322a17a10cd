"""Which detector counts, and when somebody is there."""

import numpy as np

from proctor_core.checks.found import Found
from proctor_core.checks.fusion import Mesh, Opinions, fuse_faces
from proctor_core.domain.observation import Box, overlap

HERE, THERE = Box(0.4, 0.3, 0.2, 0.3), Box(0.05, 0.3, 0.1, 0.15)


def found(score: float, box: Box = HERE) -> Found:
    return Found(box=box, score=score)


def mesh(box: Box = HERE) -> Mesh:
    return Mesh(np.zeros((478, 2)), box)


def count(first: tuple[Found, ...], second: tuple[Found, ...] | None, meshes: tuple[Mesh, ...] = ()) -> int:
    return len(fuse_faces(Opinions(first, second, meshes)))


def test_one_face_that_all_detectors_see_is_one_with_the_best_score() -> None:
    faces = fuse_faces(Opinions((found(0.8),), (found(0.93),), (mesh(),)))
    assert [face.confidence for face in faces] == [0.93]


def test_a_back_of_a_head_that_only_blaze_face_sees_is_nobody() -> None:
    assert count((found(0.72),), (found(0.5),)) == 0


def test_a_profile_that_yunet_loses_is_somebody_when_the_mesh_agrees() -> None:
    assert count((found(0.6),), (), (mesh(),)) == 1


def test_yunet_counts_faces_that_blaze_face_misses_largest_first() -> None:
    faces = fuse_faces(Opinions((), (found(0.9, THERE), found(0.8)), ()))
    assert [face.box for face in faces] == [HERE, THERE]


def test_a_doubtful_second_face_beside_a_sure_one_is_not_counted() -> None:
    assert count((found(0.9), found(0.7, THERE)), (found(0.95),), (mesh(), mesh(THERE))) == 1


def test_without_yunet_a_sure_blaze_face_or_one_with_mesh_counts() -> None:
    assert count((found(0.9),), None) == 1
    assert count((found(0.55),), None) == 0
    assert count((found(0.55),), None, (mesh(),)) == 1


def test_a_face_inside_another_detectors_larger_box_overlaps_wholly() -> None:
    assert overlap(HERE, Box(0.35, 0.2, 0.4, 0.6)) > 0.99
    assert overlap(HERE, THERE) == 0.0
