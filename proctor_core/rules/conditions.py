"""The five conditions: each reads one observation and says yes, no or can't say. Pure; dwell is in `window`."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from proctor_core.domain.allowance import NOTHING_ALLOWED
from proctor_core.domain.baseline import Baseline
from proctor_core.domain.observation import NotMeasurable, Observation, Unmeasured
from proctor_core.domain.policy import Dwell, Policy
from proctor_core.domain.violation import ViolationType
from proctor_core.rules.allowed import may_look_down, without_allowed
from proctor_core.rules.gazing import read_looking_away
from proctor_core.rules.reading import CANT_SAY, NOT_LOOKED, Reading


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a look alone does not tell.

    Attributes:
        baseline: the taker's own, None while unknown.
        is_out_of_sight: the head has turned or is lowered so far that no face is seen, and somebody is still there.
        is_lowered: it was lowered and not turned, as far as was seen.
        thing: the number of what looks like a phone (`phone_track`).
        is_open: a violation of the type is open, so that its limit is lowered by the policy's hysteresis.
    """

    baseline: Baseline | None = None
    is_out_of_sight: bool = False
    is_open: bool = False
    is_lowered: bool = False
    thing: int = 0


_OUT_OF_SIGHT = 1.5
"""Strength of a look without a face beside the measured turns, in limits: a seen turn beyond it makes the better picture."""
Condition = Callable[[Observation, Policy, Circumstances], Reading]


def read_condition(
    type_: ViolationType, observation: Observation, policy: Policy, circumstances: Circumstances
) -> Reading:
    """Read one condition on one look; what the question on the screen allows is no violation."""
    return without_allowed(type_, _CONDITIONS[type_](observation, policy, circumstances), observation)


def dwell_of(type_: ViolationType, policy: Policy) -> Dwell:
    """The policy's dwell for a type, with its onset twice as long where the policy loosens it."""
    dwell = {
        ViolationType.NO_FACE: policy.no_face,
        ViolationType.MULTIPLE_FACES: policy.multiple_faces,
        ViolationType.LOOKING_AWAY: policy.looking_away,
        ViolationType.MOBILE_DETECTED: policy.mobile_detected,
        ViolationType.LOW_CONFIDENCE: policy.low_confidence,
    }[type_]
    return dwell.lasting(2 * dwell.onset_s) if type_ in policy.loosened else dwell


def steady_dwell_of(type_: ViolationType, policy: Policy) -> Dwell | None:
    """The longer dwell by which weak looks open a violation too; None for a type that has none."""
    if type_ is not ViolationType.MOBILE_DETECTED:
        return None
    steady = policy.mobile_steady
    return steady.lasting(2 * steady.onset_s) if type_ in policy.loosened else steady


def _no_face(observation: Observation, policy: Policy, look: Circumstances) -> Reading:
    """Absent only when all agree: no fused face, no second opinion, and no head that just turned away."""
    if isinstance(observation.faces, NotMeasurable) or isinstance(observation.face_confidence, NotMeasurable):
        return CANT_SAY
    second = observation.second_opinion
    is_seen_elsewhere = not isinstance(second, NotMeasurable) and second >= policy.second_opinion_limit
    is_absent = not observation.faces and not is_seen_elsewhere and not look.is_out_of_sight
    return Reading(
        is_positive=is_absent,
        strength=1.0 - observation.face_confidence,
        confidence=1.0 - observation.face_confidence,
        measured=observation.face_confidence,
        limit=policy.min_confidence,
    )


def _multiple_faces(observation: Observation, policy: Policy, look: Circumstances) -> Reading:
    if isinstance(observation.faces, NotMeasurable):
        return CANT_SAY
    limit = policy.second_face_limit * (policy.hysteresis if look.is_open else 1.0)
    smallest = policy.second_face_size * max((face.box.width for face in observation.faces), default=0.0)
    counted = (f.confidence for f in observation.faces if f.confidence >= limit and f.box.width >= smallest)
    scores = sorted(counted, reverse=True)
    second = scores[1] if len(scores) > 1 else 0.0
    return Reading(
        is_positive=len(scores) > 1,
        strength=len(scores) + second,
        confidence=second,
        measured=float(len(scores)),
        limit=1.0,
    )


def _looking_away(observation: Observation, policy: Policy, look: Circumstances) -> Reading:
    if look.is_out_of_sight:
        is_allowed = look.is_lowered and may_look_down(observation)
        return Reading(is_positive=not is_allowed, strength=_OUT_OF_SIGHT, confidence=0.5, is_out_of_sight=True)
    return read_looking_away(observation, look.baseline, policy, is_open=look.is_open)


def _mobile_detected(observation: Observation, policy: Policy, look: Circumstances) -> Reading:
    phone = observation.phone
    if isinstance(phone, NotMeasurable):
        return NOT_LOOKED if phone.reason is Unmeasured.NOT_DUE else CANT_SAY
    limit = policy.phone_keep_limit if look.is_open else policy.phone_score_limit
    is_strong = phone.score >= policy.phone_score_limit
    steady = steady_dwell_of(ViolationType.MOBILE_DETECTED, policy)
    return Reading(
        is_positive=phone.score >= limit,
        strength=phone.score,
        confidence=phone.score,
        measured=phone.score,
        limit=policy.phone_score_limit if is_strong else policy.phone_steady_limit,
        window_s=None if is_strong or steady is None else steady.onset_s,
        is_weak=phone.score >= policy.phone_steady_limit,
        is_kept=look.is_open and not is_strong,
        thing=look.thing,
    )


def _low_confidence(observation: Observation, policy: Policy, look: Circumstances) -> Reading:
    """A face is there, but hardly recognisable (half covered, in profile), while light and focus are fine.

    Can't say of a head that is turned as the question allows: it would be alleged by another name.
    """
    if isinstance(observation.faces, NotMeasurable) or _is_turned_as_allowed(observation, policy, look):
        return CANT_SAY
    confidence = observation.taker_score or 0.0
    light = observation.light
    if light.brightness < policy.dark_luma or light.sharpness < policy.blurred_sharpness:
        return CANT_SAY
    limit = policy.min_confidence / (policy.hysteresis if look.is_open else 1.0)
    return Reading(
        is_positive=bool(observation.faces) and confidence < limit,
        strength=1.0 - confidence,
        confidence=1.0 - confidence,
        measured=confidence,
        limit=policy.min_confidence,
    )


def _is_turned_as_allowed(observation: Observation, policy: Policy, look: Circumstances) -> bool:
    if not observation.allowed:
        return False
    elsewhere = replace(observation, allowed=NOTHING_ALLOWED)
    return _is_away(elsewhere, policy, look) and not _is_away(observation, policy, look)


def _is_away(observation: Observation, policy: Policy, look: Circumstances) -> bool:
    return bool(read_condition(ViolationType.LOOKING_AWAY, observation, policy, look).is_positive)


_CONDITIONS: dict[ViolationType, Condition] = {
    ViolationType.NO_FACE: _no_face,
    ViolationType.MULTIPLE_FACES: _multiple_faces,
    ViolationType.LOOKING_AWAY: _looking_away,
    ViolationType.MOBILE_DETECTED: _mobile_detected,
    ViolationType.LOW_CONFIDENCE: _low_confidence,
}
