"""Frame -> observation: one thread's detectors, shared by all sessions that this thread serves.

Second step of the flow (camera -> frame -> **checks** -> observation -> rules). It keeps nothing between frames.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from proctor_core.checks.blaze_face import BlazeFace
from proctor_core.checks.face_mesh import FaceMesh
from proctor_core.checks.found import best_score
from proctor_core.checks.fusion import Opinions, as_mesh, fuse_faces
from proctor_core.checks.head import measure_head
from proctor_core.checks.light import is_featureless, measure_light
from proctor_core.checks.lite_network import ForeignOperations
from proctor_core.checks.nanodet import NOBODY, NanoDet, Objects
from proctor_core.checks.phone_glances import WORTH_A_LOOK, PhoneGlances
from proctor_core.checks.picture import WorkingPicture, prepare
from proctor_core.checks.quiet import caught_chatter
from proctor_core.checks.trace import FrameTrace
from proctor_core.checks.yolox import YoloX
from proctor_core.checks.yunet import YuNet
from proctor_core.domain.observation import (
    Face,
    Frame,
    Light,
    NotMeasurable,
    Observation,
    PhoneLook,
    Unmeasured,
)
from proctor_core.domain.precision import rounded

if TYPE_CHECKING:
    from proctor_core.checks.face_landmarker import FaceLandmarker


@dataclass(frozen=True, slots=True)
class DetectorFiles:
    """Where the models lie; None for one that this machine does not have."""

    face_detector: Path
    face_landmarker: Path
    second_face_detector: Path | None
    phone_detector: Path | None
    second_phone_detector: Path | None = None


class Observer:
    """The detectors of one analysis thread; about one per core. Stateless between frames, not for two threads at once."""

    def __init__(self, files: DetectorFiles) -> None:
        # OpenCV's own threads would share each small step among them: twice the processor time, and its workers spin.
        cv2.setNumThreads(1)
        with caught_chatter():
            self._blaze_face = BlazeFace(files.face_detector)
            self._face_mesh = _face_mesh(files.face_landmarker)
            self._yunet = YuNet(files.second_face_detector) if files.second_face_detector else None
            self._nanodet = NanoDet(files.phone_detector) if files.phone_detector else None
            self._yolox = YoloX(files.second_phone_detector) if files.second_phone_detector else None
            self._look_for_faces(prepare(np.zeros((120, 160, 3), dtype=np.uint8)))

    def observe(
        self,
        frame: Frame,
        *,
        check_phone: bool,
        glances: PhoneGlances | None = None,
        trace: FrameTrace | None = None,
        previous: FrameTrace | None = None,
    ) -> Observation:
        """Run every check on one frame.

        Args:
            glances: with it the phone check may make do with a quarter of its work where that shows nothing like a phone.
            trace: `FrameTrace.of` this frame, where the caller has made it already.
            previous: `FrameTrace.of` the stream's frame before; without it motion is None and the image counts as new.
        """
        picture = prepare(frame.picture)
        light = measure_light(picture.luma)
        trace = (trace or FrameTrace.of(frame)) if previous else None
        motion = trace.motion_since(previous) if trace and previous else None
        kept = trace.kept_since(previous) if trace and previous else None
        is_new = not (trace and previous and trace.is_same_image_as(previous))
        if is_featureless(light):
            return rounded(_unseen(frame, light, motion, kept, is_new))
        opinions = self._look_for_faces(picture)
        faces = fuse_faces(opinions)
        objects = self._look_for_objects(picture, glances, frame.captured_s, faces) if check_phone else None
        head = measure_head(faces, opinions, picture)
        observation = Observation(
            t_s=frame.captured_s,
            sequence=frame.sequence,
            light=light,
            faces=faces,
            face_confidence=max(best_score(opinions.first), best_score(opinions.second or ())),
            second_opinion=self._second_opinion(opinions, objects),
            head_pose=head.pose,
            gaze=head.gaze,
            eyes_open=head.eyes_open,
            phone=self._phone(objects),
            person=self._person(objects),
            motion=motion,
            scene_kept=kept,
            is_new_image=is_new,
        )
        return rounded(observation)

    def _look_for_faces(self, picture: WorkingPicture) -> Opinions:
        first = self._blaze_face.find(picture)
        return Opinions(
            first=first,
            second=self._yunet.find(picture) if self._yunet else None,
            meshes=tuple(as_mesh(points, picture) for points in self._face_mesh.find(picture, first)),
        )

    def _look_for_objects(
        self, picture: WorkingPicture, glances: PhoneGlances | None, at_s: float, faces: tuple[Face, ...]
    ) -> Objects | None:
        if self._nanodet is None:
            return None
        if glances is None:
            return self._look_in_whole(self._nanodet, picture, faces)
        glance = self._nanodet.glance(picture)
        # Where no face is seen, whether a person is there hangs on this look.
        is_clear = bool(faces) or glance.person_score < NOBODY
        if is_clear and not glances.is_worth_a_look(glance.phone_score, at_s):
            return glance
        whole = self._look_in_whole(self._nanodet, picture, faces)
        if glance.phone_score >= WORTH_A_LOOK:
            glances.looked(glance.phone_score, whole.phone_score, at_s)
        return whole

    def _look_in_whole(self, nanodet: NanoDet, picture: WorkingPicture, faces: tuple[Face, ...]) -> Objects:
        """Two detectors see different phones: the larger score counts, with its own box."""
        objects = nanodet.find(picture)
        return objects.with_phone(self._yolox.find_phone(picture, faces)) if self._yolox else objects

    def _second_opinion(self, opinions: Opinions, objects: Objects | None) -> float | NotMeasurable:
        if opinions.second is not None:
            return best_score(opinions.second)
        return self._person(objects)

    def _person(self, objects: Objects | None) -> float | NotMeasurable:
        if objects:
            return objects.person_score
        return NotMeasurable(Unmeasured.NOT_DUE if self._nanodet else Unmeasured.MODEL_MISSING)

    def _phone(self, objects: Objects | None) -> PhoneLook | NotMeasurable:
        if objects:
            return PhoneLook(score=objects.phone_score, box=objects.phone.box if objects.phone else None)
        return NotMeasurable(Unmeasured.NOT_DUE if self._nanodet else Unmeasured.MODEL_MISSING)


def _face_mesh(bundle: Path) -> "FaceMesh | FaceLandmarker":
    try:
        return FaceMesh(bundle)
    except ForeignOperations:
        # Imported where it is needed alone: MediaPipe takes a second or two.
        from proctor_core.checks.face_landmarker import FaceLandmarker

        return FaceLandmarker(bundle)


def _unseen(frame: Frame, light: Light, motion: float | None, kept: float | None, is_new: bool) -> Observation:
    """A picture that shows nothing: every check that needs one is not measurable."""
    covered = NotMeasurable(Unmeasured.COVERED)
    return Observation(
        t_s=frame.captured_s,
        sequence=frame.sequence,
        light=light,
        faces=covered,
        face_confidence=covered,
        second_opinion=covered,
        head_pose=covered,
        gaze=covered,
        eyes_open=covered,
        phone=covered,
        person=covered,
        motion=motion,
        scene_kept=kept,
        is_new_image=is_new,
    )
