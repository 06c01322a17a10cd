"""A components-v2 component made of one plain file each of HTML, CSS and JavaScript in `assets/`; no build step."""

from functools import cache
from pathlib import Path
from typing import Any

from streamlit.components import v2

ASSETS = Path(__file__).parent / "assets"


@cache
def plain_component(name: str) -> Any:
    """The component `name`, registered once per process."""
    html, css, js = ((ASSETS / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js"))
    return v2.component(name, html=html, css=css, js=js, isolate_styles=True)
