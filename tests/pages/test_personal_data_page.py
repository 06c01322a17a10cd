"""The administrator's page about one person's data: what is kept, a copy of it, and its end in a second step."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from db.tables import SurveySession, User
from pages import texts
from pages import texts_privacy as words
from proctor_core.domain.roles import Role
from proctor_core.domain.session_code import session_code
from proctor_core.domain.states import SessionStatus
from tests.support.page_application import all_text
from tests.support.page_tables import tables_of
from tests.support.taker_pages import TakerPages

pytestmark = pytest.mark.slow

PAGE = "administrator/personal_data.py"


@pytest.fixture
def world(sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TakerPages]:
    made = TakerPages(sqlite_engine, tmp_path, monkeypatch)
    made.sign_in_as("root")
    yield made
    made.close()


def of_ada(world: TakerPages) -> AppTest:
    return world.file(PAGE).selectbox[0].select("Ada (ada)").run()


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def test_nothing_is_told_before_a_person_is_chosen(world: TakerPages) -> None:
    page = world.file(PAGE)
    assert words.NOBODY_CHOSEN in all_text(page)
    assert not page.button and not tables_of(page)


def test_what_is_kept_and_a_copy_of_it(world: TakerPages) -> None:
    world.answered()
    page = of_ada(world)
    assert not page.exception
    kept = dict(zip(*(tables_of(page)[0].column(column) for column in words.KEPT_COLUMNS.values()), strict=True))
    assert (str(kept["surveys taken"]), str(kept["answers"]), str(kept["account"])) == ("1", "2", "1")
    (link,) = page.get("link_button")
    assert link.proto.url == f"/api/people/{world.taker.id}/export"


def test_a_person_is_erased_in_a_second_step_that_names_what_goes(world: TakerPages) -> None:
    world.answered()
    page = press(of_ada(world), words.ERASE_THEM)
    assert "1 survey taken" in all_text(page)
    assert world.rows(User, name="ada"), "nothing has gone yet"
    page = press(page, words.ERASE_NOW)
    assert world.rows(SurveySession) == world.rows(User, name="ada") == []
    assert [s.value.split(". ")[1].split()[0] for s in page.success] == ["Receipt"]


def test_an_open_case_is_named_before_it_ends_without_a_decision(world: TakerPages) -> None:
    session = world.answered()
    world.force(session.id, SessionStatus.UNDER_REVIEW)
    page = of_ada(world)
    assert words.WAITS_FOR_MODERATOR.format(codes=session_code(session.id)) in all_text(page)
    page = press(page, words.ERASE_THEM)
    warning = words.CASE_STILL_OPEN.format(codes=session_code(session.id), name="Ada")
    assert [w.value for w in page.warning] == [warning]
    press(page, words.ERASE_NOW)
    assert world.rows(SurveySession) == []


def test_the_last_administrator_is_not_erased_and_the_page_says_why(world: TakerPages) -> None:
    page = world.file(PAGE)
    root = next(option for option in page.selectbox[0].options if option.endswith("(root)"))
    page = press(press(page.selectbox[0].select(root).run(), words.ERASE_THEM), words.ERASE_NOW)
    assert "only administrator" in all_text(page)
    assert world.rows(User, name="root")


@pytest.mark.parametrize("role", [Role.TAKER, Role.MODERATOR, Role.ANALYST])
def test_it_is_for_administrators_alone(world: TakerPages, role: Role) -> None:
    world.person("other", role)
    world.sign_in_as("other")
    page = world.file(PAGE)
    expected = texts.NOT_YOUR_PAGE.format(roles=texts.ROLE_LABEL[Role.ADMINISTRATOR], role=texts.ROLE_LABEL[role])
    assert [w.value for w in page.warning] == [expected]
    assert not page.selectbox and not page.button
