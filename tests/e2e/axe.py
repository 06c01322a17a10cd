"""axe-core over a page: what it calls serious or critical, without what Streamlit itself causes (listed by name)."""

from dataclasses import dataclass
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Locator, Page

SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
GRAVE = frozenset({"serious", "critical"})
CAUSED_BY_STREAMLIT = {"aria-dialog-name": 'data-testid="stToast"'}
"""Rule of axe-core -> the part of Streamlit that breaks it; docs/accessibility.md says the same."""


@dataclass(frozen=True, slots=True)
class Barrier:
    """Something that keeps somebody out."""

    rule: str
    impact: str
    html: str


def barriers(page: Page, part: Locator | None = None) -> list[Barrier]:
    """What is grave on this page, or in a part of it, which is quicker; frames of our own origin are looked into too."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(SCRIPT)
    within = part.element_handle() if part else None
    found = page.evaluate("(part) => axe.run(part ?? document, {resultTypes: ['violations']})", within)
    return [
        Barrier(violation["id"], violation["impact"], node["html"][:200])
        for violation in found["violations"]
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
        if CAUSED_BY_STREAMLIT.get(violation["id"], "nothing") not in node["html"]
    ]
