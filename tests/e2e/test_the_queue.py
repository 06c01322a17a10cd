"""The queue in a browser: sorted by headings, who has a case open, low-priority incidents dismissed after a list of them."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from db.tables import IncidentVerdict
from pages import texts
from pages import texts_queue as words
from proctor_core.domain.roles import Role
from proctor_core.domain.session_code import session_code
from proctor_core.domain.violation import ViolationType
from proctor_core.wiring.clock import now
from tests.e2e import acts
from tests.e2e.axe import barriers
from tests.e2e.conftest import OpenWindow, Served
from tests.support.review_world import World as ReviewWorld

pytestmark = pytest.mark.timeout(300)
PHONE_BRIEFLY = [(ViolationType.MOBILE_DETECTED, 20.0, 24.0)]
AWAY_LONG = [(ViolationType.LOOKING_AWAY, 20.0, 100.0), (ViolationType.LOW_CONFIDENCE, 200.0, 206.0)]


def test_a_moderator_sorts_sees_a_colleague_and_dismisses_what_is_of_low_priority(
    served: Served, window: OpenWindow
) -> None:
    world = ReviewWorld(served.world.engine, now=now())
    survey, taker = world.survey(f"Study {uuid4().hex[:6]}"), world.person(f"tam-{uuid4().hex[:6]}", Role.TAKER)
    away, phone = (world.flagged(survey, taker, alleged=alleged) for alleged in (AWAY_LONG, PHONE_BRIEFLY))
    lee, kim = (window(served.world.person(Role.MODERATOR)).page for _ in range(2))
    acts.open_from_queue(kim, phone.session_id)
    choose_survey(lee, survey.title)
    expect_first(lee, session_code(away.session_id))
    lee.get_by_role("button", name=texts.QUEUE_COLUMNS["longest"]).click()
    acts.settle(lee)
    expect(lee.get_by_role("columnheader", name=texts.QUEUE_COLUMNS["longest"])).to_have_attribute(
        "aria-sort", "descending"
    )
    lee.get_by_role("button", name=texts.QUEUE_COLUMNS["longest"]).click()
    expect_first(lee, session_code(phone.session_id))
    acts.press(lee, words.BULK)
    dialog = lee.get_by_role("dialog")
    expect(dialog.get_by_text(session_code(away.session_id))).to_have_count(1)
    expect(dialog.get_by_text(session_code(phone.session_id))).to_have_count(0)
    assert barriers(lee) == []
    acts.press_guarded(lee, words.BULK_NOW.format(count=1))
    expect(lee.get_by_text(words.BULK_DONE.format(count=1))).to_be_visible(timeout=acts.STEP_MS)
    (verdict,) = served.world.rows(IncidentVerdict, session_id=away.session_id)
    assert verdict.batch_id is not None and verdict.type is ViolationType.LOW_CONFIDENCE
    lee.get_by_role("button", name=texts.OPEN_SESSION.format(code=session_code(phone.session_id))).click()
    expect(lee.get_by_text("has this case open too")).to_be_visible(timeout=acts.STEP_MS)


def choose_survey(page: Page, title: str) -> None:
    page.get_by_role("combobox", name=texts.SURVEY).click()
    page.get_by_role("combobox", name=texts.SURVEY).fill(title)
    page.get_by_role("option").filter(has_text=title).click()
    acts.settle(page)


def expect_first(page: Page, code: str) -> None:
    expect(page.locator("tbody tr").first).to_contain_text(code, timeout=acts.STEP_MS)
