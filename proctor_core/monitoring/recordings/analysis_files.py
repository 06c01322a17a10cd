"""Writes what an analysis found into a folder: JSON lines for people and scripts, the columnar file, the snapshots."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Self

from proctor_core.domain.observation import Gaze, HeadPose, NotMeasurable, Observation, PhoneLook, Picture
from proctor_core.domain.policy import Policy
from proctor_core.domain.violation import AllegedViolation, RaisedSignal, SnapshotKind
from proctor_core.monitoring.monitors.observation_log import ObservationLog
from proctor_core.monitoring.recordings.recording_analysis import FoundViolation

Json = dict[str, Any]


class AnalysisFolder:
    """Hears an analysis; writes `observations.jsonl` and `.arrows`, `violations.jsonl`, `signals.jsonl` and `snapshots/`.

    A context manager: what was written goes again when the recording turns out to be none.

    Attributes:
        looks, violations, signals: how many there were.
    """

    def __init__(self, folder: Path, policy: Policy, progress: Callable[[float], None]) -> None:
        """`progress` hears each look's second."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._policy, self._progress = folder, policy, progress
        self._lines = (folder / "observations.jsonl").open("w", encoding="utf-8")
        columns = folder / "observations.arrows"
        columns.unlink(missing_ok=True)
        self._log = ObservationLog(columns)
        self._violations: list[Json] = []
        self._signals: list[Json] = []
        self._snapshots: list[Path] = []
        self.looks = 0

    @property
    def violations(self) -> int:
        """How many violations were found."""
        return len(self._violations)

    @property
    def signals(self) -> int:
        """How many signals were raised."""
        return len(self._signals)

    def observed(self, observation: Observation, picture: Picture) -> None:
        """Write one look."""
        self.looks += 1
        self._lines.write(json.dumps(observation_json(observation, self._policy)) + "\n")
        self._log.append(observation)
        self._progress(observation.t_s)

    def alleged(self, found: FoundViolation) -> None:
        """Write a violation's pictures."""
        violation, names = found.violation, dict[str, str]()
        for snapshot in found.snapshots:
            name = f"snapshots/{violation.onset_s:09.2f}-{violation.type}-{snapshot.kind}.jpg"
            (self._folder / "snapshots").mkdir(exist_ok=True)
            (self._folder / name).write_bytes(snapshot.jpeg)
            self._snapshots.append(self._folder / name)
            names[snapshot.kind] = name
        self._violations.append(_violation_json(violation, names))

    def signalled(self, signal: RaisedSignal) -> None:
        """Keep a signal's line."""
        times = {"started_s": _s(signal.onset_s), "ended_s": _s(signal.offset_s)}
        self._signals.append({"kind": signal.kind, **times, "reason": str(signal.reason)})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._lines.close()
        self._log.close()
        if kind is None:
            _write_lines(self._folder / "violations.jsonl", self._violations, "type")
            _write_lines(self._folder / "signals.jsonl", self._signals, "kind")
            return
        names = ("observations.jsonl", "observations.arrows")
        for path in [*(self._folder / name for name in names), *self._snapshots]:
            path.unlink(missing_ok=True)


def observation_json(observation: Observation, policy: Policy) -> Json:
    """One observation as flat values; what was not measurable is null, its reason under `not_measurable`.

    Angles in degrees (gaze: iris offset times the policy's degrees per eye width), scores 0 to 1, brightness 0 to 255.
    """
    values: Json = {
        "t": _s(observation.t_s),
        "face_count": observation.face_count,
        "face_confidence": _number(observation.face_confidence),
        "yaw_deg": None,
        "pitch_deg": None,
        "roll_deg": None,
        "gaze_yaw": None,
        "gaze_pitch": None,
        "eyes_open": _number(observation.eyes_open),
        "phone_score": None,
        "brightness": round(observation.light.brightness, 2),
        "sharpness": round(observation.light.sharpness, 2),
    }
    if isinstance(pose := observation.head_pose, HeadPose):
        values |= {"yaw_deg": _d(pose.yaw_deg), "pitch_deg": _d(pose.pitch_deg), "roll_deg": _d(pose.roll_deg)}
    if isinstance(gaze := observation.gaze, Gaze):
        factor = policy.gaze_deg_per_eye_width
        values |= {"gaze_yaw": _d(gaze.x * factor), "gaze_pitch": _d(gaze.y * factor)}
    if isinstance(phone := observation.phone, PhoneLook):
        values["phone_score"] = round(phone.score, 4)
    return values | {"not_measurable": _reasons(observation)}


def _reasons(observation: Observation) -> dict[str, str]:
    checks = {
        "face_count": observation.faces,
        "face_confidence": observation.face_confidence,
        "head_pose": observation.head_pose,
        "gaze": observation.gaze,
        "eyes_open": observation.eyes_open,
        "phone_score": observation.phone,
    }
    return {name: value.reason.value for name, value in checks.items() if isinstance(value, NotMeasurable)}


def _violation_json(violation: AllegedViolation, names: dict[str, str]) -> Json:
    return {
        "type": violation.type,
        "started_s": _s(violation.onset_s),
        "ended_s": _s(violation.offset_s),
        "confidence": violation.confidence,
        "reason": str(violation.reason),
        "snapshot": names.get(SnapshotKind.PEAK),
        "snapshots": names,
    }


def _write_lines(path: Path, rows: Iterable[Json], then_by: str) -> None:
    in_order = sorted(rows, key=lambda row: (row["started_s"], row[then_by]))
    path.write_text("".join(json.dumps(row) + "\n" for row in in_order), encoding="utf-8")


def _number(value: float | NotMeasurable) -> float | None:
    return None if isinstance(value, NotMeasurable) else round(value, 4)


def _s(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def _d(degrees: float) -> float:
    return round(degrees, 2)
