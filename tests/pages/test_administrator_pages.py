"""The administrator's pages: lists that say what is there, and dialogs that change it in a second step."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from db.engine import reading, transaction
from db.tables import AccommodationRow, AuditEvent, SurveySession, User
from pages.texts_administrator import PersonAct
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import message
from proctor_core.codes.model_faults import ModelFault
from proctor_core.codes.model_report import ModelCost, ModelLabel
from proctor_core.domain.accommodation import Easing
from proctor_core.domain.roles import Role
from proctor_core.models.manifest import ModelRole, ModelSet
from proctor_core.services.auditing import AuditAction, audit
from tests.support.german import read_german
from tests.support.page_application import Pages, all_text, button, open_dialog
from tests.support.page_tables import tables_of
from tests.support.review_world import World

pytestmark = pytest.mark.slow

PEOPLE, SURVEYS, SETTINGS, MODELS, DEMO, STORAGE, AUDIT_LOG = (
    f"administrator/{name}.py" for name in ("people", "surveys", "settings", "models", "demo", "storage", "audit_log")
)


def test_people_are_listed_as_they_were_typed(pages: Pages, world: World) -> None:
    world.person("tam *the* taker", Role.TAKER)
    page = pages.open_as(Role.ADMINISTRATOR, PEOPLE)
    assert not page.exception
    assert tables_of(page)[0].column("Shown as") == ["A Administrator", "Tam *The* Taker"]
    assert tables_of(page)[0].column("Role") == ["Administrator", "Taker"]


def test_a_person_is_added_and_can_be_found(pages: Pages, world: World) -> None:
    page = button(pages.open_as(Role.ADMINISTRATOR, PEOPLE), "Add a person").click().run()
    page = fill_and_add(page, "too short")
    assert "Password: expected 10" in page.error[0].value
    page = fill_and_add(button(page, "Add a person").click().run(), "long enough, surely")
    assert not page.exception
    assert "Ana Lys can sign in now." in all_text(page)
    assert "Ana Lys" in tables_of(page)[0].column("Shown as")


def fill_and_add(page: AppTest, password: str) -> AppTest:
    for field, value in {"name": "ana", "display_name": "Ana Lys", "password": password}.items():
        page.text_input(key=f"person_{field}").set_value(value)
    page.selectbox[0].set_value(Role.ANALYST)
    return [b for b in page.button if b.label == "Add a person"][-1].click().run()


def test_a_person_without_a_password_gets_a_link_that_is_shown_once(pages: Pages, world: World) -> None:
    page = button(pages.open_as(Role.ADMINISTRATOR, PEOPLE), "Add a person").click().run()
    page = fill_and_add(page, "")
    assert not page.exception
    token = page.code[0].value.rsplit("/", 1)[-1]
    assert pages.services.accounts.people.invited_person(token).name == "ana"
    assert not page.run().code


def change(page: AppTest, person: User, act: str, **more: Role) -> AppTest:
    return open_dialog(page, "Change a person", change_person=person.id, change_act=PersonAct(act), **more)


def test_an_account_is_switched_off_after_reading_what_goes(pages: Pages, world: World) -> None:
    tam = world.person("tam", Role.TAKER)
    page = change(pages.open_as(Role.ADMINISTRATOR, PEOPLE), tam, "deactivate")
    assert "can't sign in any more" in all_text(page)
    page = button(page, "Yes, switch off").click().run()
    assert "The account of Tam is switched off." in all_text(page)
    assert tables_of(page)[0].column("Active") == ["✓ yes", "– no"]


def test_a_role_is_changed_and_a_new_link_made(pages: Pages, world: World) -> None:
    tam, role = world.person("tam", Role.TAKER), Role.MODERATOR
    page = change(pages.open_as(Role.ADMINISTRATOR, PEOPLE), tam, "change_role", change_role=role)
    page = button(page, "Give this role").click().run()
    assert "has another role now" in all_text(page), (all_text(page), [s.options for s in page.selectbox])
    assert tables_of(page)[0].column("Role") == ["Administrator", "Moderator"]
    page = button(change(page, tam, "new_link"), "Yes, make a link").click().run()
    assert pages.services.accounts.people.invited_person(page.code[0].value.rsplit("/", 1)[-1]).name == "tam"


def test_checks_are_eased_for_one_taker_in_all_surveys_or_in_one(pages: Pages, world: World) -> None:
    asked, tam = world.survey(), world.person("tam", Role.TAKER)
    page = pages.open_as(Role.ADMINISTRATOR, PEOPLE)
    for place, easing in ((None, Easing.OFF), (asked.id, Easing.LONGER)):
        page = open_dialog(page, "Accommodations", eased_taker=tam.id, eased_survey=place)
        page.selectbox(key=f"eased-{tam.id}-{place}-looking_away").set_value(easing)
        page = button(page, "Save").click().run()
        assert "What is eased for Tam is changed." in all_text(page)
    page = open_dialog(page, "Accommodations", eased_taker=tam.id, eased_survey=None)
    assert page.selectbox(key=f"eased-{tam.id}-None-looking_away").value is Easing.OFF
    assert page.selectbox(key=f"eased-{tam.id}-None-no_face").value is None
    with reading(world.engine) as db:
        kept = {row.survey_id: row.eased for row in db.exec(select(AccommodationRow))}
    assert kept == {None: {"looking_away": "off"}, asked.id: {"looking_away": "longer"}}


def test_settings_say_value_source_and_purpose(pages: Pages) -> None:
    page = pages.open_as(Role.ADMINISTRATOR, SETTINGS)
    assert not page.exception
    assert tables_of(page)[0].rows[0] == [
        "PROCTORING_VIOLATION_THRESHOLD",
        "3",
        "default",
        "Violations after which a session is flagged.",
    ]


def test_a_missing_model_is_named_with_what_it_costs(pages: Pages) -> None:
    models = ModelSet(notes=("official address: timed out",))
    pages.application.around = replace(pages.application.around, models=models)
    page = pages.open_as(Role.ADMINISTRATOR, MODELS)
    assert not page.exception
    said = all_text(page)
    assert "Something does not work: see below. 0 sessions are being watched." in page.error[0].value
    assert tables_of(page)[0].column("State") == ["✓ well", "✕ down"]
    assert "Phone detector is missing. Phone check not available" in said
    assert len(page.warning) == len(tables_of(page)[1].rows) == len(ModelRole)
    assert "timed out" in page.text[0].value


def test_what_a_missing_model_costs_is_read_in_the_reader_s_language(
    pages: Pages, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cost, label, note = "Telefone werden nicht gesucht.", "Gesichter", "{url} antwortet nicht: {error}"
    german = {ModelCost.PHONE_DETECTOR: cost, ModelLabel.FACE_DETECTOR: label, ModelFault.ADDRESS_NOT_READ: note}
    read_german(monkeypatch, tmp_path, german)
    tried = message(ModelFault.ADDRESS_NOT_READ, url="https://models.example", error="timed out")
    pages.application.around = replace(pages.application.around, models=ModelSet(notes=(tried,)))
    page = pages.open_as(Role.ADMINISTRATOR, MODELS)
    assert cost in all_text(page) and label in tables_of(page)[1].column("Model")
    assert page.text[0].value == "https://models.example antwortet nicht: timed out"


def test_storage_is_told_by_survey_or_what_will_be_there(pages: Pages, world: World) -> None:
    page = pages.open_as(Role.ADMINISTRATOR, STORAGE)
    assert "No session holds a file" in page.info[0].value
    session = world.session(world.survey("Ride study"), world.person("tam", Role.TAKER))
    with transaction(world.engine) as db:
        stored = db.get_one(SurveySession, session.id)
        stored.face_reference_image, stored.reference_bytes = "sessions/x/reference.jpg", 24_100
    page = page.run()
    assert not page.exception
    assert tables_of(page)[0].column("In all") == ["1\u00a0· 24\u00a0kB", "1\u00a0· 24\u00a0kB"]
    assert tables_of(page)[1].column("Survey") == ["Ride study, version 1 (ride-study)"]


def test_the_audit_log_is_filtered_paged_and_exported_by_the_same_filter(pages: Pages, world: World) -> None:
    page = pages.open_as(Role.ADMINISTRATOR, AUDIT_LOG)
    assert "No line fits" in page.info[0].value
    survey = world.survey("Ride study")
    with transaction(world.engine) as db:
        for second in range(60):
            at = world.now - timedelta(seconds=second)
            audit(db, at, AuditAction.SURVEY_CHANGED, survey, detail=f"change {second}")
        audit(db, world.now, AuditAction.SIGNED_IN, survey)
    page = page.run()
    assert len(tables_of(page)[0].rows) == 50
    page = button(page, "Next page").click().run()
    assert tables_of(page)[0].column("Detail")[-1] == "change 59"
    page = page.selectbox[1].set_value("account.signed_in").run()
    assert not page.exception
    assert tables_of(page)[0].column("What") == ["Signed in"]
    assert page.get("link_button")[0].proto.url == "/api/audit-log.csv?what=account.signed_in"


def test_details_of_the_audit_log_are_read_in_the_reader_s_language(
    pages: Pages, world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    german = {AuditDetail.CLOSED: "geschlossen", AuditDetail.CONFIDENCE: "Sicherheit {confidence:.2f}"}
    read_german(monkeypatch, tmp_path, german)
    survey = world.survey("Ride study")
    given = (message(AuditDetail.CLOSED), message(AuditDetail.CONFIDENCE, confidence=0.5), "written by version 0.1")
    with transaction(world.engine) as db:
        for second, detail in enumerate(given):
            audit(db, world.now - timedelta(seconds=second), AuditAction.SURVEY_CHANGED, survey, detail=detail)
    page = pages.open_as(Role.ADMINISTRATOR, AUDIT_LOG)
    said = tables_of(page)[0].column("Detail")
    assert said == ["geschlossen", "Sicherheit 0,50", "written by version 0.1"]
    with reading(world.engine) as db:
        stored = {event.detail for event in db.exec(select(AuditEvent)).all()}
    assert stored >= {"closed", "confidence 0.50", "written by version 0.1"}


@pytest.mark.parametrize(
    ("since", "until", "shown"),
    [("0001-01-01", "9999-12-31", 1), ("1990-01-01", "2016-01-01", 0), ("2040-01-01", None, 0)],
)
def test_the_audit_log_is_asked_for_any_days(
    pages: Pages, world: World, since: str, until: str | None, shown: int
) -> None:
    with transaction(world.engine) as db:
        audit(db, world.now, AuditAction.SURVEY_CHANGED, world.survey("Ride study"))
    page = pages.open_as(Role.ADMINISTRATOR, AUDIT_LOG)
    page.date_input[0].set_value(since)
    if until:
        page.date_input[1].set_value(until)
    page = page.run()
    assert not page.exception
    assert len(tables_of(page)) == shown


def test_demo_content_goes_only_after_a_second_step(pages: Pages) -> None:
    page = button(pages.open_as(Role.ADMINISTRATOR, DEMO), "Remove demo content").click().run()
    assert "erases every demo person" in all_text(page)
    assert pages.application.around.demo.sessions == 30
    page = button(page, "Yes, remove it all").click().run()
    assert pages.application.around.demo.sessions == 0
    assert "Demo content is removed: 30 sessions" in all_text(page)
    assert "There is no demo content" in page.info[0].value


@pytest.mark.parametrize("file", [PEOPLE, SURVEYS, SETTINGS, MODELS, DEMO, STORAGE, AUDIT_LOG])
def test_nobody_but_administrators_sees_the_pages(pages: Pages, file: str) -> None:
    page = pages.open_as(Role.MODERATOR, file)
    assert "for another role: Administrator" in page.warning[0].value
    assert not page.button
    assert not tables_of(page)
