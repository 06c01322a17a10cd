"""On a phone whose browser asks for a pseudo-locale every taker page is in it, and none is wider than the screen."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from pages import texts_taker as words
from proctor_core.language.translation import Translator, translator
from tests.e2e import acts
from tests.e2e.conftest import OpenWindow, Served
from tests.support.session_world import PASSWORD

PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.mark.parametrize("language", ["en-XA", "ar-XB"])
def test_longer_words_and_words_from_the_right_fit_on_a_phone(
    served: Served, window: OpenWindow, language: str
) -> None:
    says = translator(language)
    taker = served.world.invited()
    page = window(locale=language).page
    page.set_viewport_size(PHONE)
    page.goto(served.url)
    expect(page.locator("html")).to_have_attribute("dir", says.direction)
    expect_no_sideways_scroll(page, "sign-in")
    page.locator('[name="name"]').fill(taker.name)
    page.locator('[name="password"]').fill(PASSWORD)
    page.locator('[name="password"]').press("Enter")
    expect_page(page, says, says.gettext(words.MY_SURVEYS))
    press(page, says.gettext(words.BEGIN))
    expect_page(page, says, says.gettext(words.NOTICE_TITLE))
    press(page, says.gettext(words.AGREE))
    expect_page(page, says, says.gettext(words.CHECK_TITLE))
    expect(acts.badge(page)).to_be_visible(timeout=acts.STEP_MS)
    expect_no_sideways_scroll(page, "camera check")


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label).first.click(timeout=acts.STEP_MS)


def expect_page(page: Page, says: Translator, heading: str) -> None:
    expect(page.get_by_role("heading", name=heading)).to_be_visible(timeout=acts.STEP_MS)
    acts.settle(page)
    expect(page.locator("html")).to_have_attribute("lang", says.language)
    expect(page.locator("html")).to_have_attribute("dir", says.direction)
    direction = page.get_by_test_id("stMain").evaluate("main => getComputedStyle(main).direction")
    assert direction == says.direction
    expect_no_sideways_scroll(page, heading)


def expect_no_sideways_scroll(page: Page, where: str) -> None:
    wider = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, where
