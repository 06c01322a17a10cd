"""The administrator's pages with 2,500 people and with surveys of one title: all are reached, and none is taken for another."""

import json
from uuid import UUID

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from db.engine import reading, transaction
from db.tables import Survey, SurveySession, User
from pages import texts
from pages import texts_surveys as words
from proctor_core.domain.roles import Role
from tests.support.page_application import Pages, all_text, button, component_data, open_dialog
from tests.support.page_tables import tables_of
from tests.support.review_world import NOON, QUESTIONS, World

pytestmark = pytest.mark.slow

MANY = 2500
PEOPLE, SURVEYS, TOKENS, AUDIT_LOG, PERSONAL_DATA = (
    f"administrator/{name}.py" for name in ("people", "surveys", "api_tokens", "audit_log", "personal_data")
)


@pytest.fixture
def crowd(world: World) -> dict[str, UUID]:
    """Name -> id of 2,500 takers."""
    people = [
        User(name=f"taker{number:04}", display_name=f"Taker {number:04}", role=Role.TAKER, created_at=NOON)
        for number in range(MANY)
    ]
    ids = {person.name: person.id for person in people}
    world.add(*people)
    return ids


def offered(page: AppTest, key: str) -> list[str]:
    kinds = (page.selectbox, page.multiselect)
    return next(element.options for kind in kinds for element in kind if element.key == key)


def test_people_are_paged_to_the_last_and_searched(pages: Pages, crowd: dict[str, UUID]) -> None:
    page, listed = pages.open_as(Role.ADMINISTRATOR, PEOPLE), list[str]()
    assert "2,501 people" in all_text(page)
    for _ in range(MANY // 100 + 1):
        listed += tables_of(page)[0].column("Name")
        if button(page, texts.OLDER).disabled:
            break
        page = button(page, texts.OLDER).click().run()
    assert len(listed) == len(set(listed)) == MANY + 1
    page = page.text_input(key="people_search").set_value("r 2499").run()
    assert tables_of(page)[0].column("Name") == ["taker2499"]
    page = page.text_input(key="people_search").set_value("nobody at all").run()
    assert texts.NOBODY_FOUND in all_text(page)


@pytest.mark.parametrize(
    ("file", "opener", "key"),
    [
        (PEOPLE, "Change a person", "change_person"),
        (TOKENS, "Make a token", "token_person"),
        (SURVEYS, words.ASK, "ask_takers"),
        (AUDIT_LOG, None, "audit_who"),
    ],
)
def test_the_last_of_2500_is_found_wherever_somebody_is_chosen(
    pages: Pages, world: World, crowd: dict[str, UUID], file: str, opener: str | None, key: str
) -> None:
    world.survey()
    page = pages.open_as(Role.ADMINISTRATOR, file)
    page = open_dialog(page, opener) if opener else page
    assert len(offered(page, key)) in (49, 50), "the first that fit, without the administrator where they are left out"
    assert texts.PEOPLE_SHOWN.plural.split("{count}")[1].split(".")[0] in all_text(page)
    page.session_state[f"{key}_search"] = "taker2499"
    page = open_dialog(page, opener) if opener else page.run()
    assert offered(page, key) == ["Taker 2499 (taker2499)"]


def test_who_was_chosen_stays_chosen_while_others_are_searched_for(
    pages: Pages, world: World, crowd: dict[str, UUID]
) -> None:
    survey = world.survey()
    chosen = [crowd["taker0007"], crowd["taker2499"]]
    page = pages.open_as(Role.ADMINISTRATOR, SURVEYS)
    page = open_dialog(page, words.ASK, ask_takers=chosen, ask_takers_search="taker1234")
    assert len(offered(page, "ask_takers")) == 3
    page = page.button(key="ask_now").click().run()
    assert not page.exception
    with reading(world.engine) as db:
        asked = db.exec(select(SurveySession.taker_id).where(SurveySession.survey_id == survey.id)).all()
    assert set(asked) == set(chosen)


def test_after_adding_a_survey_it_is_the_chosen_one(pages: Pages, world: World) -> None:
    world.survey("Older study")
    page = pages.open_as(Role.ADMINISTRATOR, SURVEYS)
    assert page.selectbox(key="survey_chosen").value
    before = page.selectbox(key="survey_chosen").value
    page.selectbox(key="survey_chosen").set_value(before).run()
    definition = {"title": "Newer study", "description": "", "questions": QUESTIONS}
    page = open_dialog(page, texts.ADD_SURVEY)
    page.text_input(key="survey_slug").set_value("newer")
    page.file_uploader(key="survey_file").upload("newer.json", json.dumps(definition).encode(), "application/json")
    page = [b for b in page.button if b.label == texts.ADD_SURVEY][-1].click().run()
    assert not page.exception
    with reading(world.engine) as db:
        added = db.exec(select(Survey).where(Survey.slug == "newer")).one()
    assert page.selectbox(key="survey_chosen").value == added.id


def test_two_surveys_of_one_title_look_different_in_every_selector(pages: Pages, world: World) -> None:
    first, second = world.survey("Study"), world.survey("Study ")
    with transaction(world.engine) as db:
        db.get_one(Survey, second.id).title = "Study"
        db.get_one(Survey, second.id).slug = "another-study"
    page = pages.open_as(Role.ADMINISTRATOR, SURVEYS)
    assert len(set(offered(page, "survey_chosen"))) == 2
    world.flagged(first)
    page = pages.open_as(Role.MODERATOR, "moderator/review_queue.py")
    assert len(set(offered(page, "review_queue_survey"))) == 3
    assert component_data(page, "review_queue_table")["rows"]


def test_closing_is_about_the_version_that_the_button_was_drawn_for(pages: Pages, world: World) -> None:
    first, second = world.survey("First"), world.survey("Second")
    page = pages.open_as(Role.ADMINISTRATOR, SURVEYS)
    page = page.selectbox(key="survey_chosen").set_value(first.id).run()
    press = button(page, words.CLOSE)
    page.selectbox(key="survey_chosen").set_value(second.id)
    page = press.click().run()
    assert page.error[0].value == texts.CHOICE_CHANGED
    with reading(world.engine) as db:
        assert [db.get_one(Survey, survey.id).is_open for survey in (first, second)] == [True, True]
