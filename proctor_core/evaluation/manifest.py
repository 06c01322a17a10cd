"""Where each file of an evaluation folder comes from and whom it shows, as its `manifest.csv` states it."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Shown:
    """One file.

    Attributes:
        source: the repository that it was taken from; files of one source are left out together.
        frames_hz: pictures per second of a video; None: not stated.
        skin_tone, glasses: as judged by eye; empty: not stated.
    """

    source: str = ""
    frames_hz: float | None = None
    skin_tone: str = ""
    glasses: str = ""


def read_manifest(folder: Path) -> Mapping[str, Shown]:
    """File (relative, as in the manifest) -> what is stated of it; empty where the folder has no manifest."""
    path = folder / "manifest.csv"
    if not path.exists():
        return {}
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {row["file"]: _shown(row) for row in rows}


def _shown(row: dict[str, str]) -> Shown:
    frames_hz = float(row["fps"]) if row.get("fps") else None
    return Shown(row.get("source_repo") or "", frames_hz, row.get("skin_tone") or "", row.get("glasses") or "")
