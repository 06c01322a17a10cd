"""The gallery in a real browser: looked through and judged by keys alone, and no barrier in it while it is full."""

from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page, expect

from db.engine import transaction
from db.tables import HeldDecision, IncidentVerdict, SurveySession
from pages import texts, texts_review
from pages import texts_decisions as decisions
from pages import texts_gallery as words
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind
from proctor_core.wiring.clock import now
from tests.e2e import acts
from tests.e2e.axe import barriers
from tests.e2e.conftest import OpenWindow, Served, ServeWorld
from tests.e2e.test_accessibility import LOOKS
from tests.support.processes import wait_until
from tests.support.review_world import World as ReviewWorld

LOOKED_MS = 600
"""A tile counts as seen after half of that, from when its picture came, or did not."""


@pytest.fixture(scope="module")
def served(serve_world: ServeWorld) -> Served:
    """A program of its own: the gallery shows the incidents of all sessions there are."""
    return serve_world()


def test_incidents_of_many_sessions_are_judged_by_keys_and_taken_back(served: Served, window: OpenWindow) -> None:
    flagged(served)
    page = window(served.world.person(Role.MODERATOR)).page
    page.goto(f"{served.url}/gallery")
    expect(page.locator(".tile").nth(3)).to_be_visible(timeout=acts.STEP_MS)
    acts.settle(page)
    page.wait_for_timeout(LOOKED_MS)
    page.keyboard.press("d")
    page.keyboard.press("j")
    page.keyboard.press("c")  # this one was not on the screen yet
    acts.look_elsewhere(page, is_away=True)
    page.wait_for_timeout(LOOKED_MS)
    page.keyboard.press("c")  # nor by now
    acts.look_elsewhere(page, is_away=False)
    page.wait_for_timeout(LOOKED_MS)
    page.keyboard.press("t")
    expect_said(page, VerdictKind.DISMISS, VerdictKind.UNSURE)
    wait_until(lambda: kinds(served) == [VerdictKind.DISMISS, VerdictKind.UNSURE], "both are stored", timeout_s=20)
    page.keyboard.press("z")
    wait_until(lambda: kinds(served) == [VerdictKind.DISMISS, VerdictKind.UNSURE, None], "taken back", timeout_s=20)
    page.reload()
    expect(page.locator(".tile").first).to_be_visible(timeout=acts.STEP_MS)
    expect_said(page, VerdictKind.DISMISS)
    for size, scheme in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        acts.settle(page)
        assert barriers(page) == [], scheme
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.keyboard.press("o")
    expect(page.get_by_text(words.TITLE)).to_have_count(0, timeout=acts.STEP_MS)
    # Its first incident was looked at; of those that are not judged the second would be the first.
    expect(
        page.get_by_role("heading", name=texts_review.SCREEN["incident_of"].format(number=1, count=2))
    ).to_be_visible(timeout=acts.STEP_MS)
    decide_the_last_case_twice(page, served)


def decide_the_last_case_twice(page: Page, served: Served) -> None:
    """Of two cases the second has no next one: its decision is taken back by Z, and it can be decided again."""
    page.set_viewport_size(LOOKS[-1][0])
    approve(page)
    opened = page.url
    expect(page).not_to_have_url(opened, timeout=acts.STEP_MS)
    approve(page)
    expect(acts.decides(page, texts.DECIDE[DecisionKind.APPROVE][0])).to_have_count(0, timeout=acts.STEP_MS)
    acts.settle(page)
    page.keyboard.press("z")
    expect(page.get_by_text(decisions.TAKEN_BACK)).to_be_visible(timeout=acts.STEP_MS)
    last = UUID(page.url.split("session=")[1])
    assert not served.world.rows(HeldDecision, session_id=last)
    approve(page)
    wait_until(lambda: bool(served.world.rows(HeldDecision, session_id=last)), "it is decided again", timeout_s=20)


def approve(page: Page) -> None:
    expect(acts.decides(page, texts.DECIDE[DecisionKind.APPROVE][0])).to_be_visible(timeout=acts.STEP_MS)
    page.keyboard.press("a")


def flagged(served: Served) -> None:
    """Two sessions of two incidents each, whose pictures are gone."""
    world = ReviewWorld(served.world.engine, now=now())
    taker = world.person(f"tam-{uuid4().hex[:6]}", Role.TAKER)
    for _ in range(2):
        review = world.flagged(world.survey(f"Study {uuid4().hex[:6]}"), taker)
        with transaction(world.engine) as db:
            db.get_one(SurveySession, review.session_id).snapshots = 9


def kinds(served: Served) -> list[VerdictKind | None]:
    rows = sorted(served.world.rows(IncidentVerdict), key=lambda row: row.at)
    return [row.kind for row in rows]


def expect_said(page: Page, *said: VerdictKind) -> None:
    """What stands on the tiles, in their order."""
    expect(page.locator(".badge:not(:empty)")).to_have_text(
        [f"{texts.VERDICT_SIGN[kind]} {kind.english}" for kind in said], timeout=acts.STEP_MS
    )
