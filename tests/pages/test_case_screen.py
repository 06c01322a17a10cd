"""What the review screen is given: each incident as it is to be judged, what stands about it, and whether this person may."""

from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from db.engine import transaction
from db.tables import ProctorReview, SessionMessage, Survey, SurveySession
from pages import texts_review
from pages.components.addresses import CHOSEN_SESSION
from proctor_core.codes.verdicts import VerdictKind, VerdictReason
from proctor_core.domain.live_message import MessageKind
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind
from proctor_core.services.surveys.moderator_words import ModeratorWords
from tests.support.page_application import PAGES, Pages, component_data
from tests.support.review_world import World

pytestmark = pytest.mark.slow


@pytest.fixture
def review(pages: Pages, world: World) -> ProctorReview:
    pages.sign_in(world.person("lee"))
    return world.flagged(world.survey())


def screen(review: ProctorReview) -> dict[str, Any]:
    page = AppTest.from_file(PAGES / "moderator/review_session.py", default_timeout=30)
    page.session_state[CHOSEN_SESSION] = review.session_id
    page = page.run()
    assert not page.exception
    return component_data(page, "case_screen")


def judge(world: World, review: ProctorReview, who: str, kind: VerdictKind, reason: VerdictReason | None) -> None:
    person = world.person(who)
    members = world.reviewing.case(person, review.session_id).incidents[0].anchor.members
    world.services.reviewing.verdicts.give(person, review.id, members, kind, reason)


def test_an_incident_is_given_with_all_that_a_verdict_must_name(world: World, review: ProctorReview) -> None:
    data = screen(review)
    case = world.reviewing.case(world.person("lee"), review.session_id)
    given = [{*one["violations"], *one["signals"]} for one in data["incidents"]]
    assert given == [{str(member) for member in incident.anchor.members} for incident in case.incidents]
    assert (data["canJudge"], data["revision"], data["review"]) == (True, case.review.revision, str(review.id))
    assert set(data["verdicts"]) == {kind.value for kind in VerdictKind}
    assert [one["id"] for one in data["reasons"]] == [reason.value for reason in VerdictReason]
    assert [one["verdict"] for one in data["incidents"]] == [None, None], "no verdict is given beforehand"


def test_a_questions_tick_says_what_it_allowed(pages: Pages, world: World) -> None:
    pages.sign_in(world.person("lee"))
    asked = world.survey()
    definition = {**asked.definition, "questions": [{**asked.definition["questions"][0], "allows": ["phone", "paper"]}]}
    with transaction(world.engine) as db:
        db.get_one(Survey, asked.id).definition = definition
    (question,) = screen(world.flagged(asked))["questions"]
    assert question["text"] == "How often do you ride? (looking down is allowed, a phone is allowed)"


def test_a_verdict_is_shown_with_its_reason_and_whose_it_is(world: World, review: ProctorReview) -> None:
    judge(world, review, "lee", VerdictKind.DISMISS, VerdictReason.POOR_LIGHT)
    verdict = screen(review)["incidents"][0]["verdict"]
    said = {key: verdict[key] for key in ("kind", "reason", "by", "isOwn")}
    assert said == {"kind": "dismiss", "reason": "poor_light", "by": "Lee", "isOwn": True}


def test_what_another_said_stands_there_as_theirs_once_they_let_go(world: World, review: ProctorReview) -> None:
    judge(world, review, "kim", VerdictKind.CONFIRM, None)
    held = screen(review)
    assert (held["canJudge"], held["incidents"][0]["verdict"]["by"]) == (False, "Kim")
    world.reviewing.release(world.person("kim"), review.id)
    data = screen(review)
    assert (data["canJudge"], data["incidents"][0]["verdict"]["isOwn"]) == (True, False)


def test_who_gets_an_escalated_case_decides_it_and_does_not_escalate_it_again(
    world: World, review: ProctorReview
) -> None:
    assert [kind["id"] for kind in screen(review)["kinds"]] == ["approve", "reject", "flag"]
    world.reviewing.release(world.person("lee"), review.id)
    revision = world.reviewing.claim(world.person("kim"), review.id).revision
    world.reviewing.decide(world.person("kim"), review.id, DecisionKind.ESCALATE, "", revision, "who is that?")
    data = screen(review)
    assert ([kind["id"] for kind in data["kinds"]], data["canJudge"]) == (["approve", "reject"], True)


def test_a_moment_that_was_marked_while_the_session_ran_stands_on_the_timeline(
    world: World, review: ProctorReview
) -> None:
    by_kim = {"author_id": world.person("kim").id, "kind": MessageKind.MARK}
    mark: dict[str, Any] = {"session_id": review.session_id, **by_kim}
    with transaction(world.engine) as db:
        begun_at = db.get_one(SurveySession, review.session_id).started_at
        assert begun_at is not None
        db.add(SessionMessage(**mark, sentence="What *is* that?", at=begun_at + timedelta(seconds=40)))
    (shown,) = screen(review)["marks"]
    assert (shown["at"], shown["sentence"]) == (40.0, "Kim marked this moment while the session ran: What *is* that?")


def test_every_decision_that_wants_words_has_ready_ones(review: ProctorReview) -> None:
    presets = screen(review)["presets"]
    assert set(presets) == {DecisionKind.REJECT.value, DecisionKind.ESCALATE.value}
    assert all(2 <= len(of) <= 9 for of in presets.values()), "one for each digit"


def test_a_survey_s_own_reasons_stand_in_place_of_the_program_s(pages: Pages, world: World) -> None:
    pages.sign_in(world.person("lee"))
    survey = world.survey()
    own = ModeratorWords.of("", " A phone. \n\nAnother person. ", "")
    world.services.surveys.surveys.keep_words(world.person("ada", Role.ADMINISTRATOR), survey.id, own)
    presets = screen(world.flagged(survey))["presets"]
    assert presets["reject"] == [{"id": "1", "text": "A phone."}, {"id": "2", "text": "Another person."}]
    assert len(presets["flag"]) == len(texts_review.PRESETS[DecisionKind.ESCALATE])


def test_the_help_names_every_key_that_has_a_button(review: ProctorReview) -> None:
    named = " ".join(texts_review.KEYS)
    assert [key for key in "JKCDTAREZNLBF?" if key not in named] == []
    assert screen(review)["keys"] == [{"id": key, "text": words} for key, words in texts_review.KEYS.items()]
