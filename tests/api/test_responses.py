"""Responses over the API: what the taker read on another platform's page decides what its server gets."""

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from survey_proctor import Platform, Problem, TakerSession

from db.tables import AuditEvent, Consent
from proctor_core.domain.notice import CURRENT, NoticeTerms, notice_text
from proctor_core.domain.policy import STANDARD
from proctor_core.domain.roles import Role
from proctor_core.domain.token_scope import TokenScope
from tests.api.pictures import jpeg
from tests.rules.observations import calm
from tests.support.api_client import connected
from tests.support.session_world import DEFINITION
from tests.support.web_world import WebWorld

OWN_WORDS = "We watch the camera."


def answer_it(world: WebWorld, platform: Platform, survey_id: str, read: str, version: str = CURRENT.value) -> None:
    """One of the platform's people agrees to what they read, answers and hands in."""
    session = platform.open_session(survey_id, "panelist-1")
    taker = connected(TakerSession, world, platform.session_token(session.id).token, session.id)
    world.observer.scene = calm
    taker.consent(read, version)
    taker.verify_initial(jpeg())
    taker.start()
    world.clock.pass_time(5)
    taker.heartbeat(face_count=1, confidence=0.93, gaze_direction="ahead")
    taker.answer("often", "daily")
    taker.answer("liked", 4)
    taker.submit()


@pytest.fixture
def platform(world: WebWorld) -> Platform:
    return connected(Platform, world, world.token(TokenScope.SERVICE))


@pytest.mark.parametrize("version", ["1", CURRENT.value, "9999.1"])
def test_a_platforms_own_words_let_answers_out_and_nothing_of_the_camera(
    world: WebWorld, platform: Platform, version: str
) -> None:
    survey_id = platform.add_survey("study", DEFINITION)
    answer_it(world, platform, survey_id, OWN_WORDS, version)
    (found,) = platform.responses(survey_id)
    assert (found["answers"]["often"], found["watched_by"], found["camera"]) == ("daily", "hybrid", None)


def test_who_read_the_programs_own_notice_on_a_platforms_page_lets_its_facts_out(
    world: WebWorld, platform: Platform
) -> None:
    survey_id = platform.add_survey("study", DEFINITION)
    session = platform.open_session(survey_id, "panelist-2")
    notice = connected(TakerSession, world, platform.session_token(session.id).token, session.id).notice()
    assert notice.texts["monitoring"] == notice_text(NoticeTerms(STANDARD.violation_threshold))
    answer_it(world, platform, survey_id, notice.texts["monitoring"], "called-otherwise")
    (found,) = platform.responses(survey_id)
    assert found["camera"]["decision"] in ("passed", "under_review")
    assert set(found["camera"]["violations"].values()) == {0}


def test_another_platform_gets_none_of_it(world: WebWorld, platform: Platform) -> None:
    survey_id = platform.add_survey("study", DEFINITION)
    answer_it(world, platform, survey_id, OWN_WORDS)
    other = connected(Platform, world, world.token(TokenScope.SERVICE, name="other.example"))
    for ask in (lambda: list(other.responses(survey_id)), lambda: other.responses_file(survey_id)):
        with pytest.raises(Problem) as refused:
            ask()
        assert refused.value.status == 404


def test_the_same_responses_come_as_csv_json_and_parquet(world: WebWorld, platform: Platform, tmp_path: Path) -> None:
    survey_id = platform.add_survey("study", DEFINITION)
    answer_it(world, platform, survey_id, OWN_WORDS)
    listed = list(platform.responses(survey_id))
    assert json.loads(platform.responses_file(survey_id, "json")) == listed
    text = platform.responses_file(survey_id).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["answer.often"], row["response"]) == ("daily", listed[0]["id"])
    (typed,) = pq.read_table(io.BytesIO(platform.responses_file(survey_id, "parquet"))).to_pylist()
    assert (typed["answer.liked"], typed["response"]) == (4.0, listed[0]["id"])
    noted = [event.detail for event in world.rows(AuditEvent, action="survey.responses_taken")]
    assert sorted(noted) == [f"{how} by quiz.example" for how in ("csv", "json", "parquet", "read")]


def test_a_file_of_json_is_described_as_the_array_that_it_is(world: WebWorld, platform: Platform) -> None:
    content = world.ask("GET", "/api/openapi.json").json()["paths"]["/surveys/{survey_id}/responses/file"]["get"]
    schema = content["responses"]["200"]["content"]["application/json"]["schema"]
    assert (schema["type"], schema["items"]["$ref"].rpartition("/")[2]) == ("array", "ResponseBody")


def test_no_id_of_a_session_or_a_person_is_in_what_a_platform_gets(world: WebWorld, platform: Platform) -> None:
    survey_id = platform.add_survey("study", DEFINITION)
    answer_it(world, platform, survey_id, OWN_WORDS)
    (consent,) = world.rows(Consent)
    session = world.stored(consent.session_id)
    exported = platform.responses_file(survey_id, "json").decode() + json.dumps(list(platform.responses(survey_id)))
    for hidden in (session.id, session.taker_id):
        assert str(hidden) not in exported
        assert hidden.hex not in exported
    assert "panelist-1" not in exported


def test_an_administrator_sees_names_on_request_and_an_analyst_never(world: WebWorld, platform: Platform) -> None:
    survey_id = platform.add_survey("study", DEFINITION)
    answer_it(world, platform, survey_id, OWN_WORDS)
    path, analyst = f"/api/surveys/{survey_id}/responses", world.person("ana", Role.ANALYST)
    named = world.ask("GET", f"{path}?names=true", as_person=world.administrator).json()["responses"]
    assert [found["name"] for found in named] == ["panelist-1"]
    assert "name" not in world.ask("GET", path, as_person=analyst).json()["responses"][0]
    for address in (f"{path}?names=true", f"{path}/file?names=true"):
        assert world.ask("GET", address, as_person=analyst).status_code == 403
    token = {"authorization": f"Bearer {world.token(TokenScope.SERVICE)}"}
    assert world.ask("GET", f"{path}?names=true", headers=token).status_code == 403


def test_a_guardians_consent_is_needed_over_the_api_too(world: WebWorld, platform: Platform) -> None:
    survey_id = platform.add_survey("study", {**DEFINITION, "minors": "guardian_consent"})
    session = platform.open_session(survey_id, "panelist-3")
    taker = connected(TakerSession, world, platform.session_token(session.id).token, session.id)
    notice = taker.notice()
    assert (notice.minors, set(notice.texts)) == ("guardian_consent", {"monitoring", "of_age", "guardian"})
    with pytest.raises(Problem) as refused:
        taker.consent(notice.texts["monitoring"], notice.text_version)
    assert (refused.value.status, refused.value.field) == (422, "agreed")
    agreed = taker.consent(notice.texts["monitoring"], notice.text_version, guardian=notice.texts["guardian"])
    assert agreed.status == "consented"
