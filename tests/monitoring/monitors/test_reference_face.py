"""The initial verification with the real detectors: pictures in, accepted or refused out."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from proctor_core.checks.observer import Observer
from proctor_core.domain.enrolment import CheckItem, ItemState, RefusalReason
from proctor_core.domain.observation import Picture
from proctor_core.domain.policy import STANDARD
from proctor_core.domain.reference import ReferenceResult
from proctor_core.models.manifest import ModelSet
from proctor_core.monitoring.camera.received_frame import ReceivedFrame
from proctor_core.monitoring.monitors.session_monitor import SessionMonitor
from proctor_core.wiring.detectors import detector_files
from tests.checks.pictures import astronaut, black, two_astronauts

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
STREAM = "a tab"


@pytest.fixture(scope="module")
def observer(model_set: ModelSet) -> Observer:
    return Observer(detector_files(model_set))


def taken(observer: Observer, picture: Picture) -> tuple[ReferenceResult, SessionMonitor]:
    """Hold the picture before the camera for as long as the verification takes."""
    monitor = SessionMonitor(uuid4(), STANDARD, NOON)
    monitor.attach(STREAM)
    taking = monitor.take_reference(NOON)
    for number in range(12):
        at = NOON + timedelta(seconds=number * 0.3)
        monitor.receive(STREAM, ReceivedFrame(lambda: picture, at, number * 0.3))
        monitor.looks.take(observer, at)
    return taking.wait(0), monitor


def test_one_face_is_accepted(observer: Observer) -> None:
    result, monitor = taken(observer, astronaut())
    assert result.refusal is None
    assert result.jpeg.startswith(b"\xff\xd8")
    assert result.baseline is not None
    assert abs(result.baseline.yaw_deg) < 15
    assert result.confidence >= STANDARD.min_confidence
    fine = {i.item for i in monitor.system_check_items if i.state is ItemState.FINE}
    assert {CheckItem.CAMERA_LIVE, CheckItem.ONE_FACE, CheckItem.LIGHT, CheckItem.DISTANCE} <= fine


@pytest.mark.parametrize(
    ("picture", "reason"),
    [(two_astronauts(), RefusalReason.SEVERAL_FACES), (black(), RefusalReason.NO_PICTURE)],
    ids=["two faces", "black"],
)
def test_two_faces_and_a_black_picture_are_refused(observer: Observer, picture: Picture, reason: RefusalReason) -> None:
    assert taken(observer, picture)[0].refusal is reason
