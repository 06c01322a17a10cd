"""A moderator sees a running session, says a sentence to the taker, and ends the monitoring; the taker reads both."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from db.engine import transaction
from db.tables import SurveySession, User
from pages import texts_live as words
from pages import texts_taker as sentences
from proctor_core.domain.consent import Purpose
from proctor_core.domain.notice import CURRENT, NoticeTerms, notice_text, sha256_of
from proctor_core.domain.policy import STANDARD
from proctor_core.domain.roles import Role
from proctor_core.domain.session_code import session_code
from proctor_core.domain.states import SessionStatus
from proctor_core.services.surveys.session_policy import SessionRules
from proctor_core.services.taking.consents import ConsentText
from proctor_core.services.taking.sessions import SessionService
from proctor_core.wiring.clock import now
from tests.e2e import acts
from tests.e2e.conftest import OpenWindow, Served
from tests.e2e.world import Invited, World

REASON = "Two people took turns."
PATIENCE_MS = 20_000


def test_the_taker_reads_the_sentence_and_why_it_ended(served: Served, window: OpenWindow, calm_camera: Path) -> None:
    taker = answering_one(served.world)
    answering = window(taker.name, camera=calm_camera).page
    acts.open_survey(answering, sentences.GO_ON)
    acts.start_camera(answering)
    looking = window(served.world.person(Role.MODERATOR)).page
    open_from_grid(looking, taker)

    said = words.READY["fine"][1]
    looking.get_by_text("All fine", exact=True).click()
    expect(looking.get_by_label(words.SAY_LABEL, exact=True)).to_have_value(said, timeout=acts.STEP_MS)
    acts.press(looking, words.SEND)
    spoken = answering.locator(".moderator")
    expect(spoken).to_contain_text(said, timeout=PATIENCE_MS)
    spoken.get_by_role("button", name=sentences.MODERATOR_READ).click()
    expect(spoken).to_be_hidden()

    acts.press(looking, words.END)
    looking.get_by_label(words.END_REASON).fill(REASON)
    acts.press_guarded(looking, words.END_NOW)
    expect(looking.get_by_text(words.LIVE_GONE)).to_be_visible(timeout=PATIENCE_MS)
    expect(answering.get_by_text(REASON)).to_be_visible(timeout=PATIENCE_MS)
    expect(answering.locator("iframe")).to_have_count(0)
    assert served.world.session(taker.session_id).status is SessionStatus.UNDER_REVIEW


def answering_one(world: World) -> Invited:
    """A taker who agreed to today's notice and is at the first question; other tests go the way there."""
    taker = world.invited()
    read = sha256_of(notice_text(NoticeTerms(STANDARD.violation_threshold)))
    sessions, person = SessionService(world.engine, now, SessionRules()), world.rows(User, name=taker.name)[0]
    agreed = ConsentText(Purpose.MONITORING, CURRENT.value, read)
    sessions.give_consent(person, taker.session_id, [agreed])
    sessions.begin_enrolling(person, taker.session_id)
    with transaction(world.engine) as db:
        db.get_one(SurveySession, taker.session_id).initial_face_verified = True
    sessions.begin(person, taker.session_id)
    return taker


def open_from_grid(page: Page, taker: Invited) -> None:
    """Open the live view, wait for the session's picture, and click on its tile."""
    (address,) = [link for link in acts.links_to_pages(page) if re.search("live", link)]
    acts.follow_link(page, address)
    tile = page.locator(".tile", has_text=session_code(taker.session_id))
    expect(tile.locator("img")).to_be_visible(timeout=PATIENCE_MS)
    tile.locator("button.code").click()
    expect(page.get_by_text(words.SAY_TITLE)).to_be_visible(timeout=PATIENCE_MS)
