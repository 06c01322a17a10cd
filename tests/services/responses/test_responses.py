"""What a survey's owner gets: answers of everybody who handed in, and of the camera what the taker read that they get."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.tables import AuditEvent
from proctor_core.domain.consent import DRAWN_TAKER
from proctor_core.domain.notice import sha256_of
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.response import Outcome
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import ViolationType
from proctor_core.domain.watching import WatchedBy
from proctor_core.errors import InvalidInput, NotAllowed, NotFound
from proctor_core.services.responses.reading import ResponseReader
from tests.support.response_world import ANSWERS, ResponseWorld

OLD_NOTICE = sha256_of("This survey is watched by a program through your camera while you answer.")


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> ResponseWorld:
    return ResponseWorld(engine, tmp_path)


# ---- what goes out ----


def test_who_read_that_it_goes_out_has_answers_times_and_what_the_camera_said(world: ResponseWorld) -> None:
    survey = world.survey()
    session = world.handed_in(survey, violations_count=3, flagged_for_review=True)
    world.noted(session, ViolationType.NO_FACE, ViolationType.MOBILE_DETECTED, ViolationType.NO_FACE, unseen_s=20)
    world.reviewed(session, "approved", [FlagRule.VIOLATION_COUNT])
    (found,) = world.all_of(survey.id)
    assert (dict(found.answers), found.watched_by) == (dict(ANSWERS), WatchedBy.SERVER)
    assert set(found.seconds.values()) == {12.5}
    facts = found.camera
    assert (facts.coverage, facts.unseen_s, facts.violations_count) == (0.98, 20.0, 3)
    assert {kind: count for kind, count in facts.violations.items() if count} == {
        ViolationType.NO_FACE: 2,
        ViolationType.MOBILE_DETECTED: 1,
    }
    assert (facts.flag_rules, facts.decision) == ((FlagRule.VIOLATION_COUNT,), Outcome.APPROVED)


@pytest.mark.parametrize("version", ["2026-11.5", "2026-11.6", "9999.1"])
def test_what_a_client_calls_its_notice_lets_nothing_of_the_camera_out(world: ResponseWorld, version: str) -> None:
    survey = world.survey()
    world.handed_in(survey, read=OLD_NOTICE, version=version, watched_by=WatchedBy.HYBRID)
    (found,) = world.all_of(survey.id)
    assert (dict(found.answers), found.watched_by, found.camera) == (dict(ANSWERS), WatchedBy.HYBRID, None)


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_demos_drawn_takers_were_promised_nothing_and_nobody_else_passes_for_one(
    world: ResponseWorld, is_demo: bool
) -> None:
    survey = world.survey()
    world.handed_in(survey, read=sha256_of(DRAWN_TAKER), version="demo", is_demo=is_demo)
    (found,) = world.all_of(survey.id)
    assert (found.camera is not None) is is_demo


def test_who_took_the_agreement_back_gives_answers_alone(world: ResponseWorld) -> None:
    survey = world.survey()
    world.handed_in(survey, agrees=False)
    assert [found.camera for found in world.all_of(survey.id)] == [None]


def test_sessions_without_camera_give_their_answers(world: ResponseWorld) -> None:
    survey = world.survey()
    world.handed_in(survey, read=None, watched_by=WatchedBy.OFF, proctoring_enabled=False, coverage=None)
    (found,) = world.all_of(survey.id)
    assert (found.answers["often"], found.watched_by, found.camera) == ("daily", WatchedBy.OFF, None)


@pytest.mark.parametrize(
    "status",
    [SessionStatus.WITHDRAWN, SessionStatus.ERASED, SessionStatus.EXPIRED, SessionStatus.IN_PROGRESS],
)
def test_what_was_not_handed_in_or_taken_back_is_nobodys_response(world: ResponseWorld, status: SessionStatus) -> None:
    survey = world.survey()
    world.handed_in(survey, status=status)
    assert world.all_of(survey.id) == []
    assert world.responses.figures(world.root, survey.id).responses == 0


def test_erased_measurements_are_unknown_and_not_none(world: ResponseWorld) -> None:
    survey = world.survey()
    world.handed_in(survey, violations_count=3, face_reference_image=None)
    facts = world.all_of(survey.id)[0].camera
    assert (facts.violations, facts.unseen_s, facts.violations_count) == (None, None, 3)


def test_a_session_under_review_is_not_decided(world: ResponseWorld) -> None:
    survey = world.survey()
    world.reviewed(world.handed_in(survey, status=SessionStatus.UNDER_REVIEW), "pending", [FlagRule.UNSEEN_TIME])
    facts = world.all_of(survey.id)[0].camera
    assert (facts.decision, facts.flag_rules) == (Outcome.UNDER_REVIEW, (FlagRule.UNSEEN_TIME,))


# ---- who it is ----


def test_a_taker_has_one_number_in_a_survey_and_another_in_the_next(world: ResponseWorld) -> None:
    first, second, other = world.survey(), world.survey(), world.survey("other")
    eve = world.person("eve")
    for survey in (first, second, other):
        world.handed_in(survey)
    world.clock.pass_time(1)
    world.handed_in(first, eve)
    (one, eves), (again,), (elsewhere,) = (world.all_of(survey.id) for survey in (first, second, other))
    assert one.participant == again.participant
    assert len({one.participant, eves.participant, elsewhere.participant}) == 3
    ids = {str(world.taker.id), world.taker.id.hex, world.taker.name}
    assert not any(part in f"{one}" for part in ids)


def test_a_number_stays_when_the_survey_gets_another_owner(world: ResponseWorld) -> None:
    survey = world.survey()
    world.handed_in(survey)
    before = world.all_of(survey.id)[0].participant
    world.surveys.give_to(world.administrator, survey.id, "quiz.example")
    assert world.all_of(survey.id)[0].participant == before


def test_names_are_for_administrators_who_ask_and_each_time_is_noted(world: ResponseWorld) -> None:
    survey = world.survey()
    world.handed_in(survey)
    shown = world.responses.page(world.root, survey.id, with_names=True).responses
    assert [found.name for found in shown] == ["Ada"]
    assert world.all_of(survey.id)[0].name is None
    for reader in (world.reader("ana", Role.ANALYST), ResponseReader(world.administrator, "")):
        with pytest.raises(NotAllowed, match="names"):
            world.responses.page(reader, survey.id, with_names=True)
        with pytest.raises(NotAllowed, match="names"):
            world.responses.take_out(reader, survey.id, "csv", with_names=True)
    noted = {event.detail for event in world.rows(AuditEvent, action="survey.responses_taken")}
    assert noted == {"read with names", "read"}


# ---- who may ----


@pytest.mark.parametrize("role", [Role.TAKER, Role.MODERATOR])
def test_takers_and_moderators_get_no_responses(world: ResponseWorld, role: Role) -> None:
    survey, reader = world.survey(), world.reader("other", role)
    with pytest.raises(NotAllowed):
        world.all_of(survey.id, reader)
    with pytest.raises(NotAllowed):
        world.responses.take_out(reader, survey.id, "csv")
    with pytest.raises(NotAllowed):
        world.responses.figures(reader, survey.id)


@pytest.mark.parametrize("owner", ["", "other.example"])
def test_a_platform_gets_the_responses_of_its_own_surveys_alone(world: ResponseWorld, owner: str) -> None:
    own, foreign = world.survey(platform="quiz.example"), world.survey(platform=owner)
    world.handed_in(own)
    reader = ResponseReader(world.administrator, "quiz.example")
    assert len(world.all_of(own.id, reader)) == 1
    with pytest.raises(NotFound, match="no such survey"):
        world.all_of(foreign.id, reader)
    noted = [event.detail for event in world.rows(AuditEvent, action="survey.responses_taken")]
    assert noted == ["read by quiz.example"]


# ---- paging ----


def test_pages_hold_every_response_once_also_those_of_one_moment(world: ResponseWorld) -> None:
    survey = world.survey()
    world.many(survey, 50)
    seen: list[str] = []
    after, pages = None, 0
    while pages == 0 or after:
        page = world.responses.page(world.root, survey.id, after=after, limit=9)
        seen += [found.id for found in page.responses]
        after, pages = page.next, pages + 1
    assert (len(seen), len(set(seen)), pages) == (50, 50, 6)
    assert len(world.rows(AuditEvent, action="survey.responses_taken")) == 1, "a walk is one line"


def test_the_last_full_page_promises_no_other(world: ResponseWorld) -> None:
    survey = world.survey()
    world.many(survey, 9)
    assert world.responses.page(world.root, survey.id, limit=9).next is None


def test_what_is_handed_in_during_a_walk_comes_at_its_end(world: ResponseWorld) -> None:
    survey = world.survey()
    world.many(survey, 4)
    first = world.responses.page(world.root, survey.id, limit=3)
    world.clock.pass_time(1)
    world.handed_in(survey)
    rest = world.responses.page(world.root, survey.id, after=first.next).responses
    assert [found.answers["degrees"] for found in rest][-1] == -5
    assert len(rest) == 2


@pytest.mark.parametrize("after", ["x", "é", "gAAAAABo", "0" * 120])
def test_a_place_that_was_not_given_here_is_refused(world: ResponseWorld, after: str) -> None:
    with pytest.raises(InvalidInput, match="after"):
        world.responses.page(world.root, world.survey().id, after=after)


def test_a_place_in_another_surveys_list_is_refused_and_names_no_session(world: ResponseWorld) -> None:
    survey, other = world.survey(), world.survey("other")
    world.many(survey, 3)
    place = world.responses.page(world.root, survey.id, limit=1).next
    assert place
    with pytest.raises(InvalidInput, match="of this survey"):
        world.responses.page(world.root, other.id, after=place)


# ---- figures ----


def test_each_question_is_counted(world: ResponseWorld) -> None:
    survey = world.survey()
    world.handed_in(survey)
    world.clock.pass_time(1)
    world.handed_in(survey, answers={**ANSWERS, "often": "weekly", "which": ["c"], "degrees": 21.5, "why": "warm"})
    world.handed_in(survey, answers={}, watched_by=WatchedBy.OFF)
    summary = world.responses.figures(world.root, survey.id)
    assert (
        summary.responses,
        summary.by_watcher[WatchedBy.SERVER],
        summary.by_watcher[WatchedBy.OFF],
    ) == (3, 2, 1)
    by_id = {figures.question.id: figures for figures in summary.questions}
    assert list(by_id["often"].counts) == [("daily", 1), ("weekly", 1)]
    assert list(by_id["which"].counts) == [("a", 1), ("b", 0), ("c", 2)]
    assert list(by_id["liked"].counts) == [(1, 0), (2, 0), (3, 0), (4, 2), (5, 0)]
    assert list(by_id["degrees"].counts) == [(-5, 1), (21.5, 1)]
    assert list(by_id["when"].counts) == [("2026-05-01", 2)]
    assert list(by_id["why"].texts) == ["warm", "=1+1"]
    assert {figures.answered for figures in summary.questions} == {2}


def test_times_that_nobody_measured_are_unknown(world: ResponseWorld) -> None:
    """A client that gives an answer says not when its question was on the screen."""
    session = world.in_progress()
    world.answer_all(session.id)
    world.clock.pass_time(60)
    world.sessions.submit(world.taker, session.id, coverage=1.0)
    world.clock.pass_time(timedelta(days=1).total_seconds())
    (found,) = world.all_of(session.survey_id)
    assert set(found.seconds.values()) == {None}
    assert found.submitted_on.isoformat() == "2026-05-04"
