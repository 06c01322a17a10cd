"""What a taker types in a real browser: the box holds what is stored, or a sentence beside it says why not and Next waits."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from pages import texts_taker as words
from tests.e2e import acts
from tests.e2e.conftest import OpenWindow, Served
from tests.support.processes import wait_until

BOXES: dict[str, Any] = {
    "title": "Boxes",
    "questions": [
        {"id": "d", "kind": "date", "text": "Born when?"},
        {"id": "n", "kind": "number", "text": "How old?", "minimum": 0, "maximum": 120, "required": True},
        {"id": "t", "kind": "short_text", "text": "Your name?", "max_length": 20},
        {"id": "l", "kind": "long_text", "text": "Your story?", "max_length": 20, "required": True},
    ],
}


def next_is_refused(page: Page, question: str) -> None:
    """At once after typing, with nothing in between, and a second time too."""
    for _ in range(2):
        acts.press(page, words.NEXT)
        expect(page.get_by_text("was not saved")).to_be_visible()
        expect(page.get_by_role("heading", name=question)).to_be_visible()


def type_date(page: Page, digits: str) -> None:
    page.get_by_role("spinbutton", name="year, Born when?").press_sequentially(digits)
    page.keyboard.press("Escape")  # the calendar lies over the page's buttons


def moves_on(page: Page, label: str, question: str) -> None:
    acts.press(page, label)
    expect(page.get_by_role("heading", name=question)).to_be_visible()


def test_what_is_typed_is_stored_or_refused_beside_the_field_and_next_waits(served: Served, window: OpenWindow) -> None:
    taker = served.world.asked(BOXES)
    page = window(taker.name).page

    def stores(**answers: object) -> None:
        wait_until(lambda: served.world.answers(taker.session_id) == answers, f"{answers} stored", timeout_s=10)

    acts.open_survey(page)
    type_date(page, "19550607")
    moves_on(page, words.NEXT, "How old?")
    stores(d="1955-06-07")
    moves_on(page, words.BACK, "Born when?")
    type_date(page, "19850501")
    moves_on(page, words.NEXT, "How old?")
    stores(d="1985-05-01")

    age = page.get_by_label("How old?").and_(page.locator("input"))
    age.fill("30")
    age.press("Enter")
    stores(d="1985-05-01", n=30)
    for wrong in ("200", "-1", "121"):
        age.fill(wrong)
        next_is_refused(page, "How old?")
        expect(page.get_by_text(words.KEPT_ANSWER.format(value="30"))).to_be_visible()
    age.fill("31")
    moves_on(page, words.NEXT, "Your name?")
    stores(d="1985-05-01", n=31)
    text_is_refused(page, page.get_by_label("Your name?").and_(page.locator("input")), "Your name?")
    moves_on(page, words.NEXT, "Your story?")

    acts.press(page, words.HAND_IN)
    page.get_by_role("button", name=words.OPEN_QUESTION.format(number=4, text="Your story?")).click()
    story = page.get_by_label("Your story?").and_(page.locator("textarea"))
    story.fill("Once")
    story.blur()
    stores(d="1985-05-01", n=31, t="Ada", l="Once")
    acts.hand_in(page)


def text_is_refused(page: Page, field: Locator, question: str) -> None:
    """A NUL, and more than fits; then a name that fits."""
    for wrong in ("a\0b", "x" * 21):
        field.fill(wrong)
        next_is_refused(page, question)
    field.fill("Ada")
