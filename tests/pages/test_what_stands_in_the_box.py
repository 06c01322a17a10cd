"""What stands in the box is what is stored, or a sentence beside it says why not and the way on waits."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from db.tables import Answer, SurveySession
from pages import texts_taker as words
from proctor_core.errors import Unavailable
from tests.support.page_application import all_text, button
from tests.support.taker_pages import TakerPages

pytestmark = pytest.mark.slow

BOXES: dict[str, Any] = {
    "title": "Boxes",
    "questions": [
        {"id": "d", "kind": "date", "text": "Born when?"},
        {"id": "n", "kind": "number", "text": "How old?", "minimum": 0, "maximum": 120, "required": True},
        {"id": "t", "kind": "short_text", "text": "Your name?", "max_length": 5},
        {"id": "l", "kind": "long_text", "text": "Your story?", "max_length": 5, "required": True},
        {"id": "m", "kind": "number", "text": "How much?", "minimum": 1.5},
    ],
}


@pytest.fixture
def world(sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TakerPages]:
    made = TakerPages(sqlite_engine, tmp_path, monkeypatch)
    yield made
    made.close()


@pytest.fixture
def session(world: TakerPages) -> SurveySession:
    begun = world.invited(definition=BOXES, proctoring_enabled=False)
    return world.stored_sessions.begin(world.taker, begun.id)


def at_question(world: TakerPages, session: SurveySession, index: int) -> AppTest:
    world.sessions.show_question(world.taker, session.id, index)
    return world.open(session.id)


def give(page: AppTest, element: Any, value: Any) -> None:
    element.set_value(value)
    page.run()
    assert not page.exception, page.exception


def press(page: AppTest, label: str) -> None:
    button(page, label).click()
    page.run()
    assert not page.exception, page.exception


def stored(world: TakerPages, session: SurveySession) -> dict[str, Any]:
    return {row.question_id: row.value for row in world.rows(Answer, session_id=session.id) if row.value is not None}


def warnings(page: AppTest) -> str:
    return "\n".join(warning.value for warning in page.warning)


@pytest.mark.parametrize(
    ("first", "then"), [("1955-06-07", "1985-05-01"), ("2026-01-01", "1849-12-31"), ("2000-01-01", "9999-12-31")]
)
def test_a_corrected_date_more_than_ten_years_away_is_stored(
    world: TakerPages, session: SurveySession, first: str, then: str
) -> None:
    page = at_question(world, session, 0)
    give(page, page.date_input[0], first)
    give(page, page.date_input[0], then)
    assert stored(world, session) == {"d": then}
    assert (page.date_input[0].min.year, page.date_input[0].max.year) == (1, 9999), (
        "the browser refuses nothing by itself"
    )


@pytest.mark.parametrize("early", ["1849-12-31", "0085-05-01"])
def test_a_date_that_a_client_stored_is_shown_whatever_its_year(
    world: TakerPages, session: SurveySession, early: str
) -> None:
    world.sessions.save_answer(world.taker, session.id, "d", early)
    page = at_question(world, session, 0)
    assert str(page.date_input[0].value) == early


@pytest.mark.parametrize("wrong", [200.0, -1.0, 120.5, 1e300])
def test_a_number_outside_its_limits_is_refused_beside_the_field_and_next_stays(
    world: TakerPages, session: SurveySession, wrong: float
) -> None:
    page = at_question(world, session, 1)
    assert words.FROM_TO.format(lowest="0", highest="120") in all_text(page)
    assert (page.number_input[0].proto.has_min, page.number_input[0].proto.has_max) == (False, False)
    give(page, page.number_input[0], 30.0)
    page.number_input[0].set_value(wrong)
    press(page, words.NEXT)
    assert "How old?" in all_text(page) and stored(world, session) == {"n": 30}
    page.run()
    assert words.KEPT_ANSWER.format(value="30") in warnings(page), "it is said as long as it stands there"
    give(page, page.number_input[0], 31.0)
    assert not page.warning
    press(page, words.NEXT)
    assert "Your name?" in all_text(page) and stored(world, session) == {"n": 31}


def test_back_waits_until_what_was_not_taken_was_on_the_screen(world: TakerPages, session: SurveySession) -> None:
    page = at_question(world, session, 1)
    page.number_input[0].set_value(200.0)
    press(page, words.BACK)
    assert words.KEPT_NOTHING in warnings(page) and "How old?" in all_text(page)
    press(page, words.BACK)
    assert "Born when?" in all_text(page)
    press(page, words.NEXT)
    assert page.number_input[0].value is None and not page.warning


@pytest.mark.parametrize("index", [2, 3])
@pytest.mark.parametrize("wrong", ["a\0b", "123456", "\0"])
def test_a_text_that_is_not_taken_is_said_and_next_stays(
    world: TakerPages, session: SurveySession, index: int, wrong: str
) -> None:
    page = at_question(world, session, index)
    field = page.text_input[0] if index == 2 else page.text_area[0]
    assert words.AT_MOST_CHARACTERS.format(most=5) in all_text(page)
    assert not field.max_chars, "the browser drops nothing of what is pasted"
    field.set_value(wrong)
    press(page, words.NEXT)
    assert words.KEPT_NOTHING in warnings(page)
    assert stored(world, session) == {} and button(page, words.NEXT)
    assert BOXES["questions"][index]["text"] in all_text(page)


def test_what_can_not_be_stored_now_is_said_until_it_is(
    world: TakerPages, session: SurveySession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise Unavailable("the disk is full")

    page = at_question(world, session, 2)
    page.text_input[0].set_value("Ada")
    with monkeypatch.context() as context:
        context.setattr(type(world.sessions), "save_answer", refuse)
        press(page, words.NEXT)
        page.run()
        assert page.warning and "Your name?" in all_text(page)
    press(page, words.NEXT)
    assert stored(world, session) == {"t": "Ada"} and "Your story?" in all_text(page)


def test_required_questions_are_marked_and_handing_in_leads_to_those_that_are_open(
    world: TakerPages, session: SurveySession
) -> None:
    page = at_question(world, session, 1)
    assert page.number_input[0].label == "How old? (required)"
    assert words.REQUIRED in all_text(page)
    assert words.REQUIRED not in all_text(at_question(world, session, 0))
    page = at_question(world, session, 4)
    press(page, words.HAND_IN)
    assert words.STILL_OPEN in all_text(page)
    press(page, words.OPEN_QUESTION.format(number=2, text="How old?"))
    assert "How old?" in page.markdown[1].value
    give(page, page.number_input[0], 30.0)
    assert {b.label for b in page.button if b.label.startswith("Question")} == {"Question 4: Your story?"}
    press(page, words.OPEN_QUESTION.format(number=4, text="Your story?"))
    give(page, page.text_area[0], "Once")
    assert words.STILL_OPEN not in all_text(page)
