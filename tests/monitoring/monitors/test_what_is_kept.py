"""Pictures of a face are stored as the reference and for violations, and for nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.tables import Evidence, SurveySession
from proctor_core.domain.violation import SnapshotKind
from proctor_core.media.store import media_key
from tests.rules.observations import absent, calm, covered, two_faces
from tests.support.monitor_world import MonitorWorld, monitor_world


@pytest.fixture
def world(sqlite_engine: Engine, tmp_path: Path) -> Iterator[MonitorWorld]:
    with monitor_world(sqlite_engine, tmp_path) as made:
        yield made


def pictures_of(world: MonitorWorld, session: SurveySession) -> set[str]:
    keys = {stored.key for stored in world.media.list(media_key(session.id))}
    return {key for key in keys if key.endswith(".jpg")}


def files_with_pictures(world: MonitorWorld) -> list[Path]:
    """Whatever is a JPEG by its first bytes, wherever it lies below the data folder."""
    files = (path for path in world.folder.rglob("*") if path.is_file())
    return [path for path in files if path.read_bytes()[:3] == b"\xff\xd8\xff"]


def test_a_calm_session_keeps_the_reference_alone(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 30, calm)
    world.play(session.id, 10, covered)
    world.play(session.id, 10, calm)
    world.hand_in(session.id)
    assert world.rows(Evidence) == []
    assert pictures_of(world, session) == {world.stored(session.id).face_reference_image}
    assert files_with_pictures(world) == []


def test_a_noted_session_keeps_three_pictures_of_each_violation_and_no_more(world: MonitorWorld) -> None:
    session = world.begun()
    for scene in (calm, absent, calm, two_faces, calm):
        world.play(session.id, 6, scene)
    world.hand_in(session.id)
    evidence = world.rows(Evidence, session_id=session.id)
    assert sorted(picture.kind for picture in evidence) == sorted([*SnapshotKind, *SnapshotKind])
    kept = {picture.media_key for picture in evidence} | {world.stored(session.id).face_reference_image}
    assert pictures_of(world, session) == kept
    assert len(files_with_pictures(world)) == len(evidence)


def test_the_faces_in_each_picture_are_kept_beside_it(world: MonitorWorld) -> None:
    session = world.begun()
    for scene in (calm, two_faces, calm):
        world.play(session.id, 6, scene)
    world.hand_in(session.id)
    peak = world.rows(Evidence, session_id=session.id, kind=SnapshotKind.PEAK)[0]
    assert peak.face_boxes is not None
    assert [len(box) for box in peak.face_boxes] == [4, 4]


def test_light_and_pace_of_each_picture_are_kept_beside_it(world: MonitorWorld) -> None:
    session = world.begun()
    for scene in (calm, absent, calm):
        world.play(session.id, 6, scene)
    world.hand_in(session.id)
    evidence = world.rows(Evidence, session_id=session.id)
    assert len(evidence) == 3
    for one in evidence:
        assert one.brightness == round(absent(0.0).light.brightness, 1)
        assert one.overexposed == 0.0
        assert one.frames_per_s is not None
