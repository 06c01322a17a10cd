"""Writes what an analysis found into a folder: JSON lines for people and scripts, the columnar file, the snapshots."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from proctor_core.domain.observation import Gaze, HeadPose, NotMeasurable, Observation, PhoneLook
from proctor_core.domain.policy import Policy
from proctor_core.domain.violation import SnapshotKind
from proctor_core.monitoring.observation_log import ObservationLog
from proctor_core.monitoring.recording_analysis import FoundViolation, RecordingAnalysis

Json = dict[str, Any]


def write_analysis(found: RecordingAnalysis, policy: Policy, folder: Path) -> None:
    """Write `observations.jsonl`, `observations.arrows`, `violations.jsonl`, `signals.jsonl` and `snapshots/`."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_lines(folder / "observations.jsonl", (observation_json(o, policy) for o in found.observations))
    _write_columns(folder / "observations.arrows", found.observations)
    violations = sorted(found.violations, key=lambda f: (f.violation.onset_s, f.violation.type))
    _write_lines(folder / "violations.jsonl", (_violation_json(f, folder) for f in violations))
    signals = sorted(found.signals, key=lambda s: (s.onset_s, s.kind))
    _write_lines(
        folder / "signals.jsonl",
        ({"kind": s.kind, "started_s": _s(s.onset_s), "ended_s": _s(s.offset_s), "reason": s.reason} for s in signals),
    )


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


def _violation_json(found: FoundViolation, folder: Path) -> Json:
    violation = found.violation
    names: dict[str, str] = {}
    for snapshot in found.snapshots:
        name = f"snapshots/{violation.onset_s:09.2f}-{violation.type}-{snapshot.kind}.jpg"
        (folder / "snapshots").mkdir(exist_ok=True)
        (folder / name).write_bytes(snapshot.jpeg)
        names[snapshot.kind] = name
    return {
        "type": violation.type,
        "started_s": _s(violation.onset_s),
        "ended_s": _s(violation.offset_s),
        "confidence": violation.confidence,
        "reason": violation.reason,
        "snapshot": names.get(SnapshotKind.PEAK),
        "snapshots": names,
    }


def _write_columns(path: Path, observations: list[Observation]) -> None:
    path.unlink(missing_ok=True)
    log = ObservationLog(path)
    for observation in observations:
        log.append(observation)
    log.close()


def _write_lines(path: Path, rows: Iterable[Json]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def _number(value: float | NotMeasurable) -> float | None:
    return None if isinstance(value, NotMeasurable) else round(value, 4)


def _s(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def _d(degrees: float) -> float:
    return round(degrees, 2)
