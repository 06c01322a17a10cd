"""Observer and judge together on the labelled composite clip, at the pace that the judge itself asks for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from proctor_core.checks.observer import Observer
from proctor_core.checks.trace import FrameTrace
from proctor_core.domain.judgement import Judgement, JudgeStep
from proctor_core.domain.policy import STANDARD
from proctor_core.domain.violation import SignalKind, ViolationType
from proctor_core.models.manifest import find_models
from proctor_core.monitoring.recordings.video_file import VideoFile
from proctor_core.rules.judge import Judge, gather
from proctor_core.rules.next_look import PhoneCheck
from proctor_core.wiring.detectors import detector_files

FRAME_RATE = 10.0
LABELLED = {
    ViolationType.NO_FACE: (12.0, 18.0),
    ViolationType.MULTIPLE_FACES: (24.0, 30.0),
    ViolationType.LOOKING_AWAY: (36.0, 42.0),
    ViolationType.MOBILE_DETECTED: (48.0, 54.0),
}
# The person with the phone looks away too.
NOT_OK = [*LABELLED.values(), (59.0, 64.0)]


def judge_live(observer: Observer, video: Path) -> Iterator[JudgeStep]:
    """As the analysis pool does it: a look whenever the judge wants one."""
    judge, previous, due_s, last_s = Judge(STANDARD, None), None, 0.0, 0.0
    for frame in VideoFile(video).frames(FRAME_RATE):
        if frame.captured_s + 1e-6 < due_s:
            continue
        last_s = frame.captured_s
        check_phone = judge.next_look(last_s).phones is not PhoneCheck.NONE
        look = observer.observe(frame, check_phone=check_phone, previous=previous)
        yield judge.advance(look)
        previous = FrameTrace.of(frame)
        due_s = last_s + judge.next_look(last_s).interval_s
    yield judge.finish(last_s)


@pytest.fixture(scope="module")
def judged(models_dir: Path, shared_dir: Path) -> Judgement:
    observer = Observer(detector_files(find_models(models_dir, models_dir)))
    return gather(judge_live(observer, shared_dir / "evaluation" / "videos" / "composite_dev.mp4"))


pytestmark = pytest.mark.slow


@pytest.mark.parametrize("type_", list(LABELLED))
def test_each_labelled_part_is_alleged_within_a_second_of_its_times(judged: Judgement, type_: ViolationType) -> None:
    start_s, end_s = LABELLED[type_]
    near = [v for v in judged.violations if v.type is type_ and abs(v.onset_s - start_s) <= 1.0]
    assert len(near) == 1
    assert near[0].offset_s == pytest.approx(end_s, abs=1.0)


def test_nothing_is_alleged_in_the_ok_parts(judged: Judgement) -> None:
    for v in judged.violations:
        assert v.offset_s is not None
        assert any(start - 1.0 <= v.onset_s and v.offset_s <= end + 1.0 for start, end in NOT_OK)


def test_the_covered_camera_is_a_signal_and_alleges_nothing(judged: Judgement) -> None:
    covered = [s for s in judged.signals if s.kind is SignalKind.CAMERA_COVERED]
    assert [(round(s.onset_s), round(s.offset_s or 0)) for s in covered] == [(59, 64)]
    assert not [v for v in judged.violations if 58.0 < v.onset_s < 64.0]
