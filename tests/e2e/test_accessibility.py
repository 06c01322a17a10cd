"""Nobody is kept out: axe-core on every page of every role, phone width, and a survey taken by the keyboard alone."""

from typing import Literal
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from pages import texts
from pages import texts_taker as sentences
from proctor_core.demo.surveys import COMMUTE_SURVEY
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, SessionStatus
from proctor_core.domain.survey_definition import Question, QuestionKind
from proctor_core.wiring.clock import now
from tests.e2e import acts
from tests.e2e.axe import barriers
from tests.e2e.conftest import OpenWindow, Served
from tests.e2e.interception import Interception
from tests.support.processes import wait_until
from tests.support.review_world import World as ReviewWorld

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 800}
LOOKS: tuple[tuple[ViewportSize, Literal["light", "dark"]], ...] = ((PHONE, "dark"), (DESK, "light"))
MOST_TABS = 60
TABS_FROM_CAMERA_TO_NEXT = 6
"""What is tabbed over between the camera on top and the way on: two ways to stop, a call for help, the answer. Not the page's
head again."""


def test_the_sign_in_page_has_no_barrier(served: Served, window: OpenWindow) -> None:
    page = window().page
    page.goto(served.url)
    assert barriers(page) == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.TAKER])
def test_no_page_of_a_role_has_a_barrier(served: Served, window: OpenWindow, role: Role) -> None:
    page = window(served.world.person(role)).page
    for link in acts.links_to_pages(page) or [page.url]:
        page.set_viewport_size(DESK)
        if link != page.url:
            acts.follow_link(page, link)
        expect_no_barrier(page, link)


def test_no_step_of_a_survey_has_a_barrier_at_the_desk_or_on_a_phone(served: Served, window: OpenWindow) -> None:
    taker = served.world.invited()
    page = window(taker.name).page
    assert barriers(page) == []
    acts.open_survey(page)
    acts.settle(page)
    assert barriers(page) == [], "notice"
    acts.agree(page)
    acts.press(page, sentences.DEMO_CAMERA)
    acts.expect_badge(page, "live")
    expect_no_barrier(page, "camera check")
    acts.enrol_before_running_camera(page, taker)
    for number, question in enumerate(taker.survey.questions, start=1):
        assert barriers(page) == [], question.kind
        if number == 1:
            expect_camera_on_top(page)
        acts.answer(page, question)
        if number < len(taker.survey.questions):
            acts.go_forward(page, taker.survey, number + 1)
    acts.hand_in(page)
    expect_no_barrier(page, "receipt")
    moderator = window(served.world.person(Role.MODERATOR)).page
    if served.world.session(taker.session_id).status is SessionStatus.UNDER_REVIEW:
        acts.open_from_queue(moderator, taker.session_id)
        assert barriers(moderator) == [], "review"


def test_no_state_of_the_review_screen_has_a_barrier(served: Served, window: OpenWindow) -> None:
    world = ReviewWorld(served.world.engine, now=now())
    review = world.flagged(world.survey(f"Study {uuid4().hex[:6]}"), world.person(f"tam-{uuid4().hex[:6]}", Role.TAKER))
    page = window(served.world.person(Role.MODERATOR)).page
    server = Interception(page, "**/verdicts")
    page.goto(f"{served.url}/review_session?session={review.session_id}")
    acts.expect_case(page, review.session_id)
    shown = page.locator
    expect_none_in_both_themes(page, shown(".verdicts[data-armed]"), "stills in place of a video, armed")
    for keys, place in (("3", ".reason"), ("i", ".times"), ("r", ".presets"), ("n", ".decision .words")):
        expect(shown(".decide[data-armed]")).to_have_count(len(DecisionKind), timeout=acts.STEP_MS)
        page.keyboard.press(keys)
        expect_none_in_both_themes(page, shown(place).first, keys)
        page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect_none_in_both_themes(page, shown(".help[open]"), "help")
    page.keyboard.press("Escape")
    server.refuse("It has changed.")
    page.keyboard.press("c")
    expect_none_in_both_themes(page, shown(".refused:not([hidden])"), "refused")
    server.cut()
    expect(shown(".verdicts[data-armed]")).to_be_visible(timeout=acts.STEP_MS)
    page.keyboard.press("c")
    expect_none_in_both_themes(page, shown(".way:not([hidden])"), "out of reach")
    server.end()
    expect(shown(".way:not([hidden])")).to_have_count(0, timeout=2 * acts.STEP_MS)
    acts.decides(page, texts.DECIDE[DecisionKind.APPROVE][0]).click(timeout=acts.STEP_MS)
    expect_none_in_both_themes(page, shown(".last:not([hidden])"), "held")


def expect_none_in_both_themes(page: Page, place: Locator, what: str) -> None:
    """At the desk, while this is to be seen; a held decision is for ten seconds alone."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        expect(place).to_be_visible(timeout=acts.STEP_MS)
        assert barriers(page, page.locator(".case")) == [], f"{what}, {scheme}"


def expect_no_barrier(page: Page, what: str) -> None:
    """At both widths and in both themes; colours don't hang on the width."""
    for size, scheme in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        acts.settle(page)
        assert barriers(page) == [], f"{what} at {size['width']}, {scheme}"
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], what


def expect_camera_on_top(page: Page) -> None:
    """On a phone the camera's strip stands above the question, nothing is wider than the screen, and both are in view."""
    page.set_viewport_size(PHONE)
    assert barriers(page) == [], "question on a phone"
    question = page.get_by_text(sentences.QUESTION_OF.split("{")[0]).first
    assert top_of(acts.badge(page)) < top_of(question) < PHONE["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name=sentences.STOP_CAMERA).focus()
    tab_to(page, page.get_by_role("button", name=sentences.NEXT), most=TABS_FROM_CAMERA_TO_NEXT)
    page.set_viewport_size(DESK)


def top_of(place: Locator) -> float:
    """Its upper edge in the window."""
    box = place.bounding_box()
    assert box is not None, "expected something to be seen"
    return box["y"]


def test_a_survey_is_taken_by_the_keyboard_alone(served: Served, window: OpenWindow) -> None:
    taker = served.world.invited(COMMUTE_SURVEY)
    page = window(taker.name).page
    tab_to(page, page.get_by_role("button", name=sentences.BEGIN, exact=True))
    page.keyboard.press("Enter")
    for number, question in enumerate(taker.survey.questions, start=1):
        acts.expect_question(page, taker.survey, number)
        answer_by_keys(page, question)
        wait_until(
            lambda question=question: question.id in served.world.answers(taker.session_id), question.id, timeout_s=10
        )
        acts.settle(page)
        is_last = number == len(taker.survey.questions)
        label = sentences.HAND_IN if is_last else sentences.NEXT
        tab_to(page, page.get_by_role("button", name=label, exact=True))
        page.keyboard.press("Enter")
    expect(page.get_by_text(sentences.THANKS)).to_be_visible(timeout=2 * acts.STEP_MS)


def tab_to(page: Page, place: Locator, most: int = MOST_TABS) -> None:
    """Press Tab until this has the focus."""
    expect(place).to_be_visible(timeout=acts.STEP_MS)
    for _ in range(most):
        if place.evaluate("element => element.contains(element.getRootNode().activeElement)"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"expected to reach {place} with {most} tabs")


def answer_by_keys(page: Page, question: Question) -> None:
    """Go to the input and answer as a keyboard does."""
    match question.kind:
        case QuestionKind.SINGLE_CHOICE:
            tab_to(page, page.get_by_role("radiogroup"))
            page.keyboard.press("Space")
        case QuestionKind.SCALE:
            tab_to(page, page.get_by_role("radio", name="4", exact=True).or_(page.get_by_role("radiogroup")).first)
            page.keyboard.press("ArrowRight")
            page.keyboard.press("Space")
        case QuestionKind.MULTIPLE_CHOICE:
            tab_to(page, page.get_by_role("checkbox").first)
            page.keyboard.press("Space")
        case QuestionKind.DATE:
            tab_to(page, page.get_by_role("spinbutton").first)
            page.keyboard.type("20260302")
            page.keyboard.press("Escape")
        case QuestionKind.NUMBER | QuestionKind.SHORT_TEXT | QuestionKind.LONG_TEXT:
            tab_to(page, page.get_by_label(question.text).and_(page.locator("input, textarea")))
            page.keyboard.type("42")
            page.keyboard.press("Tab")
