"""The taker's rights on the pages: taking the agreement back, seeing what is kept, and having it erased in two steps."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.tables import SurveySession, User
from pages import texts_privacy as words
from proctor_core.domain.states import SessionStatus
from tests.pages.test_taker_pages import click
from tests.support.page_application import all_text
from tests.support.taker_pages import TakerPages


@pytest.fixture
def world(sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TakerPages]:
    made = TakerPages(sqlite_engine, tmp_path, monkeypatch)
    yield made
    made.close()


def test_a_taker_goes_on_without_the_camera(world: TakerPages) -> None:
    session = world.begun()
    page = click(world.open(session.id), words.WITHDRAW)
    assert world.registry.find(session.id) is None
    assert words.WITHDRAWN_TITLE in all_text(page)
    assert words.WITHDRAWN_TITLE in all_text(world.open(session.id)), "a new tab asks the same"
    click(page, words.GO_ON_WITHOUT)
    stored = world.stored(session.id)
    assert (stored.status, stored.proctoring_enabled) == (SessionStatus.IN_PROGRESS, False)


def test_a_taker_gives_a_session_up_in_a_second_step(world: TakerPages) -> None:
    session = world.begun()
    page = click(click(world.open(session.id), words.WITHDRAW), words.ERASE_SESSION)
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
