"""Snapshots as a dense grid: type colour on the edge, time under it, hover enlarges, a click opens the incident.

Pictures of people go from `/api/media/evidence/<id>` to the browser, with cookie and role; Streamlit never holds them.
"""

from collections.abc import Iterable
from typing import Any

from db.tables import Evidence
from pages import texts
from pages.components import spoken
from pages.components.colours import TYPE_COLOUR
from pages.components.plain_component import plain_component
from proctor_core.domain.violation import ViolationType
from proctor_core.services.reviewing.case import CaseIncident

SMALL, LARGE = "6rem", "6.4rem"


def snapshot_gallery(incidents: Iterable[CaseIncident], chosen: int, *, tile: str, key: str) -> int | None:
    """Draw the pictures of `incidents`, `chosen` framed, tiles at least `tile` wide; the incident clicked just now, or None."""
    pictures = [
        _picture(incident.number, violation.violation.type, evidence)
        for incident in incidents
        for violation in incident.violations
        for evidence in violation.evidence
    ]
    said = {"missing": texts.PICTURE_MISSING, "away": texts.PICTURE_AWAY}
    data = {"pictures": pictures, "chosen": chosen, "tile": tile, "said": said}
    return plain_component("snapshot_gallery")(key=key, data=data, on_opened_change=lambda: None).opened


def _picture(incident: int, kind: ViolationType, evidence: Evidence) -> dict[str, Any]:
    time, moment = spoken.clock(evidence.taken_s), texts.SNAPSHOT_LABEL[evidence.kind]
    return {
        "src": f"/api/media/evidence/{evidence.id}",
        "incident": incident,
        "colour": TYPE_COLOUR[kind],
        "time": time,
        "kind": moment,
        "missing": texts.PICTURE_MISSING_HASH.format(sha256=evidence.sha256),
        "sentence": texts.PICTURE.format(label=texts.TYPE_LABEL[kind], moment=moment, time=time),
    }
