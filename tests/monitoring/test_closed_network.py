"""The whole main job in a closed network: no models on the machine, the official addresses blocked, only a package index.

A drawn clip goes by way of the real monitor through all checks, is alleged, written, handed in, and waits for a person.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from db.tables import ProctorReview, SurveySession, Violation
from proctor_core.checks.observer import Observer
from proctor_core.demo.clips import Clip, frames
from proctor_core.demo.people import PEOPLE
from proctor_core.demo.scenes import Act, Scene
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import ViolationType
from proctor_core.models.file import ModelFile, OfficialAddress
from proctor_core.models.manifest import MANIFEST, ModelSet, describe_models, fetch_models
from proctor_core.models.profile import ProfileName, profile_of
from proctor_core.monitoring.camera.received_frame import ReceivedFrame
from proctor_core.monitoring.monitors.session_monitor import SessionMonitor
from proctor_core.wiring.detectors import detector_files
from tests.support.monitor_world import PAGE, MonitorWorld

pytestmark = pytest.mark.slow

BLOCKED = OfficialAddress("http://127.0.0.1:1/blocked")
LOOKS_PER_S = 2
PERSON = PEOPLE[4]
CALM = Clip(PERSON, (Scene(Act.READS, 6),))
SURVEY = Clip(
    PERSON,
    (
        Scene(Act.READS, 4),
        Scene(Act.LEAVES, 5),
        Scene(Act.READS, 4),
        Scene(Act.SECOND_PERSON, 5),
        Scene(Act.READS, 4),
        Scene(Act.LOOKS_ASIDE, 5),
        Scene(Act.READS, 4),
        Scene(Act.PHONE, 5),
        Scene(Act.READS, 4),
    ),
)


def blocked(file: ModelFile) -> ModelFile:
    """The same line of the manifest, its official address out of reach."""
    return replace(file, sources=tuple(BLOCKED if isinstance(s, OfficialAddress) else s for s in file.sources))


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> ModelSet:
    """What a package index alone gives into an empty folder."""
    folder = tmp_path_factory.mktemp("models")
    manifest = tuple(blocked(file) for file in MANIFEST)
    found = fetch_models(None, folder, progress=lambda sentence: None, timeout_s=20, manifest=manifest)
    if profile_of(found).name is ProfileName.UNUSABLE:
        pytest.skip(f"no package index can be reached: {'; '.join(map(str, found.notes))}")
    return found


@pytest.fixture(scope="module")
def observer(models: ModelSet) -> Observer:
    return Observer(detector_files(models))


def show(world: MonitorWorld, monitor: SessionMonitor, observer: Observer, clip: Clip, from_s: float) -> None:
    """Play a clip before the camera on the told clock."""
    for shown in frames(clip, LOOKS_PER_S):
        now = world.clock.pass_time(1 / LOOKS_PER_S)
        picture = shown.picture
        assert picture is not None
        monitor.receive(PAGE, ReceivedFrame(lambda kept=picture: kept, now, from_s + shown.t_s))
        monitor.looks.take(observer, now)
        world.registry.tick(now)


def enrolled(world: MonitorWorld, observer: Observer) -> SurveySession:
    """Consent, camera check, reference face: as the taker's page does it."""
    session = world.enrolling()
    monitor = world.registry.open(session)
    monitor.attach(PAGE)
    taking = monitor.take_reference(world.clock())
    show(world, monitor, observer, CALM, 0)
    result = taking.wait(0)
    assert result.refusal is None and result.baseline is not None
    world.enrolment.accept_reference(session.id, result.jpeg, result.baseline, result.confidence, True)
    return world.stored_sessions.begin(world.taker, session.id)


def test_the_main_job_runs_on_models_from_a_package_index(
    world: MonitorWorld, models: ModelSet, observer: Observer
) -> None:
    session = enrolled(world, observer)
    world.registry.begin(session)
    show(world, world.monitor(session.id), observer, SURVEY, CALM.duration_s)
    world.hand_in(session.id)

    alleged = {violation.type for violation in world.rows(Violation, session_id=session.id)}
    assert alleged == {
        ViolationType.NO_FACE,
        ViolationType.MULTIPLE_FACES,
        ViolationType.LOOKING_AWAY,
        ViolationType.MOBILE_DETECTED,
    }
    stored = world.stored(session.id)
    assert (stored.status, stored.flagged_for_review) == (SessionStatus.UNDER_REVIEW, True)
    assert len(world.rows(ProctorReview, session_id=session.id)) == 1


def test_the_profile_says_what_is_less_accurate(models: ModelSet) -> None:
    described = "\n".join(map(str, describe_models(models)))
    assert described.startswith("Profile: package index, without the second face detector (YuNet)")
    assert "6 of 21 pictures instead of 21 of 21" in described
    assert "package index: assembled from parts of the wheel of mediapipe 0.10.21" in described
    assert "package index: converted from the npm package @vladmandic/human 1.4.2" in described


def test_without_anything_the_profile_is_unusable(tmp_path: Path) -> None:
    nothing = fetch_models(None, tmp_path, progress=lambda sentence: None, manifest=())
    assert profile_of(nothing).name is ProfileName.UNUSABLE
