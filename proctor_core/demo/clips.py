"""Demo clips: scenes in a row, with the labels of an evaluation video and a picture at each time.

A clip enters the program's one flow at "frame"; everything after it is the real thing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from proctor_core.demo.painting import paint
from proctor_core.demo.people import PEOPLE, Person
from proctor_core.demo.scenes import LABELS, Act, Label, Moment, Scene, progress_in, tick_of
from proctor_core.domain.observation import Picture


@dataclass(frozen=True, slots=True)
class LabelledStretch:
    """What is to be seen from `start_s` to `end_s`."""

    start_s: float
    end_s: float
    label: Label


@dataclass(frozen=True, slots=True, eq=False)
class ClipFrame:
    """One picture of a clip at its time; None while the camera is lost."""

    t_s: float
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Clip:
    """A person's scenes in a row; `companion` is who comes in (the next of the drawn people when None)."""

    person: Person
    scenes: tuple[Scene, ...]
    companion: Person | None = None

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return sum(scene.duration_s for scene in self.scenes)

    def starts(self) -> tuple[float, ...]:
        """When each scene begins, in seconds."""
        return tuple(accumulate((scene.duration_s for scene in self.scenes[:-1]), initial=0.0))

    def labels(self) -> tuple[LabelledStretch, ...]:
        """The clip as a labelled video; neighbours with one label are one stretch."""
        stretches: list[LabelledStretch] = []
        for start, scene in zip(self.starts(), self.scenes, strict=True):
            label, end = LABELS[scene.act], start + scene.duration_s
            if stretches and stretches[-1].label is label:
                start = stretches.pop().start_s
            stretches.append(LabelledStretch(start, end, label))
        return tuple(stretches)

    def scene_at(self, t_s: float) -> tuple[Scene, float]:
        """The scene at a time and the seconds since its start; times outside the clip give its ends."""
        for start, scene in zip(reversed(self.starts()), reversed(self.scenes), strict=True):
            if t_s >= start:
                return scene, t_s - start
        return self.scenes[0], 0.0

    def moment_at(self, t_s: float) -> Moment | None:
        """All that the picture at a time depends on; None while the camera is lost."""
        scene, since_s = self.scene_at(t_s)
        if scene.act is Act.GAP:
            return None
        percent = 0 if scene.act is Act.READS else round(100 * progress_in(scene, since_s))
        if percent == 0:
            return Moment(self.person, Act.READS, 1, tick_of(t_s), 0)
        companion = (self.companion or _next_person(self.person)) if scene.act is Act.SECOND_PERSON else None
        return Moment(self.person, scene.act, scene.side, tick_of(t_s), percent, companion)


def frame_at(clip: Clip, t_s: float) -> Picture | None:
    """RGB uint8 (480, 640, 3) at a time of the clip, or None while the camera is lost."""
    moment = clip.moment_at(t_s)
    return None if moment is None else paint(moment)


def frames(clip: Clip, fps: float) -> Iterator[ClipFrame]:
    """The clip's pictures at `fps` (20 at most makes sense)."""
    for index in range(int(clip.duration_s * fps)):
        t_s = index / fps
        yield ClipFrame(t_s, frame_at(clip, t_s))


def _next_person(person: Person) -> Person:
    return PEOPLE[person.id % len(PEOPLE)]


DEMO_CAMERA_CLIP = Clip(
    PEOPLE[4],
    (
        Scene(Act.READS, 45),
        Scene(Act.LOOKS_ASIDE, 6),
        Scene(Act.READS, 12),
        Scene(Act.LEAVES, 7, side=-1),
        Scene(Act.READS, 12),
        Scene(Act.SECOND_PERSON, 7),
        Scene(Act.READS, 12),
        Scene(Act.PHONE, 8),
        Scene(Act.READS, 11),
    ),
)
"""What "Use the drawn demo camera" plays in a loop: calm until a taker has enrolled, then one of each; six loops of sway."""
