"""Looks of drawn people: made once, kept whole, made again when something they depend on has changed."""

import gc
import weakref
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from proctor_core.checks.phone_glances import PhoneGlances
from proctor_core.checks.trace import FrameTrace
from proctor_core.demo.people import PEOPLE
from proctor_core.demo.rendered_looks import RenderedLooks
from proctor_core.demo.scenes import Act, Moment
from proctor_core.domain.observation import Frame, NotMeasurable, Observation, PhoneLook, Unmeasured
from tests.rules.observations import calm

READS = Moment(PEOPLE[0], Act.READS, 1, 10, 0)
LOOKS_ASIDE = Moment(PEOPLE[0], Act.LOOKS_ASIDE, 1, 10, 100)
PHONE = Moment(PEOPLE[0], Act.PHONE, 1, 10, 100)


@dataclass(slots=True, weakref_slot=True)
class NotedObserver:
    """Says "calm", and remembers what it was shown."""

    frames: list[Frame] = field(default_factory=list[Frame])

    def observe(
        self,
        frame: Frame,
        *,
        check_phone: bool,
        glances: PhoneGlances | None = None,
        trace: FrameTrace | None = None,
        previous: FrameTrace | None = None,
    ) -> Observation:
        self.frames.append(frame)
        phone = PhoneLook(0.1, None) if check_phone else NotMeasurable(Unmeasured.NOT_DUE)
        return replace(calm(0.0), phone=phone, motion=None)


def looks_in(folder: Path, observer: NotedObserver, models: str = "a") -> RenderedLooks:
    return RenderedLooks(folder, models, lambda: observer)  # pyright: ignore[reportArgumentType]


def test_a_look_is_drawn_and_checked_once_and_then_kept(tmp_path: Path) -> None:
    first, second = NotedObserver(), NotedObserver()
    made = looks_in(tmp_path, first).look_at(READS)
    read = looks_in(tmp_path, second).look_at(READS)
    assert (len(first.frames), len(second.frames)) == (1, 0)
    assert read.observation == made.observation
    assert np.array_equal(read.picture, made.picture)
    assert np.array_equal(read.trace.luma, FrameTrace.of(first.frames[0]).luma)


def test_the_kept_picture_is_the_drawn_one(tmp_path: Path) -> None:
    observer = NotedObserver()
    kept = looks_in(tmp_path, observer).look_at(READS).picture
    difference = np.abs(kept.astype(int) - observer.frames[0].picture.astype(int))
    assert kept.shape == (480, 640, 3)
    assert difference.mean() < 3


def test_another_moment_or_other_models_are_another_look(tmp_path: Path) -> None:
    observer = NotedObserver()
    looks_in(tmp_path, observer).look_at(READS)
    looks_in(tmp_path, observer).look_at(LOOKS_ASIDE)
    looks_in(tmp_path, observer, models="b").look_at(READS)
    assert len(observer.frames) == 3


def test_a_damaged_file_is_made_again(tmp_path: Path) -> None:
    observer = NotedObserver()
    looks_in(tmp_path, observer).look_at(READS)
    [file] = tmp_path.rglob("*.npz")
    file.write_bytes(file.read_bytes()[:300])
    assert looks_in(tmp_path, observer).look_at(READS).picture.shape == (480, 640, 3)
    assert len(observer.frames) == 2


@pytest.mark.parametrize(
    ("moment", "is_due"),
    [
        (READS, False),
        (replace(READS, tick=20), False),
        (replace(READS, tick=40), True),
        (replace(LOOKS_ASIDE, tick=20), True),
        (LOOKS_ASIDE, False),
        (PHONE, True),
    ],
)
def test_the_phone_check_is_made_less_often_while_nothing_hints_at_a_phone(
    tmp_path: Path, moment: Moment, is_due: bool
) -> None:
    phone = looks_in(tmp_path, NotedObserver()).look_at(moment).observation.phone
    assert isinstance(phone, PhoneLook) is is_due


def test_detectors_are_freed_at_the_end(tmp_path: Path) -> None:
    made = list[weakref.ref[NotedObserver]]()

    def new_observer() -> NotedObserver:
        observer = NotedObserver()
        made.append(weakref.ref(observer))
        return observer

    looks = RenderedLooks(tmp_path, "a", new_observer)  # pyright: ignore[reportArgumentType]
    looks.look_at(READS)
    looks.close()
    gc.collect()
    assert [observer() for observer in made] == [None]
