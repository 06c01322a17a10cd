"""A press decides only what its person has seen: presses that come too early, too often or by the keyboard do nothing."""

import os
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import FloatRect, Page, expect

from db.tables import HeldDecision, IncidentVerdict, ProctorReview, User
from pages import texts, texts_review
from pages import texts_decisions as decisions
from pages import texts_navigation as words
from pages.components.guarded_button import PREFIX
from proctor_core.codes.verdicts import VerdictKind, VerdictReason
from proctor_core.domain.roles import Role
from proctor_core.domain.session_code import session_code
from proctor_core.domain.states import DecisionKind, ReviewStatus
from proctor_core.wiring.clock import now
from tests.e2e import acts
from tests.e2e.conftest import OpenWindow, Served
from tests.support.review_world import World as ReviewWorld

pytestmark = [pytest.mark.alone, pytest.mark.timeout(300)]

DELAYS_MS = [int(delay) for delay in os.environ.get("PROCTOR_DELAYS_MS", "50,400").split(",")]
"""After the button came; `python -m benchmarks.presses` sets more of them."""
LONG_ENOUGH_MS = 1500
TRIES, TOO_LATE_MS = 4, 1000
GUARDED = f'[class*="st-key-{PREFIX}"]'
SIZES = [(1280, 800), (390, 844)]
PRESS_SOON = """
([label, delay]) => {
  const roots = () => [document, ...[...document.querySelectorAll("*")].map((one) => one.shadowRoot).filter(Boolean)]
  const buttons = () => roots().flatMap((root) => [...root.querySelectorAll("button")])
  const find = () => buttons().find((button) => button.textContent.includes(label))
  window.pressed = new Promise((done) => {
    const look = () => {
      if (!find()) return requestAnimationFrame(look)
      const came = performance.now()
      setTimeout(() => {
        const after = performance.now() - came
        find()?.click()
        done(after)
      }, delay)
    }
    look()
  })
}
"""
"""Presses the button of that label, so many milliseconds after it has come onto the page; tells how many it really were."""

Waiting = Callable[[], ProctorReview]


@pytest.fixture
def waiting(served: Served) -> Waiting:
    """Make a session that waits for a person."""
    world = ReviewWorld(served.world.engine, now=now())
    survey = world.survey(f"Study {uuid4().hex[:6]}")
    taker = world.person(f"tam-{uuid4().hex[:6]}", Role.TAKER)
    return lambda: world.flagged(survey, taker)


def decided(served: Served) -> set[str]:
    held = {str(row.review_id) for row in served.world.rows(HeldDecision)}
    return held | {str(row.id) for row in served.world.rows(ProctorReview) if row.status is not ReviewStatus.PENDING}


def held_by(served: Served, name: str) -> list[str]:
    (moderator,) = served.world.rows(User, name=name)
    return [session_code(row.session_id) for row in served.world.rows(ProctorReview, claimed_by=moderator.id)]


def rest(page: Page) -> None:
    """Until everything that was pressed has been answered."""
    page.wait_for_timeout(LONG_ENOUGH_MS)
    acts.settle(page)


def box_of(page: Page, label: str) -> FloatRect:
    box = page.get_by_role("button", name=label, exact=True).bounding_box()
    assert box is not None, label
    return box


def middle(box: FloatRect) -> tuple[float, float]:
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def open_case(page: Page, review: ProctorReview, url: str) -> None:
    page.goto(f"{url}/review_session?session={review.session_id}")
    expect(page.get_by_role("button", name=texts.DECIDE[DecisionKind.ESCALATE][0], exact=True)).to_be_visible(
        timeout=15_000
    )
    acts.settle(page)


@pytest.mark.parametrize("delay_ms", DELAYS_MS)
def test_a_second_click_on_review_next_neither_decides_nor_lets_go(
    served: Served, window: OpenWindow, waiting: Waiting, delay_ms: int
) -> None:
    for _ in range(2):
        waiting()
    name, before = served.world.person(Role.MODERATOR), decided(served)
    page = window(name).page
    where = middle(box_of(page, texts.REVIEW_NEXT))
    page.mouse.click(*where)
    for _ in range(2):
        page.wait_for_timeout(delay_ms)
        page.mouse.click(*where)
    rest(page)
    assert decided(served) == before
    (code,) = held_by(served, name)
    expect(page.get_by_text(texts.SESSION_TITLE.format(code=code))).to_be_visible()


@pytest.mark.parametrize("delay_ms", DELAYS_MS)
def test_no_press_counts_before_its_case_was_on_the_screen_for_a_second(
    served: Served, window: OpenWindow, waiting: Waiting, delay_ms: int
) -> None:
    for _ in range(TRIES):
        waiting()
        name, before = served.world.person(Role.MODERATOR), decided(served)
        page = window(name).page
        page.evaluate(PRESS_SOON, [texts.DECIDE[DecisionKind.APPROVE][0], delay_ms])
        acts.press(page, texts.REVIEW_NEXT)
        if page.evaluate("window.pressed") < TOO_LATE_MS:
            break
        rest(page)
    else:
        pytest.skip(f"the machine is too busy to press within {TOO_LATE_MS} ms")
    rest(page)
    assert decided(served) == before
    assert len(held_by(served, name)) == 1
    expect(page.get_by_text(texts.PRESSED_TOO_EARLY)).to_have_count(0)  # the browser's guard was enough


@pytest.mark.parametrize("way", ["r", "n"])
def test_no_key_in_a_field_decides_or_judges(served: Served, window: OpenWindow, waiting: Waiting, way: str) -> None:
    review = waiting()
    page = window(served.world.person(Role.MODERATOR)).page
    open_case(page, review, served.url)
    rest(page)
    page.keyboard.press(way)
    box = page.locator(".decision textarea")
    box.click()
    page.keyboard.type("a reject; c and d are letters here, z too")
    for delay_ms in DELAYS_MS:
        page.wait_for_timeout(delay_ms)
        for key in ("Control+Enter", "Meta+Enter", "Enter"):
            box.press(key)
    rest(page)
    assert str(review.id) not in decided(served)
    assert served.world.rows(IncidentVerdict, review_id=review.id) == []
    assert box.input_value().startswith("a reject; c and d are letters here, z too")


def test_a_case_that_comes_under_a_resting_pointer_is_not_decided_by_a_click(
    served: Served, window: OpenWindow, waiting: Waiting
) -> None:
    review, label = waiting(), texts.DECIDE[DecisionKind.APPROVE][0]
    before = decided(served)
    page = window(served.world.person(Role.MODERATOR)).page
    open_case(page, review, served.url)
    where = middle(box_of(page, label))
    acts.press(page, texts.TO_QUEUE)
    expect(page.get_by_text(texts.QUEUE_TITLE).last).to_be_visible()
    acts.settle(page)
    page.mouse.move(*where)
    acts.settle(page)
    page.get_by_role("button", name=texts.REVIEW_NEXT).press("Enter")
    expect(page.get_by_role("button", name=label, exact=True)).to_be_visible(timeout=15_000)
    rest(page)
    page.mouse.down()
    page.mouse.up()
    rest(page)
    assert decided(served) == before
    page.mouse.move(where[0], where[1] - 60)
    page.mouse.move(*where)
    expect(acts.decides(page, label)).to_be_visible(timeout=15_000)
    page.mouse.down()
    page.mouse.up()
    expect(page.get_by_text(decisions.HELD_TOAST[DecisionKind.APPROVE])).to_be_visible(timeout=15_000)


@pytest.mark.parametrize("size", SIZES)
def test_what_decides_never_lies_where_the_way_to_it_lay(
    served: Served, window: OpenWindow, waiting: Waiting, size: tuple[int, int]
) -> None:
    review = waiting()
    page = window(served.world.person(Role.MODERATOR)).page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    acts.settle(page)
    ways = [box_of(page, texts.REVIEW_NEXT)]
    open_case(page, review, served.url)
    judging = page.locator(f"{GUARDED}, .decide, .verdict")
    deciding = [box for one in judging.all() if (box := one.bounding_box())]
    assert len(deciding) == len(DecisionKind) + len(VerdictKind) + 1
    acts.decide(page, DecisionKind.APPROVE, "")
    expect(page.get_by_role("button", name=texts.REVIEW_NEXT)).to_be_visible(timeout=15_000)
    acts.settle(page)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    ways.append(box_of(page, texts.REVIEW_NEXT))
    assert [(way, box) for way in ways for box in deciding if overlap(way, box)] == []


def overlap(one: FloatRect, other: FloatRect) -> bool:
    beside = one["x"] >= other["x"] + other["width"] or other["x"] >= one["x"] + one["width"]
    above = one["y"] >= other["y"] + other["height"] or other["y"] >= one["y"] + one["height"]
    return not beside and not above


def test_a_double_click_is_one_verdict_with_the_reason_in_the_box(
    served: Served, window: OpenWindow, waiting: Waiting
) -> None:
    review, page = waiting(), window(served.world.person(Role.MODERATOR)).page
    open_case(page, review, served.url)
    rest(page)
    page.get_by_role("combobox", name=texts_review.SCREEN["why"]).select_option(VerdictReason.POOR_LIGHT.value)
    page.get_by_role("button", name=texts.GIVE_VERDICT[VerdictKind.DISMISS], exact=True).dblclick()
    expect(page.get_by_text(texts.VERDICT_SIGN[VerdictKind.DISMISS] + " 1")).to_be_visible(timeout=15_000)
    rest(page)
    rows = served.world.rows(IncidentVerdict, review_id=review.id)
    assert [(row.kind, row.reason) for row in rows] == [(VerdictKind.DISMISS, VerdictReason.POOR_LIGHT)]


def test_what_was_typed_just_now_goes_with_the_press(served: Served, window: OpenWindow, waiting: Waiting) -> None:
    review, page = waiting(), window(served.world.person(Role.MODERATOR)).page
    open_case(page, review, served.url)
    rest(page)
    page.keyboard.press("n")
    page.get_by_role("textbox", name=texts_review.SCREEN["note_label"]).fill("like last week")
    page.keyboard.press("Escape")
    acts.decide(page, DecisionKind.REJECT, "a phone in both hands")
    (held,) = served.world.rows(HeldDecision, review_id=review.id)
    assert (held.reason, held.note) == ("a phone in both hands", "like last week")


def test_a_second_press_on_a_decision_is_not_one_about_the_next_case(
    served: Served, window: OpenWindow, waiting: Waiting
) -> None:
    first = waiting()
    waiting()
    name = served.world.person(Role.MODERATOR)
    page = window(name).page
    open_case(page, first, served.url)
    before = decided(served)
    button = acts.decides(page, texts.DECIDE[DecisionKind.APPROVE][0])
    button.hover(timeout=15_000)
    for _ in range(8):
        page.mouse.down()
        page.mouse.up()
        page.wait_for_timeout(250)
    rest(page)
    assert decided(served) == before | {str(first.id)}
    # The pointer lies where it lay when the next case came; the first one stays theirs while it can be taken back.
    assert len(set(held_by(served, name)) - {session_code(first.session_id)}) == 1
    assert page.get_by_text(words.SIGN_OUT).is_visible()
