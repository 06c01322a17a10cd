"""The real detectors on pictures whose answer is known."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np
import pytest

from proctor_core.checks.found import Found
from proctor_core.checks.nanodet import NOBODY, Objects
from proctor_core.checks.observer import DetectorFiles, Observer
from proctor_core.checks.phone_glances import WORTH_A_LOOK, PhoneGlances
from proctor_core.checks.picture import WorkingPicture
from proctor_core.checks.trace import FrameTrace
from proctor_core.domain.observation import Box, Face, Gaze, HeadPose, NotMeasurable, PhoneLook, Picture, Unmeasured
from proctor_core.domain.policy import STANDARD
from proctor_core.domain.violation import ViolationType
from proctor_core.models.manifest import ModelSet
from proctor_core.rules.conditions import Circumstances, read_condition
from proctor_core.wiring.detectors import detector_files
from tests.checks.pictures import astronaut, black, closer, frame, half_covered, textured, two_astronauts


@pytest.fixture(scope="module")
def files(model_set: ModelSet) -> DetectorFiles:
    return detector_files(model_set)


@pytest.fixture(scope="module")
def observer(files: DetectorFiles) -> Observer:
    return Observer(files)


@pytest.fixture(scope="module")
def plain_observer(files: DetectorFiles) -> Observer:
    return Observer(replace(files, second_face_detector=None, phone_detector=None))


def test_one_face_is_found_with_pose_gaze_and_open_eyes(observer: Observer) -> None:
    look = observer.observe(frame(closer()), check_phone=True)
    assert look.face_count == 1
    assert isinstance(look.face_confidence, float) and look.face_confidence > 0.8
    assert isinstance(look.head_pose, HeadPose) and abs(look.head_pose.yaw_deg) < 12
    assert isinstance(look.gaze, Gaze) and abs(look.gaze.x) < 0.12
    assert isinstance(look.eyes_open, float) and look.eyes_open > 0.2
    assert isinstance(look.person, float) and look.person > 0.5


@pytest.mark.usefixtures("official_models")
def test_the_second_detector_is_sure_of_the_same_face(observer: Observer) -> None:
    look = observer.observe(frame(closer()), check_phone=False)
    assert isinstance(look.second_opinion, float) and look.second_opinion > 0.8


def test_the_box_lies_on_the_face(observer: Observer) -> None:
    look = observer.observe(frame(astronaut()), check_phone=False)
    assert look.only_face is not None
    box = look.only_face.box
    assert box.left < 0.44 < box.left + box.width
    assert box.top < 0.22 < box.top + box.height


@pytest.mark.usefixtures("official_models")
def test_a_face_covered_up_to_the_eyes_is_found_but_hardly_recognisable(observer: Observer) -> None:
    seen, covered = (observer.observe(frame(p), check_phone=False) for p in (closer(), half_covered()))
    assert (seen.face_count, covered.face_count) == (1, 1)
    assert seen.taker_score is not None and seen.taker_score > 0.8
    assert covered.taker_score is not None and covered.taker_score < STANDARD.min_confidence
    assert read_condition(ViolationType.LOW_CONFIDENCE, covered, STANDARD, Circumstances()).is_positive


def test_two_faces_are_two(observer: Observer) -> None:
    assert observer.observe(frame(two_astronauts()), check_phone=False).face_count == 2


def test_a_mirrored_face_turns_and_looks_the_other_way(observer: Observer) -> None:
    seen = observer.observe(frame(closer()), check_phone=False)
    mirrored = observer.observe(frame(np.ascontiguousarray(closer()[:, ::-1])), check_phone=False)
    assert isinstance(seen.head_pose, HeadPose) and isinstance(mirrored.head_pose, HeadPose)
    assert seen.head_pose.yaw_deg == pytest.approx(-mirrored.head_pose.yaw_deg, abs=3)
    assert seen.head_pose.roll_deg == pytest.approx(-mirrored.head_pose.roll_deg, abs=3)


def test_a_picture_turned_clockwise_shows_as_roll(observer: Observer) -> None:
    turn = cv2.getRotationMatrix2D((320, 240), -20, 1.0)
    tilted = np.asarray(cv2.warpAffine(closer(), turn, (640, 480)), dtype=np.uint8)
    straight, look = (observer.observe(frame(p), check_phone=False).head_pose for p in (closer(), tilted))
    assert isinstance(straight, HeadPose) and isinstance(look, HeadPose)
    assert look.roll_deg - straight.roll_deg == pytest.approx(20, abs=5)


def test_nobody_in_a_visible_picture_is_no_face_and_not_unmeasurable(observer: Observer) -> None:
    look = observer.observe(frame(textured()), check_phone=False)
    assert look.faces == ()
    assert look.head_pose == NotMeasurable(Unmeasured.NO_FACE)


def test_a_black_picture_makes_every_check_not_measurable(observer: Observer) -> None:
    look = observer.observe(frame(black()), check_phone=True)
    unknown = NotMeasurable(Unmeasured.COVERED)
    assert (look.faces, look.face_confidence, look.head_pose, look.gaze, look.phone) == (unknown,) * 5
    assert look.light.contrast == 0.0


def test_the_phone_check_is_made_only_when_due(observer: Observer) -> None:
    assert observer.observe(frame(closer()), check_phone=False).phone == NotMeasurable(Unmeasured.NOT_DUE)
    due = observer.observe(frame(closer()), check_phone=True).phone
    assert isinstance(due, PhoneLook) and due.score < 0.35


def test_missing_models_are_said_and_a_face_is_still_found(plain_observer: Observer) -> None:
    look = plain_observer.observe(frame(closer()), check_phone=True)
    assert look.face_count == 1
    assert look.second_opinion == NotMeasurable(Unmeasured.MODEL_MISSING)
    assert look.phone == NotMeasurable(Unmeasured.MODEL_MISSING)


def test_without_yunet_the_person_detector_gives_the_second_opinion(files: DetectorFiles) -> None:
    made = Observer(replace(files, second_face_detector=None))
    look = made.observe(frame(closer()), check_phone=True)
    assert isinstance(look.second_opinion, float) and look.second_opinion > 0.5


def test_one_observer_serves_two_sessions_without_mixing_them(observer: Observer) -> None:
    first = observer.observe(frame(closer()), check_phone=False)
    observer.observe(frame(black()), check_phone=False)
    assert observer.observe(frame(closer()), check_phone=False).faces == first.faces


def test_a_large_picture_is_judged_like_its_small_copy(observer: Observer) -> None:
    large = np.asarray(cv2.resize(closer(), (1280, 960)), dtype=np.uint8)
    small_look, large_look = (observer.observe(frame(p), check_phone=False) for p in (closer(), large))
    assert small_look.face_count == large_look.face_count == 1
    assert isinstance(small_look.head_pose, HeadPose) and isinstance(large_look.head_pose, HeadPose)
    assert math.isclose(small_look.head_pose.yaw_deg, large_look.head_pose.yaw_deg, abs_tol=3)


def test_motion_and_repeated_images_are_measured_against_the_frame_before(observer: Observer) -> None:
    before = FrameTrace.of(frame(closer(), 0.0, source_time_s=7.0))
    same = observer.observe(frame(closer(), 0.5, source_time_s=7.0), check_phone=False, previous=before)
    new = observer.observe(frame(textured(), 1.0, source_time_s=8.0), check_phone=False, previous=before)
    assert (same.is_new_image, same.motion) == (False, 0.0)
    assert new.is_new_image and new.motion is not None and new.motion > 10


def test_the_first_frame_has_no_motion_and_counts_as_new(observer: Observer) -> None:
    look = observer.observe(frame(closer()), check_phone=False)
    assert (look.motion, look.is_new_image) == (None, True)


@dataclass(slots=True)
class NotedNanoDet:
    """Sees no phone and so much of a person at a glance; remembers the whole looks."""

    person: float
    phone: float = 0.0
    whole_looks: int = 0

    def glance(self, picture: WorkingPicture) -> Objects:
        return Objects(phone=None, phone_score=self.phone, person=None, person_score=self.person)

    def find(self, picture: WorkingPicture) -> Objects:
        self.whole_looks += 1
        return Objects(phone=None, phone_score=0.0, person=None, person_score=0.9)


@dataclass(slots=True)
class NotedYoloX:
    """Sees a phone of this score; counts its looks."""

    score: float
    looks: int = 0

    def find_phone(self, picture: WorkingPicture, faces: tuple[Face, ...]) -> Found | None:
        self.looks += 1
        return Found(Box(0.1, 0.2, 0.3, 0.4), self.score)


def test_the_second_phone_detector_counts_where_it_is_surer(
    observer: Observer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observer, "_yolox", NotedYoloX(score=0.9))
    assert observer.observe(frame(closer()), check_phone=True).phone == PhoneLook(0.9, Box(0.1, 0.2, 0.3, 0.4))


def test_without_the_second_phone_detector_the_first_one_decides_alone(
    observer: Observer, files: DetectorFiles
) -> None:
    alone = Observer(replace(files, second_phone_detector=None))
    seen, both = (one.observe(frame(closer()), check_phone=True).phone for one in (alone, observer))
    assert isinstance(seen, PhoneLook) and isinstance(both, PhoneLook)
    assert seen == both


@pytest.mark.parametrize(
    ("picture", "seen", "whole_looks"),
    [
        (textured, NotedNanoDet(person=NOBODY - 0.01), 0),
        (textured, NotedNanoDet(person=NOBODY), 1),
        (closer, NotedNanoDet(person=NOBODY), 0),
        (closer, NotedNanoDet(person=0.9, phone=WORTH_A_LOOK), 1),
    ],
    ids=["nobody", "perhaps somebody", "a face", "perhaps a phone"],
)
def test_a_glance_is_enough_where_it_leaves_no_question(
    observer: Observer,
    monkeypatch: pytest.MonkeyPatch,
    picture: Callable[[], Picture],
    seen: NotedNanoDet,
    whole_looks: int,
) -> None:
    second = NotedYoloX(score=0.4)
    monkeypatch.setattr(observer, "_nanodet", seen)
    monkeypatch.setattr(observer, "_yolox", second)
    look = observer.observe(frame(picture()), check_phone=True, glances=PhoneGlances())
    assert (seen.whole_looks, second.looks) == (whole_looks, whole_looks)
    assert isinstance(look.phone, PhoneLook) and look.phone.score == (0.4 if whole_looks else seen.phone)
    assert look.person == (0.9 if whole_looks else seen.person)
