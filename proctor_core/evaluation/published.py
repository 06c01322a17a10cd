"""What the pages show of a measurement: figures by check and group, without the names of anybody's videos."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from proctor_core.domain.violation import ViolationType
from proctor_core.evaluation.report import Json
from proctor_core.services.reliability import GroupKind

_KINDS: Mapping[GroupKind, tuple[str, str]] = {
    GroupKind.LIGHT: ("circumstances", "light (mean luma)"),
    GroupKind.FACE_HEIGHT: ("circumstances", "height of the face (share of the picture)"),
    GroupKind.FRAMES: ("circumstances", "pictures per second"),
    GroupKind.SKIN_TONE: ("groups", "skin tone, as judged by eye"),
    GroupKind.GLASSES: ("groups", "glasses"),
}
_BAND = re.compile(r"under (?P<under>[\d.]+)|(?P<low>[\d.]+) (?:to (?P<high>[\d.]+)|and more)")


def publish(report: Json, on: date, into: Path) -> None:
    """Write the figures where the pages read them (`services/reliability.py` says which); an earlier file is replaced."""
    into.write_text(json.dumps(published(report, on), indent=1) + "\n", encoding="utf-8")


def published(report: Json, on: date) -> Json:
    """As JSON; `on`: the day of the measurement."""
    phones = report["phone_pictures"]
    return {
        "measured_on": on.isoformat(),
        "policy": report["versions"]["policy"],
        "models": sorted(report["versions"]["models"].values()),
        "clips": len(report["clips"]),
        "phone_pictures": phones and {name: _counted(phones[name]) for name in ("precision", "recall")},
        "checks": {name: _check(report, name, one) for name, one in report["types"].items()},
    }


def _check(report: Json, name: str, one: Json) -> Json:
    innocent = one["false_per_innocent_hour"]
    return {
        "right": _counted(one["incidents"]["precision"]),
        "found": _counted(one["incidents"]["recall"]),
        "false_in_innocent": innocent["false"],
        "innocent_minutes": innocent["minutes"],
        "per_hour_at_most": innocent["at_most"],
        "known_after_s": one["delay_s"]["known_after"],
        "known_after_at_most_s": one["delay_s"]["known_after_at_most"],
        "groups": list(_groups(report, ViolationType(name))),
    }


def _groups(report: Json, type_: ViolationType) -> Iterator[Json]:
    for kind, (part, title) in _KINDS.items():
        for one in report[part][title][type_.value]:
            if one["found"]["of"] or one["false_in_ok"]:
                counts = {"found": _counted(one["found"]), "false": one["false_in_ok"], "minutes": one["ok_minutes"]}
                yield {"kind": kind.value, **_band(one["group"]), **counts, "clips": one["clips"]}


def _band(group: str) -> dict[str, Any]:
    """A group's limits, or its word."""
    if not (found := _BAND.fullmatch(group)):
        return {"word": group, "low": None, "high": None}
    low, high = found["low"], found["high"] or found["under"]
    return {"word": "", "low": float(low) if low else None, "high": float(high) if high else None}


def _counted(ratio: Json) -> Json:
    return {"hits": ratio["hits"], "of": ratio["of"]}
