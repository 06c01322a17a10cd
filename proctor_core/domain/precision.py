"""To how many digits an observation is rounded: digits that no check can vouch for are neither judged nor kept.

Rounded before the rules see it, an observation comes back from its file as it was judged, so that the same policy gives the same
violations again; and 20 minutes of a session fit in 100 kB.
"""

from dataclasses import replace

from proctor_core.domain.observation import (
    Box,
    Face,
    Gaze,
    HeadPose,
    Light,
    NotMeasurable,
    Observation,
    PhoneLook,
)

SHARE_DIGITS = 3
"""Scores, boxes, iris offsets, the opening of the eyes, and the share of a scene that is kept."""
ANGLE_DIGITS = 1
"""Degrees; the pose itself is some 4 to 5 off (design.md section 5)."""
LIGHT_DIGITS = 1
MOTION_DIGITS = 2
TIME_DIGITS = 3


def rounded(o: Observation) -> Observation:
    """The observation in the digits that are judged and kept; again changes nothing."""
    return replace(
        o,
        t_s=round(o.t_s, TIME_DIGITS),
        light=Light(*(round(v, LIGHT_DIGITS) for v in (o.light.brightness, o.light.contrast, o.light.sharpness))),
        faces=o.faces if isinstance(o.faces, NotMeasurable) else tuple(map(_face, o.faces)),
        face_confidence=_share(o.face_confidence),
        second_opinion=_share(o.second_opinion),
        head_pose=o.head_pose if isinstance(o.head_pose, NotMeasurable) else _pose(o.head_pose),
        gaze=o.gaze if isinstance(o.gaze, NotMeasurable) else Gaze(_digits(o.gaze.x), _digits(o.gaze.y)),
        eyes_open=_share(o.eyes_open),
        phone=o.phone if isinstance(o.phone, NotMeasurable) else _phone(o.phone),
        person=_share(o.person),
        motion=None if o.motion is None else round(o.motion, MOTION_DIGITS),
        scene_kept=None if o.scene_kept is None else _digits(o.scene_kept),
    )


def _digits(value: float) -> float:
    return round(value, SHARE_DIGITS)


def _share(value: float | NotMeasurable) -> float | NotMeasurable:
    return value if isinstance(value, NotMeasurable) else _digits(value)


def _box(box: Box) -> Box:
    return Box(_digits(box.left), _digits(box.top), _digits(box.width), _digits(box.height))


def _face(face: Face) -> Face:
    return Face(_box(face.box), _digits(face.confidence), _digits(face.detector_score))


def _pose(pose: HeadPose) -> HeadPose:
    return HeadPose(*(round(angle, ANGLE_DIGITS) for angle in (pose.yaw_deg, pose.pitch_deg, pose.roll_deg)))


def _phone(look: PhoneLook) -> PhoneLook:
    return PhoneLook(_digits(look.score), look.box and _box(look.box))
