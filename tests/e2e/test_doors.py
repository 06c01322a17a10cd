"""Who comes by an address instead of by the front page sees nothing; a browser that gives no camera is not asked for ever."""

import re
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import BrowserContext, Cookie, Page, Route, expect

from pages import texts
from pages import texts_navigation as words
from pages import texts_taker as sentences
from pages.texts_account import ACCOUNT_TEXTS
from proctor_core.domain.enrolment import ItemReason
from proctor_core.domain.roles import Role
from tests.e2e import acts, lens
from tests.e2e.cable import cable_to
from tests.e2e.conftest import OpenWindow, Served, ServeWorld, StartBrowser
from tests.e2e.visit import visiting

FILES = ("texts", "navigation", "take_survey", "review_queue")
"""What Streamlit would serve these files of pages/ as, if it found them by itself. First one that lies in pages/ itself: only
on a fresh server, before the entry script ran once, would it be run alone."""
INSIDE = (sentences.CHOOSE_FIRST, texts.QUEUE_LEAD, texts.CHOOSE_SESSION, texts.PEOPLE_LEAD)
"""What a page says to its own role."""
LISTENING_MS = 8_000


def test_an_address_without_a_sign_in_leads_to_the_sign_in_page_and_back(
    serve_world: ServeWorld, window: OpenWindow
) -> None:
    fresh = serve_world()
    page = window().page
    for file in FILES:
        page.goto(f"{fresh.url}/{file}")
        assert page.url == f"{fresh.url}/account/login?next={quote('/' + file)}"
        expect(page.get_by_role("button", name=ACCOUNT_TEXTS.sign_in, exact=True)).to_be_visible()
    page.goto(f"{fresh.url}/take_survey")
    acts.send_sign_in_form(page, fresh.world.invited().name)
    expect(page.get_by_text(sentences.CHOOSE_FIRST)).to_be_visible(timeout=acts.STEP_MS)
    assert page.url == f"{fresh.url}/take_survey"


def test_a_page_whose_sign_in_ended_says_so_and_leads_back(serve_world: ServeWorld, window: OpenWindow) -> None:
    fresh = serve_world()
    with cable_to(fresh.url) as cable:
        page = window().page
        page.goto(f"{cable.url}/")
        acts.send_sign_in_form(page, fresh.world.invited().name)
        expect(page.get_by_role("link", name=words.SIGN_OUT)).to_be_visible(timeout=acts.STEP_MS)
        page.context.clear_cookies()
        cable.lead_to(fresh.url)
        page.get_by_role("link", name=words.SIGN_IN_AGAIN).click(timeout=acts.STEP_MS)
        expect(page.get_by_role("button", name=ACCOUNT_TEXTS.sign_in, exact=True)).to_be_visible()


def test_a_page_that_opens_its_socket_without_a_sign_in_is_told_nothing(
    serve_world: ServeWorld, window: OpenWindow
) -> None:
    """The page itself is only sent to who is signed in; here the cookie is gone before its script opens the socket."""
    fresh = serve_world()
    cookies = cookies_of_a_taker(window(runs_scripts=False).page, fresh)
    visit = window()
    visit.page.route("**/static/js/index.*.js", lambda route: lose_cookies_and_go_on(visit.context, route))
    # Streamlit's page looks for its server below its own address first.
    visit.page.route(re.compile(rf"{fresh.url}/\w+/_stcore/"), lambda route: route.fulfill(status=HTTPStatus.NOT_FOUND))
    refused: list[str] = []

    def note(why: str) -> None:
        refused.append(why)

    visit.page.on("websocket", lambda socket: socket.on("socketerror", note))
    for file in FILES:
        visit.context.add_cookies(cookies)
        refused.clear()
        visit.page.goto(f"{fresh.url}/{file}")
        wait_for_one(refused, visit.page)
        expect_nothing_inside(visit.page)


def wait_for_one(refused: list[str], page: Page) -> None:
    for _ in range(100):
        if refused:
            return
        page.wait_for_timeout(150)
    raise AssertionError("expected a socket that is refused")


def cookies_of_a_taker(page: Page, served: Served) -> list[Cookie]:
    """Signed in without ever running a page's script."""
    page.goto(served.url)
    acts.send_sign_in_form(page, served.world.person(Role.TAKER))
    page.wait_for_url(f"{served.url}/")
    return page.context.cookies()


def lose_cookies_and_go_on(context: BrowserContext, route: Route) -> None:
    """What happens on the way of one request."""
    context.clear_cookies()
    route.continue_()


def test_another_role_reaches_no_page_by_its_address(serve_world: ServeWorld, window: OpenWindow) -> None:
    fresh = serve_world()
    page = window().page
    acts.sign_in_as(page, f"{fresh.url}/{FILES[0]}", fresh.world.person(Role.ANALYST))
    for file in FILES:
        page.goto(f"{fresh.url}/{file}")
        expect(page.get_by_text(words.SIGN_OUT)).to_be_visible(timeout=acts.STEP_MS)
        acts.settle(page)
        expect_nothing_inside(page)


def expect_nothing_inside(page: Page) -> None:
    """No sentence of any role's page."""
    for sentence in INSIDE:
        expect(page.get_by_text(sentence)).to_have_count(0)


def test_a_camera_that_is_refused_is_asked_for_once_and_starts_by_itself_when_it_is_allowed(
    served: Served, start_browser: StartBrowser, calm_camera: Path
) -> None:
    taker = served.world.invited()
    with visiting(start_browser(calm_camera, asks=True), served.url, taker.name, permissions=()) as visit:
        acts.open_survey(visit.page)
        acts.agree(visit.page)
        acts.camera_frame(visit.page).get_by_role("button", name=sentences.START_CAMERA).click()
        acts.expect_badge(visit.page, "denied")
        acts.expect_said(visit.page, "denied")
        acts.settle(visit.page)
        messages = visit.traffic.socket_messages
        visit.page.wait_for_timeout(LISTENING_MS)
        assert lens.times_asked(visit.page) == 1
        assert visit.traffic.socket_messages == messages
        acts.press(visit.page, sentences.CHECK_GO_ON)
        problem = sentences.CHECK_NOT_YET.format(problem=sentences.REASONS[ItemReason.NO_FRAMES])
        expect(visit.page.get_by_text(problem)).to_be_visible()
        visit.context.grant_permissions(["camera"])
        acts.expect_badge(visit.page, "live")
