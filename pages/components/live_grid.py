"""Running sessions as tiles that draw themselves: a light route is polled, no script runs until a tile is opened.

Stills go from `/api/live/sessions/<id>/still` to the browser, with cookie and role; Streamlit never holds them.
"""

from uuid import UUID

from pages import texts, texts_live
from pages.components.colours import TYPE_COLOUR
from pages.components.plain_component import plain_component
from pages.reader import reader


def live_grid(size: int, *, only: UUID | None = None, key: str) -> UUID | None:
    """Draw at most `size` tiles on one screen, or the one session `only`, large; the session that was opened just now."""
    says = reader()
    data = {
        "language": says.format_tag,
        "size": size,
        "only": str(only) if only else None,
        "types": {kind: {"label": texts.TYPE_LABEL[kind], "colour": colour} for kind, colour in TYPE_COLOUR.items()},
        "signals": dict(texts.SIGNAL_LABEL),
        "status": dict(texts_live.STATUS),
        "camera": dict(texts_live.CAMERA),
        "notes": says.plural_forms(texts_live.TILE_NOTES),
        "flagged": says.plural_forms(texts_live.TILE_FLAGGED),
        "said": {**texts_live.TILE, "empty": texts_live.LIVE_EMPTY, "gone": texts_live.LIVE_GONE},
    }
    opened = plain_component("live_grid")(key=key, data=data, on_opened_change=lambda: None).opened
    return UUID(opened) if opened else None
