"""The numbers and words a session is judged by; the decisions that use them are in `proctor_core/rules`.

A policy is versioned: a session keeps the name and version it was judged by, and can be judged again by another.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from proctor_core.codes.code import Code
from proctor_core.domain.chain import canonical


class PolicyName(StrEnum):
    """The shipped profiles."""

    RELAXED = "relaxed"
    STANDARD = "standard"
    STRICT = "strict"


class RecordingMode(StrEnum):
    """How much video of a session is kept: none, the parts around violations, all of it; from the least to the most."""

    OFF = "off"
    VIOLATIONS = "violations"
    FULL = "full"


def least_video(*modes: RecordingMode) -> RecordingMode:
    """The one of these that keeps least."""
    return min(modes, key=list(RecordingMode).index)


class FlagRule(Code):
    """Why a session goes to a human; stored with the review. `measured` reached `limit`: count, seconds, or share 0 to 1."""

    VIOLATION_COUNT = "violation_count", "{measured:.0f} violations alleged; threshold {limit:.0f}", "measured"
    LONG_VIOLATION = "long_violation", "One violation lasted {measured:.0f} s; limit {limit:.0f} s"
    UNSEEN_TIME = "unseen_time", "Camera lost, covered, frozen or still for {measured:.0f} s; limit {limit:.0f} s"
    LOW_COVERAGE = "low_coverage", "Seen in {measured:.0%} of the session's seconds; needed {limit:.0%}"
    ENDED_BY_MODERATOR = "ended_by_moderator", "ended by a moderator"
    CLIENT_CLAIMS = "client_claims", "Rests on what the taker's browser says; no rule was met"
    CAMERA_WITHDRAWN = "camera_withdrawn", "The camera was taken back; the survey is taken with it"
    SAMPLE_ESCALATED = "sample_escalated", "A moderator who looked at it by chance asks for a decision"
    DRAWN_CAMERA = "drawn_camera", "The drawn demo camera took part: nobody was seen by it"


@dataclass(frozen=True, slots=True)
class Dwell:
    """How long a condition must hold to open a violation and be gone to close it.

    Attributes:
        onset_s: window that must be positive; raising it loses short incidents and removes false ones.
        offset_s: window that must be negative again.
        open_share: share of positive looks in the onset window at which it opens (0 to 1).
        close_share: share at which it closes; below `open_share`, so that it does not flutter.
        least_share: of the onset, from the first positive look to the last before it opens. A look answers for more time than it
            saw, so that two far from each other are as much as half of a long onset; 0: not asked, as in the shipped profiles.
    """

    onset_s: float
    offset_s: float
    open_share: float = 0.67
    close_share: float = 0.34
    least_share: float = 0.0

    def lasting(self, onset_s: float) -> "Dwell":
        """The same with another onset; a longer one asks that half of it lies between two looks."""
        return replace(self, onset_s=onset_s, least_share=0.5 if onset_s > self.onset_s else self.least_share)


@dataclass(frozen=True, slots=True)
class Policy:
    """Thresholds, dwells and flag rules of one profile. Angles in degrees, scores 0 to 1, times in seconds.

    docs/accuracy.md says what each was fitted on. Raising one finds less and is wrong less often, unless said otherwise.

    Attributes:
        min_confidence: face score below which a face is `low_confidence`; raising it alleges more.
        second_opinion_limit: score of the second detector that forbids "no face"; raising it alleges more absences.
        second_face_limit, second_face_size: score, and share of the largest face's width, from which a further face counts.
        pose_off_baseline_deg, pitch_down_deg: head away from its resting pose, in any direction and downwards.
        gaze_off_baseline_deg: head and eyes together, sideways; gaze_deg_per_eye_width turns iris offset into degrees.
        gaze_down_deg, gaze_up_deg: head and eyes together, down and up from the own rest; with `gaze_off_baseline_deg` they are
            the axes of an ellipse. 0: eyes are not read vertically, as before there were these numbers.
        gaze_deg_per_eye_width_down: turns the iris's vertical offset into degrees; lids cover the iris before it has gone far,
            so it is more than sideways. Raising it finds more and is wrong more often.
        yaw_absolute_deg: head sideways whatever the resting pose.
        eyes_open_limit: lid distance from which the eyes count.
        hysteresis: factor on a limit while its violation is open; 1 lets intervals flutter.
        phone_score_limit, phone_keep_limit: score that makes a phone, and that keeps one that was made.
        phone_steady_limit: weaker score that makes one all the same where it holds for the `mobile_steady` dwell: the score of
            one and the same phone moves by .03 with the stream's compression, so one limit is a toss-up near itself.
        phone_reach: so many of its sizes (square root of its area) a phone may lie from where it was a look before. Looks at
            different things open no violation together, and a weaker look at another thing keeps none open. Raising it finds
            more and is wrong more often; 0: not asked, as before there was this number.
        dark_luma, covered_contrast, covered_sharpness: below them the picture is too dark, or shows nothing; raising them
            raises signals sooner. blurred_sharpness: below it no low confidence is alleged.
        long_violation_s, unseen_limit_s, coverage_floor, violation_threshold: the flag rules.
        incident_gap_s: what lies closer is judged at once.
        video_bitrate: bits per second that the browser may send while video is kept; raising it gives finer pictures and larger
            files (62,000: 8.5 MB in 20 minutes).
        second_look: two moderators must agree to reject (`domain/second_look.py`).
        blind_sample_share: so many of the unflagged and of the decided sessions are judged unmarked, 0 to `MOST_SHARE`
            (`domain/blind_sample.py`); raising it measures more and costs moderators' time.
        muted, loosened: words of `ViolationType` that are not alleged, and those whose onset is twice as long, each in its
            order (`domain/accommodation.py`).
    """

    name: PolicyName
    version: int = 1

    min_confidence: float = 0.6
    second_opinion_limit: float = 0.8
    second_face_limit: float = 0.7
    second_face_size: float = 0.2
    pose_off_baseline_deg: float = 20.0
    gaze_off_baseline_deg: float = 19.0
    gaze_deg_per_eye_width: float = 145.0
    gaze_down_deg: float = 0.0
    gaze_up_deg: float = 0.0
    gaze_deg_per_eye_width_down: float = 0.0
    pitch_down_deg: float = 18.0
    yaw_absolute_deg: float = 30.0
    eyes_open_limit: float = 0.18
    hysteresis: float = 0.8
    phone_score_limit: float = 0.35
    phone_keep_limit: float = 0.25
    phone_steady_limit: float = 0.3
    phone_reach: float = 0.0
    dark_luma: float = 35.0
    covered_contrast: float = 6.0
    covered_sharpness: float = 3.0
    blurred_sharpness: float = 15.0

    no_face: Dwell = Dwell(onset_s=1.5, offset_s=1.5)
    multiple_faces: Dwell = Dwell(onset_s=1.5, offset_s=1.5)
    looking_away: Dwell = Dwell(onset_s=2.0, offset_s=1.5)
    mobile_detected: Dwell = Dwell(onset_s=2.0, offset_s=2.0, open_share=0.5)
    mobile_steady: Dwell = Dwell(onset_s=4.0, offset_s=2.0, open_share=0.75)
    low_confidence: Dwell = Dwell(onset_s=3.0, offset_s=1.5)
    camera_covered: Dwell = Dwell(onset_s=1.5, offset_s=1.0)
    too_dark: Dwell = Dwell(onset_s=3.0, offset_s=2.0)
    lost_after_s: float = 3.0
    frozen_after_s: float = 3.0
    still_after_s: float = 60.0

    violation_threshold: int = 3
    long_violation_s: float = 30.0
    unseen_limit_s: float = 60.0
    coverage_floor: float = 0.9
    incident_gap_s: float = 5.0
    video_bitrate: int = 62_000
    second_look: bool = False
    blind_sample_share: float = 0.0

    muted: tuple[str, ...] = ()
    loosened: tuple[str, ...] = ()

    label: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        """The stored form, such as `standard/1`."""
        return f"{self.name}/{self.version}"


STANDARD = Policy(
    name=PolicyName.STANDARD,
    version=3,
    pitch_down_deg=16.0,
    gaze_down_deg=18.0,
    gaze_up_deg=18.0,
    gaze_deg_per_eye_width_down=250.0,
    phone_reach=1.5,
    looking_away=Dwell(onset_s=2.0, offset_s=1.5, open_share=0.8),
)
RELAXED = replace(
    STANDARD,
    name=PolicyName.RELAXED,
    looking_away=Dwell(onset_s=4.0, offset_s=1.5, open_share=0.8),
    no_face=Dwell(onset_s=4.0, offset_s=1.5),
    violation_threshold=5,
)
STRICT = replace(
    STANDARD,
    name=PolicyName.STRICT,
    version=4,
    looking_away=Dwell(onset_s=1.5, offset_s=1.5, open_share=0.8),
    violation_threshold=2,
    second_look=True,
)
PROFILES = {p.name: p for p in (RELAXED, STANDARD, STRICT)}
OF_ONE_TAKER = ("muted", "loosened")
"""What is eased for a person: no part of a profile, nor of a policy that is tried."""
_ADDED_LATER = frozenset(
    {
        "blind_sample_share",
        "phone_reach",
        "gaze_down_deg",
        "gaze_up_deg",
        "gaze_deg_per_eye_width_down",
        *OF_ONE_TAKER,
    }
)


def policy_to_json(policy: Policy) -> dict[str, Any]:
    """The policy in full, as it is stored: plain numbers and words, each dwell an object of its own.

    What was added later is left out while it is nothing, so that policies from before keep their hash.
    """
    stored = {**asdict(policy), "name": policy.name.value}
    stored |= {name: list(stored[name]) for name in OF_ONE_TAKER}
    for dwell in stored.values():
        if isinstance(dwell, dict) and not dwell["least_share"]:
            del dwell["least_share"]
    return {name: value for name, value in stored.items() if value or name not in _ADDED_LATER}


def of_everybody(stored: Mapping[str, Any]) -> dict[str, Any]:
    """A stored policy without what is eased in it for one taker."""
    return {name: value for name, value in stored.items() if name not in OF_ONE_TAKER}


def sha256_of_policy(stored: Mapping[str, Any]) -> str:
    """By what a stored policy is known: SHA-256 (hex) of its canonical form, whatever the order of its keys."""
    return hashlib.sha256(canonical(dict(stored))).hexdigest()


def policy_from_json(stored: Mapping[str, Any]) -> Policy:
    """Back from `policy_to_json`; a field that did not exist when it was stored gets its default, one that is gone is dropped."""
    known: dict[str, Any] = {f.name: stored[f.name] for f in fields(Policy) if f.name in stored}
    values: dict[str, Any] = {name: Dwell(**v) if isinstance(v, Mapping) else v for name, v in known.items()}
    values["name"] = PolicyName(stored["name"])
    values |= {name: tuple(stored[name]) for name in OF_ONE_TAKER if name in stored}
    return Policy(**values)
