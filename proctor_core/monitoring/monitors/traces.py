"""What the checks saw in a session, look by look, for a moderator's screen: head, phone, and where both lay in the picture."""

from collections.abc import Iterable
from typing import Any

from proctor_core.monitoring.monitors.observation_log import whole_batches

Traces = dict[str, list[Any]]
"""Columns of equal length, in order of time; `at` in seconds of the session.

`yaw`, `pitch` (degrees), `gaze` (parts of the eye's width, sideways), `phone` (score 0 to 1): None where it was not measured.
`faces`: boxes of a look, the taker's own first; `phones`: one box or None.
Boxes: left, top, width, height, in parts of the picture.
"""

_COLUMNS = {"at": "t_s", "yaw": "yaw_deg", "pitch": "pitch_deg", "gaze": "gaze_x", "phone": "phone_score"}
_SIDES = ("left", "top", "width", "height")


def traces_of(parts: Iterable[bytes]) -> Traces:
    """Of the parts of an observation log, each as it lies in the media store; a torn end is passed over."""
    traces: Traces = {name: [] for name in (*_COLUMNS, "faces", "phones")}
    for part in parts:
        for batch in whole_batches(part):
            for name, column in _COLUMNS.items():
                traces[name] += [_rounded(value) for value in batch.column(column).to_pylist()]
            traces["faces"] += [_boxes(faces) for faces in batch.column("faces").to_pylist()]
            traces["phones"] += [_box(box) for box in batch.column("phone_box").to_pylist()]
    return _in_order(traces)


def _in_order(traces: Traces) -> Traces:
    at = traces["at"]
    order = sorted(range(len(at)), key=at.__getitem__)
    return {name: [values[place] for place in order] for name, values in traces.items()}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _boxes(faces: list[dict[str, float]] | None) -> list[list[float]] | None:
    return None if faces is None else [box for face in faces if (box := _box(face))]


def _box(box: dict[str, float] | None) -> list[float] | None:
    return None if box is None else [round(box[side], 3) for side in _SIDES]
