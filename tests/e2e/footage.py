"""What the fake camera shows, with its labels: real people from ../shared where that is there, else drawn ones."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from proctor_core.demo.clips import Clip, LabelledStretch, frames
from proctor_core.demo.people import PEOPLE
from proctor_core.demo.scenes import Act, Label, Scene
from tests.support.camera import HEIGHT, WIDTH, Picture, camera_from_frames, camera_from_video

VIDEOS = Path("evaluation") / "videos"
CALM_S = 12.0
"""So long the composite's first person only looks at the screen; once more in front for enrolment."""
FRONT_S = CALM_S
DRAWN_FPS = 6
DRAWN = PEOPLE[4]
INCIDENTS = Clip(
    DRAWN,
    (
        Scene(Act.READS, FRONT_S + CALM_S),
        Scene(Act.LEAVES, 6),
        Scene(Act.READS, 6),
        Scene(Act.SECOND_PERSON, 6),
        Scene(Act.READS, 6),
        Scene(Act.LOOKS_ASIDE, 6),
        Scene(Act.READS, 6),
        Scene(Act.PHONE, 6),
        Scene(Act.READS, 6),
        Scene(Act.COVERS_LENS, 6),
        Scene(Act.READS, 5),
    ),
)


@dataclass(frozen=True, slots=True)
class Footage:
    """A camera's file and what is to be seen in it, in the file's seconds."""

    camera: Path
    stretches: Sequence[LabelledStretch]

    @property
    def duration_s(self) -> float:
        """Length; then the file begins again."""
        return self.stretches[-1].end_s

    def of(self, label: Label) -> list[LabelledStretch]:
        """Where this is to be seen."""
        return [stretch for stretch in self.stretches if stretch.label is label]


def incidents(shared: Path | None, calm_camera: Path, folder: Path) -> Footage:
    """Someone looks at the screen long enough to enrol; then one of each follows."""
    target = folder / "incidents.mjpeg"
    if shared is None:
        return Footage(drawn(INCIDENTS, target), INCIDENTS.labels())
    composite = camera_from_video(shared / VIDEOS / "composite_dev.mp4", folder / "composite.mjpeg")
    _join([calm_camera] * round(FRONT_S / CALM_S) + [composite], target)
    labels = _read(shared / VIDEOS / "composite_dev.labels.csv", FRONT_S)
    return Footage(target, [LabelledStretch(0, FRONT_S + CALM_S, Label.OK), *labels])


def calm(shared: Path | None, folder: Path) -> Path:
    """Someone who only looks at the screen, again and again."""
    target = folder / "calm.mjpeg"
    if shared is None:
        return drawn(Clip(DRAWN, (Scene(Act.READS, CALM_S),)), target)
    return camera_from_video(shared / VIDEOS / "composite_dev.mp4", target, [(0, CALM_S)])


def black(folder: Path) -> Path:
    """A black picture for five minutes, as some virtual cameras send it."""
    return camera_from_frames([np.zeros((HEIGHT, WIDTH, 3), np.uint8)], 1 / 300, folder / "black.mjpeg")


def covered_after(seconds_s: float, calm_camera: Path, folder: Path) -> Path:
    """The calm camera for about so long, then a black picture."""
    return _join([calm_camera] * round(seconds_s / CALM_S) + [black(folder)], folder / "covered.mjpeg")


def _join(cameras: Sequence[Path], target: Path) -> Path:
    """One after another: an .mjpeg file is nothing but its pictures."""
    with target.open("wb") as file:
        for camera in cameras:
            file.write(camera.read_bytes())
    return target


def drawn(clip: Clip, target: Path) -> Path:
    """A drawn person who does what the clip says."""
    return camera_from_frames(_pictures(clip), DRAWN_FPS, target)


def _pictures(clip: Clip) -> Iterator[Picture]:
    for frame in frames(clip, DRAWN_FPS):
        assert frame.picture is not None, "a clip for the fake camera loses no picture"
        yield frame.picture


def _read(labels: Path, shift_s: float) -> list[LabelledStretch]:
    with labels.open(newline="") as file:
        return [
            LabelledStretch(float(row["t_start"]) + shift_s, float(row["t_end"]) + shift_s, Label(row["label"]))
            for row in csv.DictReader(file)
        ]
