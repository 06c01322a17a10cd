"""The moderator's live view as it is drawn, and what the taker reads of it."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from db.engine import transaction
from db.tables import Consent, SessionMessage, SurveySession
from pages import texts_live as words
from pages import texts_taker
from proctor_core.domain.consent import Purpose
from proctor_core.domain.live_message import MessageKind
from proctor_core.domain.notice import NoticeTerms, notice_text, sha256_of
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from tests.support.page_application import PAGES, all_text, button, component_data
from tests.support.taker_pages import TakerPages

pytestmark = pytest.mark.slow
FILE = "moderator/live_view.py"


@pytest.fixture
def world(sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TakerPages]:
    made = TakerPages(sqlite_engine, tmp_path, monkeypatch)
    made.person("mo", Role.MODERATOR)
    made.sign_in_as("mo")
    yield made
    made.close()


@pytest.fixture
def session(world: TakerPages) -> SurveySession:
    begun = world.begun()
    world.play(begun.id, 3)
    return begun


def opened(session_id: UUID) -> AppTest:
    """The page after a click on the session's tile."""
    page = AppTest.from_file(PAGES / FILE, default_timeout=30)
    page.session_state["live_session_id"] = session_id
    return page.run()


def test_the_grid_gets_sentences_and_colours_and_nothing_of_a_person(world: TakerPages, session: SurveySession) -> None:
    page = world.file(FILE)
    assert not page.exception
    grid = component_data(page, "live-grid")
    assert (grid["size"], grid["only"]) == (9, None)
    assert grid["notes"] == {"one": "{count} of {threshold} note", "other": "{count} of {threshold} notes"}
    assert grid["flagged"]["one"] == "flagged, {count} note"
    assert grid["types"]["no_face"] == {"label": "No face", "colour": "#0072B2"}
    assert str(session.id) not in str(grid), "what runs comes from the route"


def test_a_sentence_is_sent_kept_and_shown(world: TakerPages, session: SurveySession) -> None:
    page = opened(session.id)
    assert words.SAID_NOTHING in all_text(page)
    page.text_area[0].set_value("Please *turn on* a light.")
    page = button(page, words.SEND).click().run()
    assert not page.exception
    assert [m.sentence for m in world.rows(SessionMessage)] == ["Please *turn on* a light."]
    assert r"Mo: Please \*turn on\* a light" in all_text(page)
    assert page.text_area[0].value == ""


def test_a_moment_is_marked_by_one_press_where_its_taker_was_told(world: TakerPages, session: SurveySession) -> None:
    read = sha256_of(notice_text(NoticeTerms(3)))
    assert words.MARK not in {one.label for one in opened(session.id).button}, "this taker was not told"
    with transaction(world.engine) as db:
        agreed = select(Consent).where(Consent.session_id == session.id, Consent.purpose == Purpose.MONITORING)
        db.exec(agreed).one().text_sha256 = read
    page = button(opened(session.id), words.MARK).click().run()
    page.text_input(key=f"mark-{session.id}").set_value("What *is* that?")
    page = button(page, words.MARK).click().run()
    assert not page.exception and page.text_input(key=f"mark-{session.id}").value == ""
    assert [(m.kind, m.sentence) for m in world.rows(SessionMessage)] == [
        (MessageKind.MARK, ""),
        (MessageKind.MARK, "What *is* that?"),
    ]
    assert r"Mo marked the moment 00:03: What \*is\* that?" in all_text(page)


def test_a_session_that_is_looked_into_has_an_address(world: TakerPages, session: SurveySession) -> None:
    page = opened(session.id)
    assert page.query_params["session"] == str(session.id)
    by_link = AppTest.from_file(PAGES / FILE, default_timeout=30)
    by_link.query_params["session"] = str(session.id)
    by_link.run()
    assert words.SAY_TITLE in all_text(by_link)
    back = button(by_link, words.TO_ALL).click().run()
    assert "session" not in back.query_params
    assert component_data(back, "live-grid")


def test_a_ready_sentence_fills_the_field(world: TakerPages, session: SurveySession) -> None:
    page = opened(session.id)
    page.button_group[0].set_value("light").run()
    assert page.text_area[0].value == words.READY["light"][1]


def test_the_end_needs_a_reason_and_says_what_is_kept(world: TakerPages, session: SurveySession) -> None:
    page = button(opened(session.id), words.END).click().run()
    assert "Kept are the answers so far" in all_text(page)
    page = button(page, words.END_NOW).click().run()
    assert "expected a sentence" in page.error[0].value
    assert world.stored(session.id).status is SessionStatus.IN_PROGRESS
    page = button(page, words.END).click().run()
    page.text_area(key="end_reason").set_value("Two people answer.")
    page = button(page, words.END_NOW).click().run()
    assert not page.exception
    assert world.stored(session.id).status is SessionStatus.UNDER_REVIEW
    assert words.LIVE_GONE in all_text(page)
    world.sign_in_as("ada")
    receipt = all_text(world.open(session.id))
    assert texts_taker.ENDED_STATUS in receipt
    assert "this reason: “Two people answer.”" in receipt
    assert "Kept are the answers that you had given (0)" in receipt and texts_taker.THANKS not in receipt


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR])
def test_the_live_view_is_for_moderators_alone(world: TakerPages, role: Role) -> None:
    world.person("other", role)
    world.sign_in_as("other")
    page = world.file(FILE)
    assert page.warning and not page.get("bidi_component")
