"""The pages of responses: figures and charts by question, a table by response, downloads; names for administrators who ask."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from db.tables import AuditEvent, Survey
from pages import texts
from pages import texts_responses as words
from proctor_core.domain.roles import Role
from proctor_core.domain.violation import ViolationType
from tests.support.page_application import Pages, all_text, new_pages
from tests.support.page_tables import tables_of
from tests.support.response_world import ANSWERS, ResponseWorld
from tests.support.review_world import World

pytestmark = pytest.mark.slow

ANALYST, ADMINISTRATOR = "analyst/responses.py", "administrator/responses.py"


@pytest.fixture
def answered(sqlite_engine: Engine, tmp_path: Path) -> ResponseWorld:
    """Two people answered, one of whom read an older notice."""
    world = ResponseWorld(sqlite_engine, tmp_path)
    survey = world.survey()
    world.noted(world.handed_in(survey, violations_count=1), ViolationType.NO_FACE, unseen_s=4)
    world.clock.pass_time(1)
    world.handed_in(
        survey, world.person("eve"), answers={**ANSWERS, "often": "weekly", "why": "**no** [x](y)"}, read="0" * 64
    )
    return world


@pytest.fixture
def pages(answered: ResponseWorld, monkeypatch: pytest.MonkeyPatch) -> Pages:
    return new_pages(World(answered.engine), monkeypatch)


def by_response(page: AppTest) -> AppTest:
    page = page.get("button_group")[0].set_value(words.BY_RESPONSE).run()
    assert not page.exception, page.exception
    return page


@pytest.mark.parametrize(("role", "file"), [(Role.ANALYST, ANALYST), (Role.ADMINISTRATOR, ADMINISTRATOR)])
def test_each_question_has_its_chart_and_its_table_or_its_texts(pages: Pages, role: Role, file: str) -> None:
    page = pages.open_as(role, file)
    assert not page.exception, page.exception
    assert [(m.label, m.value) for m in page.metric][:2] == [("Responses", "2"), ("Watched here", "2")]
    assert len(page.get("plotly_chart")) == len(tables_of(page)) == 5
    often, which, *_ = tables_of(page)
    assert often.rows == [["daily", "1", "50 %"], ["weekly", "1", "50 %"]]
    assert which.column("Responses") == ["2", "0", "2"]
    assert "one option · 2 of 2 answered" in all_text(page)
    assert r"\*\*no\*\*" in all_text(page), "as it was written"


def test_a_row_of_the_table_says_what_goes_out_and_what_does_not(pages: Pages) -> None:
    page = by_response(pages.open_as(Role.ANALYST, ANALYST))
    table = tables_of(page)[0]
    assert table.column("How often?") == ["daily", "weekly"]
    assert table.column("Seen") == ["98 %", words.NOT_GIVEN]
    assert table.column("Unseen") == ["4 s", words.NOT_GIVEN]
    assert table.column("Violations") == ["1 (No face 1)", words.NOT_GIVEN]
    assert words.COLUMN_NAME not in table.headings
    assert "Ada" not in all_text(page)


def test_an_analyst_is_offered_no_names(pages: Pages) -> None:
    assert not pages.open_as(Role.ANALYST, ANALYST).toggle


def test_an_administrator_sees_names_after_asking_and_it_is_noted_once(pages: Pages, answered: ResponseWorld) -> None:
    page = by_response(pages.open_as(Role.ADMINISTRATOR, ADMINISTRATOR))
    page = page.toggle[0].set_value(True).run()
    page = page.run()
    assert tables_of(page)[0].column(words.COLUMN_NAME) == ["Ada", "Eve"]
    noted = [event.detail for event in answered.rows(AuditEvent, action="survey.responses_taken")]
    assert sorted(noted) == ["read", "read with names"]


def test_the_downloads_lead_to_the_chosen_version(pages: Pages, answered: ResponseWorld) -> None:
    (survey,) = answered.rows(Survey)
    links = [element.proto.url for element in pages.open_as(Role.ANALYST, ANALYST).get("link_button")]
    assert links == [f"/api/surveys/{survey.id}/responses/file?format={kind}" for kind in ("csv", "json", "parquet")]


def test_a_long_list_is_turned_page_by_page(pages: Pages, answered: ResponseWorld) -> None:
    (survey,) = answered.rows(Survey)
    answered.many(survey, 40)
    page = by_response(pages.open_as(Role.ANALYST, ANALYST))
    first = tables_of(page)[0].column(words.COLUMN_RESPONSE)
    page = next(b for b in page.button if b.label == words.NEXT_PAGE).click().run()
    second = tables_of(page)[0].column(words.COLUMN_RESPONSE)
    assert (len(first), len(second), len({*first, *second})) == (25, 17, 42)


def test_a_version_without_responses_says_what_will_come(pages: Pages, answered: ResponseWorld) -> None:
    answered.clock.pass_time(60)
    answered.survey("new")
    page = pages.open_as(Role.ANALYST, ANALYST)
    assert words.NO_RESPONSES in all_text(page)
    assert not page.metric


@pytest.mark.parametrize(("role", "file"), [(Role.MODERATOR, ANALYST), (Role.ANALYST, ADMINISTRATOR)])
def test_the_pages_ask_for_their_role_themselves(pages: Pages, role: Role, file: str) -> None:
    page = pages.open_as(role, file)
    wanted = Role.ANALYST if file == ANALYST else Role.ADMINISTRATOR
    assert texts.NOT_YOUR_PAGE.format(roles=texts.ROLE_LABEL[wanted], role=texts.ROLE_LABEL[role]) in all_text(page)
    assert not page.metric


def test_a_long_survey_shows_some_of_its_questions_at_a_time(pages: Pages, answered: ResponseWorld) -> None:
    answered.clock.pass_time(60)
    asked = [{"id": f"q{n}", "kind": "scale", "text": f"Question number {n}"} for n in range(1, 46)]
    survey = answered.surveys.add_version(answered.administrator, "long", {"title": "Long", "questions": asked})
    answered.handed_in(survey, answers={"q45": 3})
    page = pages.open_as(Role.ANALYST, ANALYST)
    assert "20. Question number 20" in all_text(page)
    assert "21. Question number 21" not in all_text(page)
    page = next(box for box in page.selectbox if box.label == words.QUESTIONS).set_value(40).run()
    assert not page.exception, page.exception
    assert "45. Question number 45" in all_text(page)
    assert len(page.get("plotly_chart")) == 1
