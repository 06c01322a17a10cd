"""Both themes of .streamlit/config.toml can be read: WCAG 2.2 AA contrast of text (4.5) and of controls (3)."""

import tomllib

import pytest

from tests.support.program import ROOT

THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
TEXT, CONTROL = 4.5, 3.0


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "ground", "at_least"),
    [
        ("textColor", "backgroundColor", TEXT),
        ("textColor", "secondaryBackgroundColor", TEXT),
        ("linkColor", "backgroundColor", TEXT),
        ("linkColor", "secondaryBackgroundColor", TEXT),
        ("primaryColor", "backgroundColor", CONTROL),
        ("primaryColor", "secondaryBackgroundColor", CONTROL),
    ],
)
def test_what_is_read_or_pressed_stands_out(name: str, front: str, ground: str, at_least: float) -> None:
    assert contrast(THEME[name][front], THEME[name][ground]) >= at_least


@pytest.mark.parametrize("name", ["light", "dark"])
def test_white_words_on_a_primary_button_can_be_read(name: str) -> None:
    assert contrast("#FFFFFF", THEME[name]["primaryColor"]) >= TEXT


def contrast(first: str, second: str) -> float:
    """Ratio from 1 to 21. Source: WCAG 2.2, relative luminance and contrast ratio."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
