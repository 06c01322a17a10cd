"""A watched survey on a phone: Next is reached without scrolling, and the camera with its notices stays in sight."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from pages import texts_taker as words
from tests.e2e import acts
from tests.e2e.conftest import OpenWindow, Served

PHONE = {"width": 390, "height": 844}
HEADER_PX = 60
SURVEY: dict[str, Any] = {
    "title": "Bicycles",
    "questions": [
        {"id": "own", "kind": "single_choice", "text": "Do you own a bicycle?", "options": ["Yes", "No"]},
        {"id": "how", "kind": "single_choice", "text": "How?", "options": [f"Way number {i}" for i in range(60)]},
    ],
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_next_is_above_the_fold_and_the_camera_stays_in_sight(served: Served, window: OpenWindow, scheme: Any) -> None:
    taker = served.world.asked(SURVEY, proctoring_enabled=True)
    page = window(taker.name).page
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(PHONE)  # pyright: ignore[reportArgumentType]
    acts.open_survey(page)
    acts.agree(page)
    acts.press(page, words.DEMO_CAMERA)
    acts.expect_badge(page, "live")
    acts.enrol_before_running_camera(page, taker)
    acts.expect_question(page, taker.survey, 1)
    to_the_top(page)
    button = page.get_by_role("button", name=words.NEXT, exact=True)
    assert bottom_of(button) < PHONE["height"] * 0.75
    assert top_of(acts.badge(page)) < top_of(page.get_by_role("heading", name="Do you own a bicycle?"))

    acts.go_forward(page, taker.survey, 2)
    page.get_by_text("Way number 59").scroll_into_view_if_needed()
    expect(acts.badge(page)).to_be_in_viewport(ratio=1)
    assert HEADER_PX - 1 <= top_of(acts.badge(page)) < 2 * HEADER_PX
    seen_at = page.evaluate(AT_THE_BADGE)
    assert seen_at == "live", "the question scrolls under it"


AT_THE_BADGE = """() => {
  const host = [...document.querySelectorAll('[class*="st-key-live-"] *')].find(e => e.shadowRoot?.querySelector('.live'))
  const root = host ? host.shadowRoot : document
  const { left, top } = root.querySelector('.live').getBoundingClientRect()
  const hit = root.elementFromPoint(left + 120, top + 12)
  return hit?.closest('.live') ? 'live' : hit?.outerHTML.slice(0, 80)
}"""


def to_the_top(page: Page) -> None:
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")


def top_of(place: Locator) -> float:
    box = place.bounding_box()
    assert box is not None
    return box["y"]


def bottom_of(place: Locator) -> float:
    box = place.bounding_box()
    assert box is not None
    return box["y"] + box["height"]
