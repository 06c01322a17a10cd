"""The taker's rights on the pages: taking the agreement back, seeing what is kept, and having it erased in two steps."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import transaction
from db.tables import Consent, SurveySession, User
from pages import texts_privacy as words
from pages import texts_taker as taker_words
from proctor_core.codes.notice import RecordingNotice
from proctor_core.domain.consent import Proctoring
from proctor_core.domain.notice import sha256_of
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.states import SessionStatus
from proctor_core.media.store import media_key
from tests.pages.test_taker_pages import click
from tests.support.page_application import all_text
from tests.support.taker_pages import TakerPages

pytestmark = pytest.mark.slow


@pytest.fixture
def world(sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TakerPages]:
    made = TakerPages(sqlite_engine, tmp_path, monkeypatch)
    yield made
    made.close()


def test_a_taker_goes_on_without_the_camera(world: TakerPages) -> None:
    session = world.begun()
    page = click(click(world.open(session.id), words.WITHDRAW), words.ASK_YES[words.TakenBack.CAMERA])
    assert world.registry.find(session.id) is None
    assert words.WITHDRAWN_TITLE in all_text(page)
    assert words.WITHDRAWN_TITLE in all_text(world.open(session.id)), "a new tab asks the same"
    click(page, words.GO_ON_WITHOUT)
    stored = world.stored(session.id)
    assert (stored.status, stored.proctoring) == (SessionStatus.IN_PROGRESS, Proctoring.WITHOUT_BY_CHOICE)
    assert (stored.face_reference_image, list(world.media.list(media_key(session.id)))) == (None, [])


@pytest.mark.parametrize(
    ("button", "asked"), [(words.WITHDRAW, words.TakenBack.CAMERA), (words.STOP_VIDEO, words.TakenBack.VIDEO)]
)
def test_taking_an_agreement_back_is_asked_first_and_has_a_way_back(
    world: TakerPages, button: str, asked: words.TakenBack
) -> None:
    session = world.begun()
    with transaction(world.engine) as db:
        db.get_one(SurveySession, session.id).recording_mode = RecordingMode.FULL
    consents = len(world.rows(Consent, session_id=session.id))
    page = click(world.open(session.id), button)
    said = all_text(page)
    assert words.ASK_TITLE[asked] in said and words.ASK_LEAD[asked] in said
    assert "How often?" not in said
    page.run()
    assert words.ASK_TITLE[asked] in all_text(page), "a run of the camera's takes the question away from nobody"
    assert world.registry.find(session.id) is not None, "the camera is watched on"
    click(page, words.ASK_NO)
    assert "How often?" in all_text(page) and words.ASK_TITLE[asked] not in all_text(page)
    stored = world.stored(session.id)
    assert (stored.status, stored.recording_mode) == (SessionStatus.IN_PROGRESS, RecordingMode.FULL)
    assert len(world.rows(Consent, session_id=session.id)) == consents


def test_the_video_alone_is_given_up_after_the_question(world: TakerPages) -> None:
    session = world.begun()
    with transaction(world.engine) as db:
        db.get_one(SurveySession, session.id).recording_mode = RecordingMode.FULL
    page = click(click(world.open(session.id), words.STOP_VIDEO), words.ASK_YES[words.TakenBack.VIDEO])
    assert world.stored(session.id).recording_mode is RecordingMode.OFF
    assert "How often?" in all_text(page) and world.registry.find(session.id) is not None


def test_who_refuses_where_the_survey_allows_it_goes_on_without_camera_and_the_receipt_says_so(
    world: TakerPages,
) -> None:
    session = world.invited(allow_without_camera=True)
    page = click(world.open(session.id), taker_words.DISAGREE)
    assert taker_words.REFUSED_MAY_GO_ON in all_text(page)
    click(page, taker_words.GO_ON_REFUSED)
    assert world.stored(session.id).proctoring is Proctoring.WITHOUT_BY_CHOICE
    world.answer_all(session.id)
    world.stored_sessions.submit(world.taker, session.id)
    assert taker_words.WITHOUT_BY_CHOICE in all_text(world.open(session.id))


def test_before_the_questions_the_camera_is_given_up_and_the_survey_taken_where_it_may_be(world: TakerPages) -> None:
    session = world.enrolling(allow_without_camera=True)
    page = click(click(world.open(session.id), words.WITHDRAW), words.GO_ON_WITHOUT)
    assert not page.exception
    assert world.stored(session.id).status is SessionStatus.IN_PROGRESS
    assert {c.is_given for c in world.rows(Consent, purpose="monitoring")} == {True, False}


def test_before_the_questions_the_survey_is_given_up_in_a_second_step(world: TakerPages) -> None:
    session = world.enrolling(allow_without_camera=True)
    page = click(click(world.open(session.id), words.WITHDRAW), words.GIVE_UP)
    assert words.GIVE_UP_TITLE in all_text(page)
    click(page, words.ERASE_NOW)
    assert world.stored(session.id).status is SessionStatus.ERASED


@pytest.mark.parametrize("is_agreed", [True, False])
def test_keeping_the_video_is_asked_for_by_itself_and_no_is_what_is_set(world: TakerPages, is_agreed: bool) -> None:
    session = world.invited(recording_mode=RecordingMode.VIOLATIONS)
    page = world.open(session.id)
    (box,) = page.checkbox
    assert (box.label, box.value) == (taker_words.AGREE_TO_RECORDING, False)
    if is_agreed:
        box.check().run()
    click(page, taker_words.AGREE)
    said = {c.purpose: (c.is_given, c.text_sha256) for c in world.rows(Consent, session_id=session.id)}
    read = sha256_of(RecordingNotice.VIOLATIONS.english)
    assert said["recording"] == (is_agreed, read)
    assert said["monitoring"][0]
    assert world.stored(session.id).recording_mode == ("violations" if is_agreed else "off")


def test_where_no_video_is_kept_nobody_is_asked_about_it(world: TakerPages) -> None:
    page = world.open(world.invited().id)
    assert not page.checkbox
    assert "The video itself is not kept" in all_text(page)


def test_a_taker_gives_a_session_up_in_a_second_step(world: TakerPages) -> None:
    session = world.begun()
    page = click(
        click(click(world.open(session.id), words.WITHDRAW), words.ASK_YES[words.TakenBack.CAMERA]), words.ERASE_SESSION
    )
    assert world.stored(session.id).status is SessionStatus.INTERRUPTED
    click(page, words.ERASE_NOW)
    assert world.stored(session.id).status is SessionStatus.ERASED


def test_a_taker_erases_everything_in_a_second_step_and_reads_the_receipt(world: TakerPages) -> None:
    world.in_progress()
    page = click(world.file("taker/my_data.py"), words.ERASE_ME)
    assert world.rows(SurveySession)
    page = click(page, words.ERASE_NOW)
    assert "Everything about you is erased" in all_text(page)
    assert world.rows(SurveySession) == world.rows(User, name="ada") == []


def test_an_open_case_is_told_and_nothing_can_be_erased(world: TakerPages) -> None:
    session = world.answered()
    world.force(session.id, SessionStatus.UNDER_REVIEW)
    page = world.file("taker/my_data.py")
    assert "still has to decide" in all_text(page)
    assert words.ERASE_ME not in [b.label for b in page.button]
