"""The real checks and rules look at the drawn people: what a clip's label says is what they say, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest

from proctor_core.checks.observer import Observer
from proctor_core.demo.clips import Clip, frames
from proctor_core.demo.people import PEOPLE, Person
from proctor_core.demo.scenes import Act, Scene
from proctor_core.domain.judgement import Judgement, JudgeStep
from proctor_core.domain.observation import Frame
from proctor_core.domain.policy import STANDARD
from proctor_core.domain.violation import AllegedViolation, SignalKind, ViolationType
from proctor_core.models.manifest import ModelSet
from proctor_core.rules.enrolment import judge_reference
from proctor_core.rules.judge import Judge, gather
from proctor_core.rules.next_look import PhoneCheck
from proctor_core.wiring.detectors import detector_files

LOOKS_PER_S = 2
CALM_S, ACT_S, WITHIN_S = 3.0, 5.0, 3.0
ALLEGED = {
    Act.LOOKS_ASIDE: ViolationType.LOOKING_AWAY,
    Act.LOOKS_DOWN: ViolationType.LOOKING_AWAY,
    Act.EYES_ASIDE: ViolationType.LOOKING_AWAY,
    Act.LEAVES: ViolationType.NO_FACE,
    Act.SECOND_PERSON: ViolationType.MULTIPLE_FACES,
    Act.PHONE: ViolationType.MOBILE_DETECTED,
}
SIGNALLED = {Act.COVERS_LENS: SignalKind.CAMERA_COVERED, Act.DIM_LIGHT: SignalKind.TOO_DARK}
CAST = [pytest.param(PEOPLE[index], id=PEOPLE[index].name) for index in (0, 3, 4, 9)]
"""Skin from dark to light, hair short and long, with beard, with glasses."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One person's clip with all acts, and what the rules made of it."""

    clip: Clip
    judgement: Judgement

    def start_of(self, act: Act) -> float:
        """When the act begins."""
        return next(at for at, scene in zip(self.clip.starts(), self.clip.scenes, strict=True) if scene.act is act)

    def belongs(self, violation: AllegedViolation, act: Act) -> bool:
        """Whether the violation lies in the act's scene, give or take one look."""
        start, look_s = self.start_of(act), 1 / LOOKS_PER_S
        assert violation.offset_s is not None
        return start <= violation.onset_s < start + ACT_S and violation.offset_s <= start + ACT_S + look_s


See = Callable[[Person], Seen]


@pytest.fixture(scope="module")
def see(model_set: ModelSet) -> See:
    """A person's clip under the real checks and rules; each is watched once."""
    observer = Observer(detector_files(model_set))
    return cache(lambda person: _seen_by(observer, person))


def _seen_by(observer: Observer, person: Person) -> Seen:
    scenes = [Scene(Act.READS, 2 * CALM_S)]
    for act in (*ALLEGED, *SIGNALLED):
        scenes += [Scene(act, ACT_S, side=1 if person.id % 2 else -1), Scene(Act.READS, CALM_S)]
    clip = Clip(person, tuple(scenes))
    pictures = [
        Frame(shown.picture, shown.t_s, number)
        for number, shown in enumerate(frames(clip, LOOKS_PER_S))
        if shown.picture is not None
    ]
    first = [observer.observe(frame, check_phone=False) for frame in pictures[: int(CALM_S * LOOKS_PER_S)]]
    reference = judge_reference(first, STANDARD)
    assert reference.is_accepted, reference.refusal
    judge = Judge(STANDARD, reference.baseline)
    steps = list[JudgeStep]()
    for frame in pictures:
        check_phone = judge.next_look(frame.captured_s).phones is not PhoneCheck.NONE
        steps.append(judge.advance(observer.observe(frame, check_phone=check_phone)))
    return Seen(clip, gather([*steps, judge.finish(clip.duration_s)]))


@pytest.mark.slow
@pytest.mark.parametrize("person", CAST)
@pytest.mark.parametrize("act", ALLEGED)
def test_what_is_drawn_is_alleged_within_three_seconds(see: See, person: Person, act: Act) -> None:
    seen = see(person)
    found = [v for v in seen.judgement.violations if v.type is ALLEGED[act] and seen.belongs(v, act)]
    assert len(found) == 1
    assert found[0].onset_s - seen.start_of(act) <= WITHIN_S


@pytest.mark.slow
@pytest.mark.parametrize("person", CAST)
@pytest.mark.parametrize("act", SIGNALLED)
def test_a_covered_lens_and_a_dark_room_are_signals_alone(see: See, person: Person, act: Act) -> None:
    seen = see(person)
    start = seen.start_of(act)
    signals = [s.kind for s in seen.judgement.signals if start <= s.onset_s < start + ACT_S]
    assert signals == [SIGNALLED[act]]
    assert not [v for v in seen.judgement.violations if start <= v.onset_s < start + ACT_S]


@pytest.mark.slow
@pytest.mark.parametrize("person", CAST)
def test_nothing_is_said_of_somebody_who_reads(see: See, person: Person) -> None:
    seen = see(person)
    strays = [
        v
        for v in seen.judgement.violations
        if not any(seen.belongs(v, act) for act, t in ALLEGED.items() if t is v.type)
    ]
    assert strays == []
