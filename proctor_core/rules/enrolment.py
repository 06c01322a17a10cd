"""Before the questions: the system check's items, and whether a reference face is accepted. Pure, over a few looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from proctor_core.domain.baseline import Baseline
from proctor_core.domain.enrolment import CheckItem, ItemReason, ItemState, RefusalReason, SystemCheckItem
from proctor_core.domain.observation import HeadPose, NotMeasurable, Observation, Unmeasured
from proctor_core.domain.policy import Policy
from proctor_core.rules.baseline import FEWEST_LOOKS, learn_baseline
from proctor_core.rules.signals import is_covered

TOO_BRIGHT = 235.0
TOO_FAR, TOO_CLOSE = 0.07, 0.65
"""Face's share of the picture's width."""
SLOWEST_RATE = 2.0
"""Frames per second."""
_MOVED_DEG = 12.0
_ONE_FACE_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class ReferenceJudgement:
    """Accepted with a baseline and the frame to keep, or refused with a reason.

    Attributes:
        best_sequence: sequence number of the frame that shows the reference face best.
        confidence: median face confidence, 0 to 1.
    """

    refusal: RefusalReason | None
    baseline: Baseline | None
    best_sequence: int | None
    confidence: float

    @property
    def is_accepted(self) -> bool:
        """Whether the initial verification may be stored."""
        return self.refusal is None


def judge_still(observation: Observation, policy: Policy) -> ReferenceJudgement:
    """Judge a single picture, as a client sends it: the same limits, and a resting pose learned from one look."""
    return judge_reference([observation], policy, fewest=1)


def judge_reference(
    observations: Sequence[Observation], policy: Policy, fewest: int = FEWEST_LOOKS
) -> ReferenceJudgement:
    """Judge the looks of the enrolment's 3 s; raising `policy.min_confidence` refuses more."""
    one_face = [o for o in observations if o.face_count == 1]
    confidence = median(_confidence(o) for o in one_face) if one_face else 0.0
    refusal = _refusal(observations, one_face, confidence, policy)
    baseline = learn_baseline(one_face, fewest)
    if refusal is None and isinstance(baseline, NotMeasurable):
        refusal = RefusalReason.LOW_CONFIDENCE
    if refusal is not None or isinstance(baseline, NotMeasurable):
        return ReferenceJudgement(refusal, None, None, confidence)
    best = max(one_face, key=_confidence)
    return ReferenceJudgement(None, baseline, best.sequence, confidence)


def system_check(observations: Sequence[Observation], frame_rate: float, policy: Policy) -> tuple[SystemCheckItem, ...]:
    """Judge the newest look and the measured frame rate; items follow the order of `CheckItem`."""
    if not observations or frame_rate <= 0:
        dead = SystemCheckItem(CheckItem.CAMERA_LIVE, ItemState.PROBLEM, ItemReason.NO_FRAMES, frame_rate)
        return (
            dead,
            *(SystemCheckItem(item, ItemState.WAITING) for item in CheckItem if item != CheckItem.CAMERA_LIVE),
        )
    look = observations[-1]
    return (
        _item(CheckItem.CAMERA_LIVE, ItemReason.COVERED if is_covered(look, policy) else None, look.light.contrast),
        _item(CheckItem.ONE_FACE, _faces_reason(look), _count(look)),
        _item(CheckItem.LIGHT, _light_reason(look, policy), look.light.brightness),
        _item(CheckItem.DISTANCE, _distance_reason(look), _width(look), is_known=bool(look.face_count)),
        _item(CheckItem.FRAME_RATE, ItemReason.SLOW if frame_rate < SLOWEST_RATE else None, frame_rate),
        _phone_item(observations),
    )


def _refusal(
    looks: Sequence[Observation], one_face: Sequence[Observation], confidence: float, policy: Policy
) -> RefusalReason | None:
    seen = [o for o in looks if not is_covered(o, policy)]
    if not seen:
        return RefusalReason.NO_PICTURE
    if len(one_face) < _ONE_FACE_SHARE * len(seen):
        several = sum((o.face_count or 0) > 1 for o in seen)
        return RefusalReason.SEVERAL_FACES if several > len(seen) * (1 - _ONE_FACE_SHARE) else RefusalReason.NO_FACE
    if median(o.light.brightness for o in seen) < policy.dark_luma:
        return RefusalReason.TOO_DARK
    if confidence < policy.min_confidence:
        return RefusalReason.LOW_CONFIDENCE
    return RefusalReason.MOVED if _has_moved(one_face) else None


def _has_moved(looks: Sequence[Observation]) -> bool:
    """Whether half of the looks' head poses span more than a resting head does."""
    yaws = sorted(o.head_pose.yaw_deg for o in looks if isinstance(o.head_pose, HeadPose))
    return len(yaws) >= 4 and yaws[3 * len(yaws) // 4] - yaws[len(yaws) // 4] > _MOVED_DEG


def _confidence(observation: Observation) -> float:
    return observation.taker_score or 0.0


def _item(item: CheckItem, reason: ItemReason | None, measured: float, *, is_known: bool = True) -> SystemCheckItem:
    if not is_known:
        return SystemCheckItem(item, ItemState.WAITING)
    return SystemCheckItem(item, ItemState.PROBLEM if reason else ItemState.FINE, reason, measured)


def _phone_item(observations: Sequence[Observation]) -> SystemCheckItem:
    reasons = [o.phone.reason for o in observations if isinstance(o.phone, NotMeasurable)]
    if len(reasons) == len(observations) and Unmeasured.MODEL_MISSING in reasons:
        return SystemCheckItem(CheckItem.PHONE_CHECK, ItemState.UNAVAILABLE, ItemReason.MODEL_MISSING)
    is_waiting = len(reasons) == len(observations)
    return SystemCheckItem(CheckItem.PHONE_CHECK, ItemState.WAITING if is_waiting else ItemState.FINE)


def _count(look: Observation) -> float:
    return float(look.face_count or 0)


def _width(look: Observation) -> float:
    return look.faces[0].box.width if not isinstance(look.faces, NotMeasurable) and look.faces else 0.0


def _faces_reason(look: Observation) -> ItemReason | None:
    if not look.face_count:
        return ItemReason.NO_FACE
    return ItemReason.SEVERAL_FACES if look.face_count > 1 else None


def _light_reason(look: Observation, policy: Policy) -> ItemReason | None:
    if look.light.brightness < policy.dark_luma:
        return ItemReason.TOO_DARK
    return ItemReason.TOO_BRIGHT if look.light.brightness > TOO_BRIGHT else None


def _distance_reason(look: Observation) -> ItemReason | None:
    if _width(look) < TOO_FAR:
        return ItemReason.TOO_FAR
    return ItemReason.TOO_CLOSE if _width(look) > TOO_CLOSE else None
