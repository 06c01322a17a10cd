"""Each session's review has an address: it survives a reload, a colleague opens it, and whoever has another role is told so."""

from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from db.tables import ProctorReview
from pages import texts
from pages import texts_navigation as words
from proctor_core.domain.roles import Role
from proctor_core.domain.session_code import session_code
from proctor_core.wiring.clock import now
from tests.e2e import acts
from tests.e2e.conftest import OpenWindow, Served
from tests.support.review_world import World as ReviewWorld

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def reviews(served: Served) -> list[ProctorReview]:
    """Two sessions that wait for a person."""
    world = ReviewWorld(served.world.engine, now=now())
    survey = world.survey(f"Study {uuid4().hex[:6]}")
    taker = world.person(f"tam-{uuid4().hex[:6]}", Role.TAKER)
    return [world.flagged(survey, taker) for _ in range(2)]


def expect_case(page: Page, review: ProctorReview) -> None:
    """The case is on the page, and the address names it."""
    expect(page.get_by_text(texts.SESSION_TITLE.format(code=session_code(review.session_id)))).to_be_visible(
        timeout=acts.STEP_MS
    )
    acts.settle(page)
    address = urlsplit(page.url)
    assert (address.path, parse_qs(address.query)) == ("/review_session", {"session": [str(review.session_id)]})


def test_the_address_of_an_open_case_survives_a_reload_and_changes_with_the_case(
    served: Served, window: OpenWindow, reviews: list[ProctorReview]
) -> None:
    page = window(served.world.person(Role.MODERATOR)).page
    for review in reviews:
        acts.open_from_queue(page, review.session_id)
        expect_case(page, review)
        page.reload()
        expect_case(page, review)
        page.keyboard.press("j")
        acts.settle(page)
        expect_case(page, review)
        acts.press(page, texts.TO_QUEUE)
        expect(page.get_by_text(texts.QUEUE_LEAD)).to_be_visible(timeout=acts.STEP_MS)
        assert urlsplit(page.url).query == "", "the queue's own address names no case"


def test_the_pages_own_link_puts_the_open_case_into_the_address_again(
    served: Served, window: OpenWindow, reviews: list[ProctorReview]
) -> None:
    page = window(served.world.person(Role.MODERATOR)).page
    acts.open_from_queue(page, reviews[0].session_id)
    page.get_by_role("link", name=words.PAGE_REVIEW_QUEUE).click()
    expect(page.get_by_text(texts.QUEUE_LEAD)).to_be_visible(timeout=acts.STEP_MS)
    page.get_by_role("link", name=words.PAGE_REVIEW_SESSION, exact=True).click()
    expect_case(page, reviews[0])


def test_a_colleague_opens_the_address_also_from_before_signing_in(
    served: Served, window: OpenWindow, reviews: list[ProctorReview]
) -> None:
    address = f"{served.url}/review_session?session={reviews[1].session_id}"
    colleague = window(served.world.person(Role.MODERATOR)).page
    colleague.goto(address)
    expect_case(colleague, reviews[1])
    stranger = window().page
    stranger.goto(address)
    assert urlsplit(stranger.url).path == "/account/login"
    acts.send_sign_in_form(stranger, served.world.person(Role.MODERATOR))
    expect_case(stranger, reviews[1])


@pytest.mark.parametrize("role", [Role.TAKER, Role.ANALYST, Role.ADMINISTRATOR])
def test_whoever_is_no_moderator_is_told_so_and_sees_nothing_of_the_case(
    served: Served, window: OpenWindow, reviews: list[ProctorReview], role: Role
) -> None:
    page = window(served.world.person(role)).page
    page.goto(f"{served.url}/review_session?session={reviews[0].session_id}")
    said = texts.NOT_YOUR_PAGE.format(roles=texts.ROLE_LABEL[Role.MODERATOR], role=texts.ROLE_LABEL[role])
    expect(page.get_by_text(said)).to_be_visible(timeout=acts.STEP_MS)
    acts.settle(page)
    expect(page.get_by_text(session_code(reviews[0].session_id))).to_have_count(0)
    assert not page.locator(".grid img").count()


@pytest.mark.parametrize("asked", ["9f1b6d7a-0000-4000-8000-1f0e5a6c7d8b", "nonsense", "", "../../etc"])
def test_an_address_of_nothing_says_so(served: Served, window: OpenWindow, asked: str) -> None:
    page = window(served.world.person(Role.MODERATOR)).page
    page.goto(f"{served.url}/review_session?session={asked}")
    expect(page.get_by_text(texts.SESSION_GONE)).to_be_visible(timeout=acts.STEP_MS)
