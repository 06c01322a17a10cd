"""Demo content: stories become true sessions, a killed load goes on, and removing takes everything away and nothing else."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import SQLModel, col, func, select

import db.tables as tables
from db.engine import reading, transaction
from db.tables import (
    AccommodationRow,
    AddedIncident,
    Answer,
    ApiToken,
    AuditEvent,
    BlindSample,
    Consent,
    Evidence,
    ExternalPerson,
    FaceMute,
    FaceVerification,
    IdempotentAnswer,
    Invitation,
    LatestHeartbeat,
    ProctorReview,
    RecordingAnalysis,
    RecordingSegment,
    RecordingUpload,
    ReviewEvent,
    SampleAddition,
    SampleMute,
    SampleOpinion,
    SampleVerdict,
    SessionMessage,
    SessionRecording,
    Signal,
    Survey,
    SurveySession,
    User,
    Violation,
    Webhook,
    WebhookDelivery,
)
from proctor_core.demo.cast import VISITOR
from proctor_core.demo.content import DemoProgress
from proctor_core.demo.people_and_surveys import add_people_and_surveys, demo_people, demo_surveys
from proctor_core.demo.repertoire import AMARA, LEE, OKAFOR, RAFAEL, TOMAS
from proctor_core.demo.replay import Replay, StoryStopped
from proctor_core.demo.scenes import Act
from proctor_core.demo.stories import Absence, Deed, DeedKind, Ending, Happening, Story
from proctor_core.demo.story_services import Stage
from proctor_core.demo.surveys import COMMUTE_SURVEY
from proctor_core.domain.appeal import AppealOutcome
from proctor_core.domain.blind_sample import SampleKind
from proctor_core.domain.recording import RecordingSource
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, ReviewStatus, SessionStatus
from proctor_core.domain.token_scope import TokenScope
from proctor_core.domain.violation import IncidentType, SignalKind, ViolationType
from proctor_core.domain.webhook import WebhookEvent
from proctor_core.services.accounts.accounts import AccountService
from proctor_core.services.keeping.statistics_sums import StatisticsSums
from proctor_core.services.surveys.asking import AskingService
from proctor_core.services.surveys.session_policy import SessionRules
from proctor_core.services.surveys.surveys import SurveyService
from tests.demo.played_content import NOW, PlayedContent, PlayedLooks
from tests.support.session_world import CHEAP, DEFINITION, PASSWORD

pytestmark = pytest.mark.slow

THREE = (Happening(6, Act.LEAVES, 6), Happening(18, Act.PHONE, 6), Happening(30, Act.LOOKS_ASIDE, 6))
FLAGGED = Story("flagged", AMARA, 42.0, THREE, days_ago=2)
CLEAN = Story("clean", TOMAS, 20.0, days_ago=3)
# Tries to guess a password are counted under hashes that name nobody, demo or not: they end after a day by themselves.
WITHOUT_CONTENT = frozenset(
    {"DatabaseIdentity", "ErasedSession", "OverwriteDue", "ChainEnd", "ChainLogLine", "ChainRecord", "KeptPolicy"}
)
"""They say which database this is, prove erasures and that nothing was altered, and by what was judged; no content."""
FOLDED = "StatisticsChange"
"""Adds to what is in `StatisticsRollup`, for a minute."""
NAMES = [getattr(tables, name) for name in tables.__all__ if name not in {"SignInThrottle", FOLDED, *WITHOUT_CONTENT}]

Played = Callable[..., PlayedContent]
Row = TypeVar("Row", bound=SQLModel)


@pytest.fixture
def played(sqlite_engine: Engine, tmp_path: Path) -> Played:
    return partial(PlayedContent, sqlite_engine, tmp_path / "data")


def rows(world: PlayedContent, table: type[Row], **where: object) -> list[Row]:
    with reading(world.engine) as db:
        return list(db.exec(select(table).filter_by(**where)).all())


def sessions_of(world: PlayedContent, name: str) -> list[SurveySession]:
    return rows(world, SurveySession, taker_id=demo_people(world.engine)[name].id)


def played_session(world: PlayedContent) -> SurveySession:
    """The one session that a story made."""
    visitor = demo_people(world.engine)[VISITOR.name].id
    [session] = [row for row in rows(world, SurveySession) if row.taker_id != visitor]
    return session


def test_people_surveys_and_the_visitors_invitations_are_there_at_once(played: Played) -> None:
    world = played(())
    world.content().begin_if_new()
    assert {user.role for user in rows(world, User)} == set(Role)
    invited = sessions_of(world, VISITOR.name)
    assert [session.status for session in invited] == [SessionStatus.INVITED] * 2
    assert len({session.survey_id for session in invited}) == 2


def test_the_first_demo_person_of_a_role_is_the_one_its_button_signs_in(played: Played) -> None:
    world = played(())
    world.content().begin_if_new()
    accounts = AccountService(world.engine, lambda: NOW, allows_demo=True)
    names = {role: accounts.person_of(accounts.demo_sign_in(role)) for role in (Role.TAKER, Role.MODERATOR)}
    assert {role: person.name for role, person in names.items() if person} == {
        Role.TAKER: VISITOR.name,
        Role.MODERATOR: LEE,
    }


def test_a_story_becomes_a_session_with_everything_that_a_real_one_has(played: Played) -> None:
    world = played([FLAGGED])
    world.filled()
    session = played_session(world)
    assert session.status is SessionStatus.UNDER_REVIEW
    assert session.is_demo and session.initial_face_verified and session.observation_log
    assert session.face_reference_image and world.media.exists(session.face_reference_image)
    found = sorted(rows(world, Violation), key=lambda row: row.onset_s)
    assert [row.type for row in found] == [
        ViolationType.NO_FACE,
        ViolationType.MOBILE_DETECTED,
        ViolationType.LOOKING_AWAY,
    ]
    assert all(world.media.exists(picture.media_key) for picture in rows(world, Evidence))
    assert len(rows(world, Evidence)) == 9
    assert [run for run in rows(world, FaceVerification) if not run.is_initial]
    assert all(answer.answered_at and answer.value is not None for answer in rows(world, Answer))
    assert len(rows(world, Answer)) == 8
    assert [consent.is_given for consent in rows(world, Consent)] == [True]


def test_a_storys_times_are_those_of_its_own_clock(played: Played) -> None:
    world = played([FLAGGED])
    world.filled()
    session, [review] = played_session(world), rows(world, ProctorReview)
    assert session.started_at == FLAGGED.begins_at(NOW)
    assert session.submitted_at == session.started_at + timedelta(seconds=FLAGGED.duration_s)
    assert session.created_at < session.started_at < review.created_at < session.submitted_at
    times = [event.at for event in rows(world, AuditEvent, object_id=str(session.id)) if "demo" not in event.action]
    assert max(times) == session.submitted_at


def test_who_only_reads_passes_without_review(played: Played) -> None:
    world = played([CLEAN])
    world.filled()
    assert played_session(world).status is SessionStatus.PASSED
    assert rows(world, ProctorReview) == rows(world, Violation) == rows(world, Signal) == []


def test_moderators_decide_at_their_time_and_the_history_keeps_each_step(played: Played) -> None:
    deeds = (
        Deed(timedelta(hours=1), LEE, DeedKind.CLAIMS),
        Deed(timedelta(hours=1, minutes=5), LEE, DeedKind.ESCALATES, "Another pair of eyes, please."),
        Deed(timedelta(hours=3), OKAFOR, DeedKind.REJECTS, "A phone, plainly."),
        Deed(timedelta(hours=4), LEE, DeedKind.REOPENS, "It is a wallet."),
        Deed(timedelta(hours=5), OKAFOR, DeedKind.APPROVES, "A wallet."),
    )
    world = played([Story("judged", AMARA, 42.0, THREE, days_ago=2, deeds=deeds)])
    world.filled()
    session, [review] = played_session(world), rows(world, ProctorReview)
    assert session.status is SessionStatus.PASSED
    assert (review.status, review.notes) == (ReviewStatus.APPROVED, "A wallet.")
    assert session.submitted_at and review.decided_at == session.submitted_at + timedelta(hours=5)
    kinds = [event.kind for event in sorted(rows(world, ReviewEvent), key=lambda event: event.at)]
    judged = ["claimed", "reject", "reopened", "claimed", "approve"]
    assert kinds == ["flagged_by_rule", "claimed", "flag", *judged], "who judges incidents takes the case"


def test_a_drawn_session_is_judged_once_more_and_its_decision_stands(played: Played) -> None:
    drawn = (
        Deed(timedelta(hours=3), LEE, DeedKind.IS_DRAWN),
        Deed(timedelta(hours=9), OKAFOR, DeedKind.REJECTS, "A phone."),
    )
    judged = (Deed(timedelta(hours=1), LEE, DeedKind.APPROVES, "A wallet."), *drawn)
    world = played([Story("judged", AMARA, 42.0, THREE, days_ago=2, deeds=judged)])
    world.filled()
    session, [review], [opinion] = played_session(world), rows(world, ProctorReview), rows(world, SampleOpinion)
    assert (session.status, review.status, review.notes) == (SessionStatus.PASSED, ReviewStatus.APPROVED, "A wallet.")
    assert (opinion.decision, opinion.reason) == (DecisionKind.REJECT, "A phone.")
    assert opinion.findings


def test_a_page_that_closes_and_comes_back_leaves_a_gap_and_goes_on(played: Played) -> None:
    world = played([Story("gap", AMARA, 60.0, days_ago=1, absence=Absence(10.0, 25.0))])
    world.filled()
    [gap] = rows(world, Signal, kind=SignalKind.NETWORK_GAP)
    assert (gap.onset_s, gap.offset_s) == pytest.approx((10.0, 35.0), abs=0.6)
    assert played_session(world).status is SessionStatus.PASSED
    assert len(rows(world, Answer)) == 8


def test_who_leaves_is_interrupted_with_the_answers_so_far(played: Played) -> None:
    world = played([Story("left", AMARA, 40.0, days_ago=1, ending=Ending.LEAVES)])
    world.filled()
    session = played_session(world)
    assert session.status is SessionStatus.INTERRUPTED
    assert session.observation_log
    assert 0 < len(rows(world, Answer)) < 8


def test_a_running_session_ends_just_before_now_and_is_interrupted_at_the_next_start(played: Played) -> None:
    world = played([Story("running", AMARA, 40.0, ending=Ending.GOES_ON)])
    world.filled()
    session = played_session(world)
    assert session.status is SessionStatus.IN_PROGRESS
    assert session.last_seen_at and timedelta(0) <= NOW - session.last_seen_at < timedelta(seconds=10)
    world.later(1)
    world.filled()
    assert played_session(world).status is SessionStatus.INTERRUPTED


def test_with_proctoring_off_the_stories_happen_without_a_camera(played: Played) -> None:
    asked: list[PlayedLooks] = []
    deeds = (Deed(timedelta(hours=1), LEE, DeedKind.CLAIMS),)
    stories = [Story("unwatched", AMARA, 42.0, THREE, days_ago=2, deeds=deeds), CLEAN]
    world = played(stories, rules=SessionRules(proctoring_enabled=False), looks=lambda: _noted(asked))
    content = world.filled()
    assert content.progress() == DemoProgress(2, 2)
    assert sum(looks.asked for looks in asked) == 0
    assert not rows(world, ProctorReview)
    statuses = [session.status for session in rows(world, SurveySession) if session.started_at]
    assert statuses == [SessionStatus.PASSED] * 2


def _noted(asked: list[PlayedLooks]) -> PlayedLooks:
    asked.append(PlayedLooks())
    return asked[-1]


def test_without_a_phone_model_the_story_happens_and_the_session_says_so(played: Played) -> None:
    world = played([FLAGGED], looks=lambda: PlayedLooks(has_phone_model=False))
    world.filled()
    assert played_session(world).phone_check_available is False
    assert {row.type for row in rows(world, Violation)} == {ViolationType.NO_FACE, ViolationType.LOOKING_AWAY}


def test_the_survey_without_a_camera_is_answered_and_not_watched(played: Played) -> None:
    world = played([Story("commute", AMARA, 30.0, days_ago=1, survey=COMMUTE_SURVEY)])
    world.filled()
    assert played_session(world).proctoring_enabled is False
    assert played_session(world).status is SessionStatus.PASSED
    assert not rows(world, FaceVerification)


# ---- ends and new starts ----


def test_a_second_start_adds_nothing(played: Played) -> None:
    world = played([FLAGGED, CLEAN])
    world.filled()
    before = {table: len(rows(world, table)) for table in NAMES}
    content = world.filled()
    assert {table: len(rows(world, table)) for table in NAMES} == before
    assert content.progress() == DemoProgress(2, 2)


def test_a_killed_load_goes_on_and_its_half_session_is_gone(played: Played) -> None:
    world = played([CLEAN, FLAGGED])
    kill_in_the_middle(world, FLAGGED)
    [half] = sessions_of(world, "demo.taker01")
    assert half.status is SessionStatus.IN_PROGRESS
    world.later(30)
    world.filled()
    [whole] = sessions_of(world, "demo.taker01")
    assert whole.id != half.id
    assert whole.status is SessionStatus.UNDER_REVIEW
    assert whole.started_at == FLAGGED.begins_at(NOW)
    assert not [name for name in world.files() if str(half.id) in name]
    assert not rows(world, AuditEvent, object_id=str(half.id))


def kill_in_the_middle(world: PlayedContent, story: Story) -> None:
    """A process that dies while a story happens: nothing is taken back."""
    add_people_and_surveys(world.services())
    people, surveys = demo_people(world.engine), demo_surveys(world.engine)
    logs = world.folder / "demo" / "logs"
    stage = Stage(world.services(), logs, people, surveys)
    looks = PlayedLooks()
    replay = Replay(story, stage, looks, story.begins_at(NOW), lambda: looks.asked > 60)
    with pytest.raises(StoryStopped):
        replay.play()
    # What the process held open is gone with it.
    for monitor in replay._services.monitors.all():
        active = monitor._state.active
        assert active is not None
        active._log.close()


def test_stopping_takes_a_half_told_story_back(played: Played) -> None:
    begun, may_go_on = Event(), Event()

    class Waiting(PlayedLooks):
        def look_at(self, moment: object) -> object:
            if self.asked == 40:
                begun.set()
                may_go_on.wait(10)
            return super().look_at(moment)  # pyright: ignore[reportArgumentType]

    world = played([FLAGGED], looks=Waiting)
    content = world.content()
    content.begin_if_new()
    assert begun.wait(10)
    content._filling._stopping.set()  # pyright: ignore[reportOptionalMemberAccess]
    may_go_on.set()
    content.stop()
    assert sessions_of(world, "demo.taker01") == []
    assert not [name for name in world.files() if name.startswith("media")]


def test_a_story_that_fails_is_left_out_and_the_progress_comes_to_its_end(played: Played) -> None:
    world = played([FLAGGED], looks=lambda: PlayedLooks(fails=True))
    content = world.filled()
    assert content.progress().is_done
    assert sessions_of(world, "demo.taker01") == []


def test_nothing_is_loaded_into_a_database_that_somebody_uses(played: Played) -> None:
    world = played([CLEAN])
    AccountService(world.engine, lambda: NOW, passwords=CHEAP).create_administrator("root", PASSWORD)
    content = world.filled()
    assert not content.is_loaded()
    assert content.progress() == DemoProgress(0, 0)
    assert rows(world, SurveySession) == []


# ---- removal ----


def test_removing_takes_everything_away_and_nothing_of_anybody_else(engine: Engine, tmp_path: Path) -> None:
    deeds = (
        Deed(timedelta(hours=1), LEE, DeedKind.CLAIMS),
        Deed(timedelta(hours=2), LEE, DeedKind.APPROVES),
    )
    happenings = (*THREE, Happening(40, Act.COVERS_LENS, 6))
    stories = [Story("judged", RAFAEL, 50.0, happenings, days_ago=2, deeds=deeds), CLEAN]
    world = PlayedContent(engine, tmp_path / "data", stories)
    content = world.filled()
    mine = somebody_else(world)
    StatisticsSums(world.engine, lambda: NOW).fold()
    visit(world)
    assert [table.__name__ for table in NAMES if not rows(world, table)] == []
    kept_events = {event.id for event in rows(world, AuditEvent) if str(event.object_id) in mine}
    assert content.remove() == 5
    assert not content.is_loaded()
    assert content.progress() == DemoProgress(0, 0)
    left = {table.__name__: len(rows(world, table)) for table in NAMES if rows(world, table)}
    # A server that is told of sessions is a setting and nobody's content.
    assert left == {"User": 2, "Survey": 1, "SurveySession": 1, "AuditEvent": len(kept_events), "Webhook": 1}
    assert {event.id for event in rows(world, AuditEvent)} == kept_events
    assert world.files() == ["media/sessions/other/kept.jpg"]


def somebody_else(world: PlayedContent) -> set[str]:
    """An administrator and a taker of their own, with a survey and a session; their ids."""
    accounts = AccountService(world.engine, lambda: NOW, passwords=CHEAP)
    root = accounts.create_administrator("root", PASSWORD)
    taker = accounts.create_user(root, "ada", "Ada", Role.TAKER, PASSWORD)
    surveys = SurveyService(world.engine, lambda: NOW, SessionRules())
    asking = AskingService(world.engine, lambda: NOW, SessionRules())
    survey = surveys.add_version(root, "own-study", DEFINITION)
    session = asking.assign(root, survey.id, taker.id)
    # One of theirs, too, was asked to take a demo survey: that session goes with its survey.
    demo = demo_surveys(world.engine)[COMMUTE_SURVEY]
    asking.assign(root, demo.id, taker.id)
    world.media.put("sessions/other/kept.jpg", b"a picture of somebody else")
    return {str(row.id) for row in (root, taker, survey, session)}


def _beside_a_review(review: ProctorReview, moderator: UUID) -> list[SQLModel]:
    """What lies about a case for a while, and what its moderator keeps."""
    session, case = {"session_id": review.session_id}, {"session_id": review.session_id, "review_id": review.id}
    appeal = tables.Appeal(**case, words="It was my brother.", at=NOW, answer_by=NOW)
    held = {"decision": DecisionKind.APPROVE, "revision": 1, "made_at": NOW, "announce_at": NOW}
    return [
        appeal,
        tables.AppealAnswer(**session, appeal_id=appeal.id, outcome=AppealOutcome.UPHELD, words="We looked.", at=NOW),
        tables.LegalHold(**session, reason="a letter", at=NOW),
        tables.HeldDecision(**case, **held),
        tables.RejectionProposal(**case, proposed_by=moderator, at=NOW),
        tables.CasePresence(**session, moderator_id=moderator, seen_at=NOW),
        tables.QueueMail(moderator_id=moderator, address="lee@example.org", mailed_at=NOW),
        tables.SavedQueueView(moderator_id=moderator, name="mine", choices={}, created_at=NOW),
    ]


def _said_of_a_sample(drawn: BlindSample) -> list[SQLModel]:
    said: dict[str, Any] = {"session_id": drawn.session_id, "sample_id": drawn.id, "at": NOW}
    span = {"onset_s": 1.0, "offset_s": 2.0}
    return [
        SampleOpinion(**said, decision=DecisionKind.APPROVE),
        SampleVerdict(**said, **span, violation_ids=[], signal_ids=[]),
        SampleAddition(**said, **span, type=IncidentType.NO_FACE),
        SampleMute(**said, violation_id=uuid4(), face_box=[0.1, 0.1, 0.2, 0.2]),
    ]


def visit(world: PlayedContent) -> None:
    """The visitor signs in, holds an invitation and a token, has used the API; a log and an upload of a session were begun."""
    accounts = AccountService(world.engine, lambda: NOW, allows_demo=True)
    accounts.demo_sign_in(Role.TAKER)
    session, review = sessions_of(world, VISITOR.name)[0], rows(world, ProctorReview)[0]
    with transaction(world.engine) as db:
        whose = {"user_id": session.taker_id, "created_at": NOW}
        db.add(Invitation(**whose, token_hash="0" * 64, expires_at=NOW))
        db.add(ApiToken(**whose, name="a test", scope=TokenScope.TAKER, token_hash="1" * 64, expires_at=NOW))
        db.add(ExternalPerson(**whose, platform="panel", external_id="p-1"))
        db.add(IdempotentAnswer(**whose, key_hash="2" * 64, request_hash="3" * 64))
        db.add(AccommodationRow(taker_id=session.taker_id, eased={"looking_away": "off"}, set_at=NOW))
        db.add(LatestHeartbeat(session_id=session.id, sequence=1, started_at=NOW, beat_at=NOW))
        its = {"session_id": session.id}
        db.add(SessionMessage(**its, sentence="Please sit closer.", at=NOW))
        db.add(recording := SessionRecording(**its, source=RecordingSource.UPLOADED, created_at=NOW))
        db.add(
            webhook := Webhook(name="a test", url="https://example.org/", created_at=NOW, created_by=session.taker_id)
        )
        db.flush()
        video = {**its, "recording_id": recording.id}
        segment = {"start_s": 0.0, "duration_s": 10.0, "size_bytes": 1, "frames": 1, "width": 640, "height": 480}
        db.add(RecordingSegment(**video, **segment, number=1, codec="vp8", sha256="4" * 64, link_sha256="5" * 64))
        db.add(RecordingUpload(**its, length=1, created_at=NOW, expires_at=NOW))
        db.add(RecordingAnalysis(**video, created_at=NOW))
        of_review = {"session_id": review.session_id, "review_id": review.id, "at": NOW}
        db.add(AddedIncident(**of_review, type=IncidentType.IDENTITY_MISMATCH, onset_s=1.0, offset_s=2.0))
        db.add(FaceMute(**of_review, violation_id=uuid4(), face_box=[0.1, 0.1, 0.2, 0.2]))
        db.add(drawn := BlindSample(**its, kind=SampleKind.UNFLAGGED, share=0.02, drawn_at=NOW, ranks_since=NOW))
        db.flush()
        db.add_all(_said_of_a_sample(drawn))
        db.add_all(_beside_a_review(review, demo_people(world.engine)[LEE].id))
        times = {"payload": {}, "created_at": NOW, "next_try_at": NOW}
        db.add(WebhookDelivery(**its, **times, webhook_id=webhook.id, event=WebhookEvent.SUBMITTED))
    for folder, file in (("observations", "0.arrows"), ("uploads", "half.part")):
        begun = world.folder / folder / str(session.id) / file
        begun.parent.mkdir(parents=True)
        begun.write_bytes(b"begun")
    with reading(world.engine) as db:
        assert db.exec(select(func.count()).select_from(Survey).where(col(Survey.is_demo))).one() == 3
