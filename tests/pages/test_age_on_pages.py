"""The notice step where a survey takes minors: who is of age, or whose guardian agrees, is asked before the camera."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.tables import Consent
from pages import texts_taker as words
from proctor_core.codes.notice import AgeNotice, MinorsNotice
from proctor_core.domain.consent import AgeStatement
from proctor_core.domain.minors import Minors
from proctor_core.domain.notice import sha256_of
from proctor_core.domain.states import SessionStatus
from tests.support.page_application import all_text, button
from tests.support.taker_pages import TakerPages

pytestmark = pytest.mark.slow


@pytest.fixture
def world(sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TakerPages:
    return TakerPages(sqlite_engine, tmp_path, monkeypatch)


@pytest.mark.parametrize("minors", [Minors.UNSUPPORTED, Minors.GUARDIAN_CONSENT])
def test_the_notice_says_who_may_take_part(world: TakerPages, minors: Minors) -> None:
    page = world.open(world.invited(minors=minors).id)
    assert MinorsNotice(minors.value).english in all_text(page)
    assert bool(page.radio) == (minors is Minors.GUARDIAN_CONSENT)


def test_nothing_is_set_and_without_an_answer_there_is_no_camera(world: TakerPages) -> None:
    session = world.invited(minors=Minors.GUARDIAN_CONSENT)
    page = world.open(session.id)
    assert page.radio[0].value is None
    page = button(page, words.AGREE).click().run()
    assert [error.value for error in page.error] == [words.AGE_MISSING]
    assert world.stored(session.id).status is SessionStatus.INVITED
    assert world.rows(Consent) == []


@pytest.mark.parametrize("said", AgeStatement)
def test_what_was_chosen_is_kept_with_the_words_that_were_read(world: TakerPages, said: AgeStatement) -> None:
    session = world.invited(minors=Minors.GUARDIAN_CONSENT)
    page = world.open(session.id)
    page.radio[0].set_value(said)
    button(page, words.AGREE).click().run()
    assert world.stored(session.id).status is SessionStatus.CONSENTED
    (kept,) = world.rows(Consent, session_id=session.id, purpose=said.value)
    assert (kept.is_given, kept.text_sha256) == (True, sha256_of(AgeNotice(said.value).english))
