"""A components-v2 component made of plain files of HTML, CSS and JavaScript in `assets/`; no build step."""

from functools import cache
from pathlib import Path
from typing import Any

from streamlit.components import v2

ASSETS = Path(__file__).parent / "assets"


@cache
def plain_component(name: str, *parts: str) -> Any:
    """The component `name`, registered once per process; `parts` are further scripts that its own one uses."""
    html, css = ((ASSETS / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("html", "css"))
    js = "\n".join((ASSETS / f"{script}.js").read_text(encoding="utf-8") for script in (*parts, name))
    return v2.component(name, html=html, css=css, js=js, isolate_styles=True)
