"""Observations as columns and back: the one place that knows how an observation is kept in a file."""

from collections.abc import Sequence
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc

from proctor_core.domain.allowance import Allowance
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
from proctor_core.domain.precision import ANGLE_DIGITS, LIGHT_DIGITS, MOTION_DIGITS, SHARE_DIGITS, TIME_DIGITS

_BOX = [("left", pa.float32()), ("top", pa.float32()), ("width", pa.float32()), ("height", pa.float32())]
_FACE = pa.struct([*_BOX, ("confidence", pa.float32()), ("detector_score", pa.float32())])

SCHEMA = pa.schema(
    [
        ("t_s", pa.float64()),
        ("sequence", pa.int64()),
        ("brightness", pa.float32()),
        ("contrast", pa.float32()),
        ("sharpness", pa.float32()),
        ("faces", pa.list_(_FACE)),
        ("faces_why", pa.string()),
        ("face_confidence", pa.float32()),
        ("face_confidence_why", pa.string()),
        ("second_opinion", pa.float32()),
        ("second_opinion_why", pa.string()),
        ("yaw_deg", pa.float32()),
        ("pitch_deg", pa.float32()),
        ("roll_deg", pa.float32()),
        ("head_pose_why", pa.string()),
        ("gaze_x", pa.float32()),
        ("gaze_y", pa.float32()),
        ("gaze_why", pa.string()),
        ("eyes_open", pa.float32()),
        ("eyes_open_why", pa.string()),
        ("phone_score", pa.float32()),
        ("phone_box", pa.struct(_BOX)),
        ("phone_why", pa.string()),
        ("person", pa.float32()),
        ("person_why", pa.string()),
        ("motion", pa.float32()),
        ("scene_kept", pa.float32()),
        ("is_new_image", pa.bool_()),
        ("allowed", pa.list_(pa.string())),
    ]
)
"""`<check>_why` holds the reason of `NotMeasurable`; the check's own columns are null then."""

_DIGITS = {
    "t_s": TIME_DIGITS,
    **dict.fromkeys(("brightness", "contrast", "sharpness"), LIGHT_DIGITS),
    **dict.fromkeys(("yaw_deg", "pitch_deg", "roll_deg"), ANGLE_DIGITS),
    "motion": MOTION_DIGITS,
}
"""As `domain.precision` rounds them; what is not named here is a share."""
_REASONS = {reason.value: NotMeasurable(reason) for reason in Unmeasured}
Row = dict[str, Any]
Batch = Any
"""A `pyarrow.RecordBatch` of `SCHEMA`; pyarrow ships no types."""


def to_batch(observations: Sequence[Observation]) -> Batch:
    """Observations as one record batch."""
    return pa.RecordBatch.from_pylist([_row(o) for o in observations], schema=SCHEMA)


def from_batch(batch: Batch) -> list[Observation]:
    """The observations of a record batch, in order, rounded as they were judged."""
    return [_observation(cast(Row, row)) for row in _rounded(batch).to_pylist()]


def _rounded(batch: Batch) -> Batch:
    """The same with the numbers that have a column of their own in the digits that were judged: a column at once is quicker."""
    columns = dict(zip(batch.schema.names, batch.columns, strict=True))
    for name, column in columns.items():
        if pa.types.is_floating(column.type):
            columns[name] = cast(Any, pc).round(column.cast(pa.float64()), _DIGITS.get(name, SHARE_DIGITS))
    return pa.RecordBatch.from_pydict(columns)


def _row(o: Observation) -> Row:
    row: Row = {
        "t_s": o.t_s,
        "sequence": o.sequence,
        "brightness": o.light.brightness,
        "contrast": o.light.contrast,
        "sharpness": o.light.sharpness,
        "motion": o.motion,
        "scene_kept": o.scene_kept,
        "is_new_image": o.is_new_image,
        "allowed": sorted(o.allowed) or None,
    }
    row |= _number("face_confidence", o.face_confidence)
    row |= _number("second_opinion", o.second_opinion)
    row |= _number("eyes_open", o.eyes_open)
    row |= _number("person", o.person)
    if isinstance(o.faces, NotMeasurable):
        row["faces_why"] = o.faces.reason.value
    else:
        row["faces"] = [_face_row(face) for face in o.faces]
    if isinstance(o.head_pose, NotMeasurable):
        row["head_pose_why"] = o.head_pose.reason.value
    else:
        row |= {"yaw_deg": o.head_pose.yaw_deg, "pitch_deg": o.head_pose.pitch_deg, "roll_deg": o.head_pose.roll_deg}
    if isinstance(o.gaze, NotMeasurable):
        row["gaze_why"] = o.gaze.reason.value
    else:
        row |= {"gaze_x": o.gaze.x, "gaze_y": o.gaze.y}
    if isinstance(o.phone, NotMeasurable):
        row["phone_why"] = o.phone.reason.value
    else:
        row |= {"phone_score": o.phone.score, "phone_box": _box_row(o.phone.box) if o.phone.box else None}
    return row


def _observation(row: Row) -> Observation:
    faces = _why(row, "faces") or tuple(_face(face) for face in row["faces"])
    pose = _why(row, "head_pose") or HeadPose(row["yaw_deg"], row["pitch_deg"], row["roll_deg"])
    phone_box = _box(row["phone_box"]) if row["phone_box"] else None
    return Observation(
        t_s=row["t_s"],
        sequence=row["sequence"],
        light=Light(row["brightness"], row["contrast"], row["sharpness"]),
        faces=faces,
        face_confidence=_why(row, "face_confidence") or row["face_confidence"],
        second_opinion=_why(row, "second_opinion") or row["second_opinion"],
        head_pose=pose,
        gaze=_why(row, "gaze") or Gaze(row["gaze_x"], row["gaze_y"]),
        eyes_open=_why(row, "eyes_open") or row["eyes_open"],
        phone=_why(row, "phone") or PhoneLook(row["phone_score"], phone_box),
        person=_why(row, "person") or row["person"],
        motion=row["motion"],
        # A log of version 0.1 does not say.
        scene_kept=row.get("scene_kept"),
        is_new_image=row["is_new_image"],
        # A log from before questions could allow anything does not say.
        allowed=frozenset(map(Allowance, row.get("allowed") or ())),
    )


def _number(name: str, value: float | NotMeasurable) -> Row:
    return {f"{name}_why": value.reason.value} if isinstance(value, NotMeasurable) else {name: value}


def _why(row: Row, name: str) -> NotMeasurable | None:
    why = row[f"{name}_why"]
    return _REASONS[why] if why else None


def _face_row(face: Face) -> Row:
    return _box_row(face.box) | {"confidence": face.confidence, "detector_score": face.detector_score}


def _face(row: Row) -> Face:
    """A log written before `detector_score` was kept says the best score for it."""
    confidence = row["confidence"]
    return Face(_box(row), _share(confidence), _share(row.get("detector_score", confidence)))


def _box_row(box: Box) -> Row:
    return {"left": box.left, "top": box.top, "width": box.width, "height": box.height}


def _box(row: Row) -> Box:
    return Box(_share(row["left"]), _share(row["top"]), _share(row["width"]), _share(row["height"]))


def _share(value: float) -> float:
    return round(value, SHARE_DIGITS)
