"""A components-v2 component made of plain files of HTML, CSS and ES modules in `assets/`; no build step."""

from functools import cache
from pathlib import Path
from typing import Any

from streamlit.components import v2

from pages.components.joined_modules import joined_modules

ASSETS = Path(__file__).parent / "assets"


@cache
def plain_component(name: str) -> Any:
    """The component `name`, registered once per process, of `name`.html, .css and .js in `assets/`."""
    html, css = ((ASSETS / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("html", "css"))
    return v2.component(name, html=html, css=css, js=joined_modules(ASSETS / f"{name}.js"), isolate_styles=True)
