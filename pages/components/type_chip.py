"""A violation type as a small chip: square of its colour, then its word; never colour alone."""

from html import escape

from pages import texts
from pages.components.colours import TYPE_COLOUR
from proctor_core.domain.violation import IncidentType, ViolationType

_SQUARE = "display:inline-block;width:.7em;height:.7em;border-radius:2px;margin-right:.35em;background:{colour}"


def type_chip(kind: ViolationType | IncidentType) -> str:
    """HTML of the chip."""
    square = _SQUARE.format(colour=TYPE_COLOUR[kind])
    return (
        f'<span style="white-space:nowrap"><span style="{square}"></span><b>{escape(texts.TYPE_LABEL[kind])}</b></span>'
    )
