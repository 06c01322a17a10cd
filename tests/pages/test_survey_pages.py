"""Surveys in an administrator's hands: added from files, previewed, changed, closed, and people asked."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from db.engine import reading
from db.tables import AuditEvent, Survey, SurveySession, User
from proctor_core.domain.policy import PolicyName, RecordingMode
from proctor_core.domain.roles import Role
from proctor_core.domain.token_scope import TokenScope
from proctor_core.domain.watching import HybridUnflagged
from proctor_core.services.accounts.api_tokens import ApiTokenService
from tests.support.page_application import Pages, all_text, button
from tests.support.page_tables import tables_of
from tests.support.review_world import QUESTIONS, World

pytestmark = pytest.mark.slow

SURVEYS = "administrator/surveys.py"


def rows(world: World, table: type[Any]) -> list[Any]:
    with reading(world.engine) as db:
        return list(db.exec(select(table)).all())


def last_button(page: AppTest, label: str) -> Any:
    return [b for b in page.button if b.label == label][-1]


def give_file(page: AppTest, place: int, content: bytes, name: str) -> None:
    page.file_uploader[place].set_value((name, BytesIO(content).read(), "text/plain"))


def test_surveys_are_listed_with_what_they_ask(pages: Pages, world: World) -> None:
    world.survey("Ride study")
    page = pages.open_as(Role.ADMINISTRATOR, SURVEYS)
    assert not page.exception
    (row,) = tables_of(page)[0].rows
    assert row[:9] == [
        "Ride study",
        "this house",
        "ride-study",
        "1",
        "2",
        "✓ yes",
        "standard",
        "no video",
        "not supported",
    ]
    assert row[9:11] == ["✓ yes", "0"]


def add(pages: Pages, content: bytes) -> AppTest:
    page = button(pages.open_as(Role.ADMINISTRATOR, SURVEYS), "Add a survey").click().run()
    page.text_input[0].set_value("new-study")
    give_file(page, 0, content, "survey.json")
    return last_button(page, "Add a survey").click().run()


def test_a_survey_is_added_from_a_file(pages: Pages, world: World) -> None:
    page = add(pages, json.dumps({"title": "New study", "questions": QUESTIONS}).encode())
    assert not page.exception
    assert "New study, version 1, is there." in all_text(page)
    (survey,) = rows(world, Survey)
    assert (survey.slug, survey.recording_mode) == ("new-study", RecordingMode.OFF)


def test_every_mistake_of_a_file_is_told_with_its_line_and_nothing_is_stored(pages: Pages, world: World) -> None:
    page = add(pages, b'{\n "title": "T",\n "questions": [\n  {"id": "1", "kind": "x", "text": "A?"}\n ]\n}')
    assert not page.exception
    said = page.error[0].value
    assert "2 things in the file do not fit. Nothing was stored." in said
    assert r"Line 4, **questions\[0\].id**" in said and r"Line 4, **questions\[0\].kind**" in said
    assert not rows(world, Survey)


def test_a_version_is_closed_and_opened_again(pages: Pages, world: World) -> None:
    world.survey("Ride study")
    page = button(pages.open_as(Role.ADMINISTRATOR, SURVEYS), "Close").click().run()
    assert "is closed: nobody is asked any more" in all_text(page)
    assert button(page, "Ask people").disabled
    page = button(page, "Open again").click().run()
    assert not page.exception
    assert not button(page, "Ask people").disabled
    assert {e.detail for e in rows(world, AuditEvent) if e.action == "survey.changed"} == {"closed", "opened"}


def test_watching_is_changed_and_the_change_is_noted(pages: Pages, world: World) -> None:
    world.survey("Ride study")
    page = button(pages.open_as(Role.ADMINISTRATOR, SURVEYS), "Change").click().run()
    policy, recording, hybrid = page.selectbox[-3:]
    policy.set_value(PolicyName.STRICT)
    recording.set_value(RecordingMode.VIOLATIONS)
    hybrid.set_value(HybridUnflagged.PASS)
    for name in ("lee", "kim"):
        world.person(name)
    page = button(page, "Save").click().run()
    assert not page.exception
    (survey,) = rows(world, Survey)
    assert (survey.policy, survey.recording_mode) == (PolicyName.STRICT, RecordingMode.VIOLATIONS)
    (event,) = [e for e in rows(world, AuditEvent) if e.action == "survey.changed"]
    assert (
        event.detail == "policy standard to strict, recording_mode off to violations, hybrid_unflagged review to pass"
    )


def test_a_survey_gets_numbers_of_its_own_beside_what_the_profiles_say_and_loses_them_again(
    pages: Pages, world: World
) -> None:
    world.survey("Ride study")
    page = button(pages.open_as(Role.ADMINISTRATOR, SURVEYS), "Change").click().run()
    _number(page, "head down, degrees (profile: 16)").set_value(99.0)
    page = button(page, "Save").click().run()
    assert not page.exception
    assert "expected 10 to 60, got 99" in all_text(page)
    assert rows(world, Survey)[0].policy_values == {}
    page = button(page, "Change").click().run()
    _number(page, "head down").set_value(25.0)
    page = button(page, "Save").click().run()
    assert not page.exception
    assert rows(world, Survey)[0].policy_values == {"pitch_down_deg": 25.0}
    page = button(page, "Change").click().run()
    assert _number(page, "after seconds (relaxed 4, standard 2, strict 1.5)").value is None
    assert _number(page, "head down").value == 25.0
    _number(page, "head down").set_value(None)
    page = button(page, "Save").click().run()
    assert rows(world, Survey)[0].policy_values == {}


def _number(page: AppTest, label: str) -> Any:
    return next(one for one in page.number_input if label in one.label)


def test_a_policy_that_needs_two_moderators_is_refused_where_there_are_none(pages: Pages, world: World) -> None:
    world.survey("Ride study")
    page = button(pages.open_as(Role.ADMINISTRATOR, SURVEYS), "Change").click().run()
    page.selectbox[-3].set_value(PolicyName.STRICT)
    page = button(page, "Save").click().run()
    assert "and 0 are active; add another first" in page.error[0].value
    assert rows(world, Survey)[0].policy is PolicyName.STANDARD


def test_of_a_change_that_is_refused_nothing_is_kept(pages: Pages, world: World) -> None:
    world.survey("Ride study")
    page = pages.open_as(Role.ADMINISTRATOR, SURVEYS)
    for reasons, kept in ((10, ""), (9, "Calculators are allowed.")):
        page = button(page, "Change").click().run()
        page.text_area[0].set_value("Calculators are allowed.")
        page.text_area[1].set_value("a reason\n" * reasons)
        page = button(page, "Save").click().run()
        assert rows(world, Survey)[0].moderator_instructions == kept
    noted = [event.detail for event in rows(world, AuditEvent) if event.action == "survey.changed"]
    assert noted == ["moderator_instructions, rejection_reasons"]


def test_a_preview_asks_every_question_and_keeps_nothing(pages: Pages, world: World) -> None:
    world.survey("Ride study")
    page = button(pages.open_as(Role.ADMINISTRATOR, SURVEYS), "Preview").click().run()
    assert "Question 1 of 2" in page.get("progress")[0].proto.text
    assert str(QUESTIONS[0]["text"]) in all_text(page)
    assert not rows(world, SurveySession)


def test_people_are_asked_from_the_list_and_not_twice(pages: Pages, world: World) -> None:
    world.survey("Ride study")
    taker = world.person("tam", Role.TAKER)
    page = pages.open_as(Role.ADMINISTRATOR, SURVEYS)
    for said in ("1 person was asked.", "Nobody was asked anew. 1 person had been asked before."):
        page = button(page, "Ask people").click().run()
        page.multiselect[0].set_value([taker.id])
        page = last_button(page, "Ask people").click().run()
        assert not page.exception
        assert said in all_text(page)
    assert [s.taker_id for s in rows(world, SurveySession)] == [taker.id]


def ask_list(page: AppTest, *, invites: bool = False) -> AppTest:
    page = button(page, "Ask people").click().run()
    give_file(page, 0, b"name;display_name\nTam;Tam\nnew;New Person\n", "list.csv")
    page.checkbox[0].set_value(invites)
    return last_button(page, "Ask people").click().run()


def test_a_list_asks_known_people_and_invites_the_others_when_it_shall(pages: Pages, world: World) -> None:
    world.survey("Ride study")
    world.person("tam", Role.TAKER)
    page = pages.open_as(Role.ADMINISTRATOR, SURVEYS)
    page = ask_list(page)
    assert "Line 3, **name**: nobody signs in as" in page.error[0].value
    assert not rows(world, SurveySession)
    page = ask_list(page, invites=True)
    assert not page.exception
    assert "2 people were asked." in all_text(page)
    assert len(rows(world, SurveySession)) == 2
    assert {u.name for u in rows(world, User) if u.role is Role.TAKER} == {"tam", "new"}
    token = page.code[0].value.splitlines()[1].rsplit("/", 1)[-1]
    assert pages.services.accounts.people.invited_person(token).name == "new"
    assert not page.run().code


def test_a_survey_is_given_to_a_platform_and_the_change_is_noted(pages: Pages, world: World) -> None:
    world.survey("Ride study")
    ApiTokenService(world.engine, world.clock).issue(
        world.person("root", Role.ADMINISTRATOR), "quiz.example", TokenScope.SERVICE, timedelta(days=1)
    )
    page = button(pages.open_as(Role.ADMINISTRATOR, SURVEYS), "Change").click().run()
    owner = next(box for box in page.selectbox if box.label == "Belongs to")
    owner.set_value("quiz.example")
    page = last_button(page, "Save").click().run()
    assert not page.exception
    assert [survey.platform for survey in rows(world, Survey)] == ["quiz.example"]
    noted = [event.detail for event in rows(world, AuditEvent) if event.action == "survey.changed"]
    assert noted == ["owner house to quiz.example"]
    assert tables_of(page)[0].rows[0][1] == "quiz.example"
