"""What a drawn person does, as stances over time: between `clips` (which scene is on) and `portrait` (what it looks like).

Everything repeats after LOOP_S seconds and depends on numbers alone, so that a picture is a pure function of its `Moment`:
what the checks saw in one moment may be kept and used again wherever the same moment comes up.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from proctor_core.demo.people import Person
from proctor_core.demo.stance import Stance

LOOP_S = 20.0
TICKS_PER_S = 20
"""Time is counted in twentieths of a second: no clip is played faster."""

_RISE_S = 0.6
_BLINK_S = 0.25


class Act(StrEnum):
    """Everything that can be drawn."""

    READS = "reads"
    LOOKS_ASIDE = "looks_aside"
    LOOKS_DOWN = "looks_down"
    EYES_ASIDE = "eyes_aside"
    LEAVES = "leaves"
    SECOND_PERSON = "second_person"
    PHONE = "phone"
    HALF_COVERED = "half_covered"
    COVERS_LENS = "covers_lens"
    DIM_LIGHT = "dim_light"
    GAP = "gap"


class Label(StrEnum):
    """What a labelled video says of a stretch of time: the words of the evaluation set, and three that it does not need."""

    OK = "ok"
    LOOKING_AWAY = "looking_away"
    NO_FACE = "no_face"
    MULTIPLE_FACES = "multiple_faces"
    PHONE = "phone"
    COVERED = "covered"
    PARTIAL_FACE = "partial_face"
    DARK = "dark"
    GAP = "gap"


LABELS: dict[Act, Label] = {
    Act.READS: Label.OK,
    Act.LOOKS_ASIDE: Label.LOOKING_AWAY,
    Act.LOOKS_DOWN: Label.LOOKING_AWAY,
    Act.EYES_ASIDE: Label.LOOKING_AWAY,
    Act.LEAVES: Label.NO_FACE,
    Act.SECOND_PERSON: Label.MULTIPLE_FACES,
    Act.PHONE: Label.PHONE,
    Act.HALF_COVERED: Label.PARTIAL_FACE,
    Act.COVERS_LENS: Label.COVERED,
    Act.DIM_LIGHT: Label.DARK,
    Act.GAP: Label.GAP,
}


@dataclass(frozen=True, slots=True)
class Scene:
    """One act for some time; `side` is where to: 1 the picture's right, -1 its left."""

    act: Act
    duration_s: float
    side: int = 1


@dataclass(frozen=True, slots=True)
class Moment:
    """All that a picture depends on; hashable, so that pictures and observations can be kept by it.

    Attributes:
        tick: twentieths of a second into the loop of small motions.
        percent: how far the act has gone: 0 not yet, 100 fully.
    """

    person: Person
    act: Act
    side: int
    tick: int
    percent: int
    companion: Person | None = None

    @property
    def loop_s(self) -> float:
        """Seconds into the loop."""
        return self.tick / TICKS_PER_S

    @property
    def progress(self) -> float:
        """How far the act has gone, 0 to 1."""
        return self.percent / 100


def tick_of(t_s: float) -> int:
    """The loop's tick at a time of a clip."""
    return round(t_s * TICKS_PER_S) % round(LOOP_S * TICKS_PER_S)


def progress_in(scene: Scene, t_s: float) -> float:
    """How far the scene's act has gone `t_s` after the scene's start: it rises, holds, and falls before the end."""
    rise = min(_RISE_S, scene.duration_s / 3)
    edge = min(t_s / rise, (scene.duration_s - t_s) / rise, 1.0)
    return float(np.clip(edge, 0.0, 1.0) ** 2 * (3 - 2 * np.clip(edge, 0.0, 1.0)))


def taker_stance(moment: Moment) -> Stance:
    """How the taker sits in a moment."""
    calm = _calm_stance(moment.person, moment.loop_s)
    perform = _PERFORMED.get(moment.act)
    return perform(calm, moment.progress, moment.side) if perform else calm


def _look_aside(calm: Stance, how_far: float, side: int) -> Stance:
    return replace(calm.turned_by(yaw_deg=42 * side * how_far), gaze_x=calm.gaze_x + 0.1 * side * how_far)


def _look_down(calm: Stance, how_far: float, side: int) -> Stance:
    down = calm.turned_by(yaw_deg=26 * side * how_far, pitch_deg=28 * how_far)
    return replace(down, gaze_y=0.16 * how_far, eyes_open=calm.eyes_open * (1 - 0.3 * how_far))


def _turn_eyes(calm: Stance, how_far: float, side: int) -> Stance:
    still = calm.turned_by(yaw_deg=_EYES_LEAD_DEG * side * how_far)
    return replace(still, gaze_x=calm.gaze_x * (1 - how_far) + 0.32 * side * how_far)


def _leave(calm: Stance, how_far: float, side: int) -> Stance:
    gone = replace(calm, shift_x=calm.shift_x + 520 * side * how_far, shift_y=calm.shift_y - 70 * how_far)
    return gone.turned_by(yaw_deg=35 * side * how_far)


def _make_room(calm: Stance, how_far: float, side: int) -> Stance:
    return replace(calm, shift_x=calm.shift_x - 95 * side * how_far, size=calm.size - 4 * how_far)


def _lift_phone(calm: Stance, how_far: float, side: int) -> Stance:
    held = calm.turned_by(yaw_deg=7 * how_far, pitch_deg=4 * how_far)
    return replace(held, phone=how_far, gaze_x=calm.gaze_x * (1 - how_far), shift_x=calm.shift_x - 24 * how_far)


def _lift_paper(calm: Stance, how_far: float, side: int) -> Stance:
    return replace(calm, paper=how_far)


_EYES_LEAD_DEG = 10.0
"""Nobody looks far aside with the head nailed down; far below any limit for a head."""

_PERFORMED: dict[Act, Callable[[Stance, float, int], Stance]] = {
    Act.LOOKS_ASIDE: _look_aside,
    Act.LOOKS_DOWN: _look_down,
    Act.EYES_ASIDE: _turn_eyes,
    Act.LEAVES: _leave,
    Act.SECOND_PERSON: _make_room,
    Act.PHONE: _lift_phone,
    Act.HALF_COVERED: _lift_paper,
}
"""The calm stance, how far the act has gone (0 to 1) and the side -> the stance; other acts leave the taker calm."""


def companion_stance(moment: Moment) -> Stance | None:
    """How the second person stands in a moment; None while there is nobody."""
    if moment.act is not Act.SECOND_PERSON or moment.companion is None or moment.percent == 0:
        return None
    calm = _calm_stance(moment.companion, moment.loop_s)
    side = moment.side
    leaning_in = replace(
        calm, size=64.0, shift_x=side * (165 + 240 * (1 - moment.progress)), shift_y=-22 + calm.shift_y
    )
    return leaning_in.turned_by(yaw_deg=-8 * side, roll_deg=-4 * side)


def _calm_stance(person: Person, loop_s: float) -> Stance:
    """Reading: small sways, eyes along the lines, a blink now and then; the same each LOOP_S."""
    chance = np.random.default_rng(1000 + person.id)
    phase = chance.uniform(0, 2 * np.pi, 10)
    resting_yaw, resting_roll, closeness = chance.uniform(-3, 3), chance.uniform(-1.5, 1.5), chance.uniform(-3, 5)

    def sway(index: int, turns: int) -> float:
        return float(np.sin(2 * np.pi * turns * loop_s / LOOP_S + phase[index]))

    line = (loop_s * 8 / LOOP_S) % 1.0
    stance = Stance(
        gaze_x=-0.045 + 0.09 * line + 0.004 * sway(0, 7),
        gaze_y=0.02 + 0.03 * ((loop_s / LOOP_S * 2) % 1.0),
        eyes_open=_lids(person, loop_s),
        shift_x=4.0 * sway(1, 1) + 1.5 * sway(2, 3),
        shift_y=2.0 * sway(3, 2) + 0.8 * sway(4, 5),
        size=80.0 + closeness + 1.2 * sway(5, 1),
        mouth_open=0.03 + 0.03 * sway(9, 2),
    )
    return stance.turned_by(
        resting_yaw + 2.2 * sway(6, 2) + 0.8 * sway(2, 5),
        2.0 + 1.4 * sway(7, 3),
        resting_roll + 1.0 * sway(8, 2),
    )


def _lids(person: Person, loop_s: float) -> float:
    """1 open, 0 in the middle of a blink; five blinks in a loop, at this person's times."""
    chance = np.random.default_rng(2000 + person.id)
    blinks = (np.arange(5) + chance.uniform(0.15, 0.85, 5)) * LOOP_S / 5
    nearest = float(np.abs(blinks - loop_s).min())
    return float(np.clip(nearest / (_BLINK_S / 2), 0.0, 1.0))
