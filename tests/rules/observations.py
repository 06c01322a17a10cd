"""Builders of observations: a taker who looks at the screen, and what can differ from it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hypothesis import strategies as st

from proctor_core.domain.baseline import Baseline
from proctor_core.domain.observation import (
    Box,
    Face,
    Gaze,
    HeadPose,
    Light,
    NotMeasurable,
    Observation,
    PhoneLook,
    Unmeasured,
)

BASELINE = Baseline(yaw_deg=2.0, pitch_deg=5.0, roll_deg=0.0, gaze_x=0.02, gaze_y=-0.07, face_width=0.25, looks=10)
FACE = Face(box=Box(0.4, 0.3, 0.25, 0.35), confidence=0.95, detector_score=0.92)
SECOND_FACE = Face(box=Box(0.05, 0.3, 0.12, 0.2), confidence=0.9, detector_score=0.88)


def calm(t_s: float) -> Observation:
    """One face, frontal, eyes open, no phone."""
    return Observation(
        t_s=t_s,
        sequence=round(t_s * 1000),
        light=Light(brightness=120.0, contrast=50.0, sharpness=200.0),
        faces=(FACE,),
        face_confidence=0.95,
        second_opinion=0.95,
        head_pose=HeadPose(2.0, 5.0, 0.0),
        gaze=Gaze(0.02, -0.07),
        eyes_open=0.32,
        phone=PhoneLook(0.05, None),
        motion=1.5,
    )


def half_covered(t_s: float, score: float = 0.4) -> Observation:
    """A hand over the mouth: the second detector still finds the face."""
    return replace(calm(t_s), faces=(replace(FACE, detector_score=score),))


def absent(t_s: float) -> Observation:
    """An empty room."""
    nobody = NotMeasurable(Unmeasured.NO_FACE)
    return replace(
        calm(t_s),
        faces=(),
        face_confidence=0.1,
        second_opinion=0.1,
        head_pose=nobody,
        gaze=nobody,
        eyes_open=nobody,
        person=0.1,
    )


def turned(t_s: float, yaw_deg: float = 40.0) -> Observation:
    """The head turned to the picture's right."""
    return replace(calm(t_s), head_pose=HeadPose(yaw_deg, 5.0, 0.0))


def covered(t_s: float) -> Observation:
    """A black picture, as the observer reports it."""
    nothing = NotMeasurable(Unmeasured.COVERED)
    return replace(
        calm(t_s),
        light=Light(0.0, 0.0, 0.0),
        faces=nothing,
        face_confidence=nothing,
        second_opinion=nothing,
        head_pose=nothing,
        gaze=nothing,
        eyes_open=nothing,
        phone=nothing,
    )


def two_faces(t_s: float) -> Observation:
    """Somebody looks over the shoulder."""
    return replace(calm(t_s), faces=(FACE, SECOND_FACE))


def phone(t_s: float, score: float = 0.6) -> Observation:
    """A phone in view."""
    return replace(calm(t_s), phone=PhoneLook(score, Box(0.5, 0.6, 0.1, 0.2)))


KINDS = (calm, absent, turned, covered, two_faces, phone)


def times(start_s: float, end_s: float, rate_hz: float) -> list[float]:
    """Times from start (included) to end (left out)."""
    return [start_s + i / rate_hz for i in range(round((end_s - start_s) * rate_hz))]


def scenes(*parts: tuple[float, object], rate_hz: float = 5.0) -> list[Observation]:
    """A session of parts, each (seconds, builder)."""
    observations: list[Observation] = []
    start_s = 0.0
    for seconds, build in parts:
        observations += [build(t) for t in times(start_s, start_s + seconds, rate_hz)]  # type: ignore[operator]
        start_s += seconds
    return observations


def at_gaps(kinds: Sequence[object], gaps: Iterable[float]) -> list[Observation]:
    """Looks of the given kinds, each its gap after the one before."""
    observations: list[Observation] = []
    t_s = 0.0
    for build, gap in zip(kinds, gaps, strict=True):
        t_s += gap
        observations.append(build(t_s))  # type: ignore[operator]
    return observations


@st.composite
def sessions(draw: st.DrawFn) -> list[Observation]:
    """Any mixture of looks at any rhythm, in stretches, with gaps of up to 5 s."""
    stretches = draw(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 12)), min_size=1, max_size=8))
    kinds = [kind for kind, count in stretches for _ in range(count)]
    gap = st.sampled_from((0.125, 0.2, 0.2, 0.5, 0.5, 1.0, 5.0))
    gaps = draw(st.lists(gap, min_size=len(kinds), max_size=len(kinds)))
    return at_gaps(kinds, gaps)
