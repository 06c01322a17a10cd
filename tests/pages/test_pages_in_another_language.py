"""A taker whose pages are in a pseudo-locale reads nothing that was never translated, on any of the pages."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from db.engine import transaction
from db.tables import Consent, SurveySession
from pages import texts_live, texts_navigation
from pages import texts_privacy as privacy
from pages import texts_taker as words
from pages.reader import in_language
from pages.taker import reference_step
from proctor_core.domain.minors import Minors
from proctor_core.domain.notice import CURRENT, NoticeTerms, notice_text, sha256_of
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.language import catalogues, tags
from proctor_core.language.translation import translator
from tests.support.page_application import PAGES, all_text, component_data
from tests.support.page_words import untranslated
from tests.support.session_world import BASELINE, PLATFORM
from tests.support.taker_pages import TakerPages
from tests.support.typed_by_people import typed_by_people

pytestmark = pytest.mark.slow

PSEUDO = translator("en-XA")
EVERY_KIND = {
    "title": "Customer study",
    "questions": [
        {"id": "one", "kind": "single_choice", "text": "How often?", "options": ["daily", "weekly"], "required": True},
        {"id": "many", "kind": "multiple_choice", "text": "How much?", "options": ["daily", "weekly"]},
        {"id": "scale", "kind": "scale", "text": "How much?"},
        {"id": "short", "kind": "short_text", "text": "Why?"},
        {"id": "number", "kind": "number", "text": "How much?", "minimum": 1, "maximum": 9},
        {"id": "least", "kind": "number", "text": "How much?", "minimum": 1},
        {"id": "most", "kind": "number", "text": "How much?", "maximum": 9},
        {"id": "date", "kind": "date", "text": "Why?"},
    ],
}


@pytest.fixture
def world(sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TakerPages]:
    made = TakerPages(sqlite_engine, tmp_path, monkeypatch)
    monkeypatch.setattr(ContextProxy, "locale", "en-XA")
    yield made
    made.close()


def said(sentence: object) -> str:
    return in_language(sentence, PSEUDO)


def press(world: TakerPages, page: AppTest, sentence: str) -> AppTest:
    """Press the button that says this in the reader's language; everything on the page after it is translated."""
    next(b for b in page.button if b.label == said(sentence)).click()
    typed = typed_by_people(world.engine)
    return read(world, page.run(), typed)


def read(world: TakerPages, page: AppTest, erased: Iterable[str] = ()) -> AppTest:
    """`erased`: what people had typed, where the page says so for the last time."""
    assert not page.exception, page.exception
    assert untranslated(page, {*typed_by_people(world.engine), *erased, texts_navigation.PRODUCT}) == []
    return page


def change(world: TakerPages, session: SurveySession, **values: object) -> None:
    with transaction(world.engine) as db:
        row = db.get_one(SurveySession, session.id)
        for name, value in values.items():
            setattr(row, name, value)


def test_something_that_was_never_translated_would_be_found() -> None:
    page = AppTest.from_string("import streamlit as st\nst.button('Escaped')\nst.info('Ada')").run()
    assert untranslated(page, ["Ada"]) == ["Escaped"]


# ---- my surveys, notice ----


def test_the_list_of_surveys_in_every_state(world: TakerPages) -> None:
    read(world, world.my_surveys())
    session = world.invited()
    for status in SessionStatus:
        change(world, session, status=status)
        read(world, world.my_surveys())


@pytest.mark.parametrize(
    ("mode", "minors"),
    [
        (RecordingMode.OFF, Minors.UNSUPPORTED),
        (RecordingMode.VIOLATIONS, Minors.GUARDIAN_CONSENT),
        (RecordingMode.FULL, Minors.UNSUPPORTED),
    ],
)
def test_the_notice_and_the_consent_to_its_english_text(world: TakerPages, mode: RecordingMode, minors: Minors) -> None:
    session = world.invited(recording_mode=mode, minors=minors)
    page = press(world, read(world, world.open(session.id)), words.DISAGREE)
    if page.radio:
        page = press(world, page, words.AGREE)
        page.radio[0].set_value(page.radio[0].options[0])
    page = press(world, page, words.AGREE)
    (consent,) = world.rows(Consent, session_id=session.id, purpose="monitoring", is_given=True)
    assert consent.text_version == CURRENT.value
    shown = notice_text(NoticeTerms(3, mode, minors=minors))
    assert consent.text_sha256 == sha256_of(shown), "what was read is known by its source"
    press(world, page, words.CHECK_GO_ON)


def test_who_refuses_and_may_go_on(world: TakerPages) -> None:
    page = press(world, world.open(world.invited(allow_without_camera=True).id), words.DISAGREE)
    press(world, page, words.GO_ON_REFUSED)


def test_the_moderators_live_view_and_a_session_in_it(world: TakerPages) -> None:
    session = world.begun()
    world.play(session.id, 3)
    world.person("mo", Role.MODERATOR)
    world.sign_in_as("mo")
    page = AppTest.from_file(PAGES / "moderator/live_view.py", default_timeout=30)
    page.session_state["language"] = PSEUDO.language
    read(world, page.run())
    page.session_state["live_session_id"] = session.id
    press(world, read(world, page.run()), texts_live.END)


# ---- before and at the questions ----


def test_the_browser_knows_the_language_and_every_form_of_a_sentence_with_a_number(
    world: TakerPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ContextProxy, "locale", "ar-XB")
    page = world.my_surveys()
    bar = component_data(page, "connection-bar")
    assert (bar["language"], bar["direction"]) == ("ar-XB", "rtl")
    badge = component_data(world.open(world.begun().id), "live-")["texts"]
    assert badge["language"] == "ar"
    assert set(badge["notes"]) == set(badge["past"]["no_face"]) == {"zero", "one", "two", "few", "many", "other"}


def test_the_reference_picture_and_what_it_is_refused_for(world: TakerPages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference_step, "LONGEST_WAIT_S", 0.01)
    session = world.enrolling(allow_without_camera=True)
    page = press(world, read(world, world.open(session.id)), words.TAKE_REFERENCE)
    press(world, press(world, page, privacy.WITHDRAW), privacy.GIVE_UP)


def test_the_last_step_before_the_questions_and_a_server_that_is_full(world: TakerPages) -> None:
    session = world.enrolling()
    world.enrolment.accept_reference(session.id, b"a face", BASELINE, 0.93, True)
    read(world, world.open(session.id))
    change(world, session, status=SessionStatus.IN_PROGRESS)
    world.begun()
    world.looks_per_second = 1.0
    page = read(world, world.open(world.enrolling().id))
    assert said(words.PLEASE_WAIT_TITLE) in all_text(page)


def test_questions_of_every_kind_with_their_limits(world: TakerPages) -> None:
    page = read(world, world.open(world.begun(definition=EVERY_KIND).id))
    for _ in EVERY_KIND["questions"][1:]:
        page = press(world, page, words.NEXT)
    press(world, page, words.HAND_IN)


def test_an_answer_and_what_is_still_open(world: TakerPages) -> None:
    page = read(world, world.open(world.begun().id))
    page.radio[0].set_value("weekly")
    page = press(world, press(world, press(world, page, words.NEXT), words.NEXT), words.HAND_IN)
    assert said(words.STILL_OPEN) in all_text(page)


def test_taking_the_agreement_back(world: TakerPages) -> None:
    session = world.begun()
    change(world, session, recording_mode=RecordingMode.FULL)
    page = press(world, read(world, world.open(session.id)), privacy.STOP_VIDEO)
    page = press(world, page, privacy.ASK_YES[privacy.TakenBack.VIDEO])
    page = press(world, press(world, page, privacy.WITHDRAW), privacy.ASK_YES[privacy.TakenBack.CAMERA])
    press(world, press(world, page, privacy.ERASE_SESSION), privacy.KEEP)


# ---- afterwards ----


def test_the_receipt_in_every_state(world: TakerPages) -> None:
    session = world.begun()
    world.answer_all(session.id)
    world.clock.pass_time(30)
    page = world.open(session.id)
    while said(words.NEXT) in {b.label for b in page.button}:
        page = press(world, page, words.NEXT)
    press(world, page, words.HAND_IN)
    for status in (SessionStatus.PASSED, SessionStatus.REJECTED, SessionStatus.EXPIRED):
        change(world, session, status=status)
        read(world, world.open(session.id))


def test_a_session_of_another_platform_and_none_at_all(world: TakerPages) -> None:
    read(world, world.open())
    read(world, world.open(world.invited(by_platform=PLATFORM).id))


def test_my_data_and_its_end(world: TakerPages) -> None:
    world.in_progress()
    page = read(world, world.my_surveys().switch_page("taker/my_data.py").run())
    page = press(world, page, privacy.ERASE_ME)
    press(world, page, privacy.ERASE_NOW)


def test_the_language_that_a_person_keeps_comes_before_the_browsers(
    world: TakerPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ContextProxy, "locale", "en-GB")
    assert words.NO_SURVEYS in all_text(world.my_surveys())
    world.accounts.keep_language(world.taker, "en-XA")
    assert said(words.NO_SURVEYS) in all_text(read(world, world.my_surveys()))


def test_the_language_is_chosen_in_the_accounts_dialog_once_there_are_two(
    world: TakerPages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = world.my_surveys()
    page = page.button(key="sign_in_places").click().run()
    assert not page.selectbox
    (tmp_path / "pl.po").write_text('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n')
    for module in (tags, catalogues):
        monkeypatch.setattr(module, "CATALOGUES", tmp_path)
    page = world.my_surveys().button(key="sign_in_places").click().run()
    (box,) = page.selectbox
    assert box.options[1:] == ["English", "Polski"]
    box.set_value("pl")
    page.button(key="sign_in_places").click().run()
    assert world.accounts.user(world.administrator, world.taker.id).language == "pl"
