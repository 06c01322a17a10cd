"""The taker's way through a survey: legal and illegal steps, resuming, and the end."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from db.tables import AuditEvent, Consent, ProctorReview, SurveySession
from proctor_core.domain.consent import Purpose
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.notice import Permission, permitted_by, sha256_of, texts_read
from proctor_core.domain.paging import Cursor
from proctor_core.domain.policy import FlagRule, PolicyName, RecordingMode
from proctor_core.domain.states import SessionStatus
from proctor_core.errors import IllegalMove, InvalidInput, NotFound
from proctor_core.services.surveys.session_policy import SessionRules
from proctor_core.services.taking.consents import ConsentText
from proctor_core.services.taking.sessions import SessionService, policy_of, terms_of
from tests.support.session_world import BASELINE, CONSENT, DEFINITION, SessionWorld, part_of_log

S = SessionStatus
UNSEEN = FlagReason(FlagRule.UNSEEN_TIME, 75.0, 60.0, "Camera covered for 75 s; limit 60 s")


def test_a_session_goes_from_invitation_to_passed(world: SessionWorld) -> None:
    session = world.answered()
    world.clock.pass_time(600)
    submitted = world.sessions.submit(world.taker, session.id, 0.98)
    assert (submitted.status, submitted.coverage, submitted.flagged_for_review) == (S.PASSED, 0.98, False)
    assert submitted.submitted_at == submitted.ended_at == world.clock()
    assert not world.rows(ProctorReview)


def test_every_move_is_in_the_audit_log(world: SessionWorld) -> None:
    session = world.answered()
    world.sessions.submit(world.taker, session.id, 1.0)
    moves = [event.detail for event in world.rows(AuditEvent, action="session.moved", object_id=str(session.id))]
    assert sorted(moves) == sorted(
        [
            "invited -> consented",
            "consented -> enrolling",
            "enrolling -> in_progress",
            "in_progress -> submitted",
            "submitted -> passed",
        ]
    )


Step = Callable[[SessionWorld, UUID], object]
STEPS: list[tuple[str, Step, set[S], S | None]] = [
    ("give_consent", lambda w, i: w.sessions.give_consent(w.taker, i, CONSENT), {S.INVITED, S.CONSENTED}, S.CONSENTED),
    ("begin_enrolling", lambda w, i: w.sessions.begin_enrolling(w.taker, i), {S.CONSENTED, S.ENROLLING}, S.ENROLLING),
    ("interrupt", lambda w, i: w.sessions.interrupt(i), {S.IN_PROGRESS, S.INTERRUPTED}, S.INTERRUPTED),
    ("resume", lambda w, i: w.sessions.resume(i), {S.IN_PROGRESS, S.INTERRUPTED}, S.IN_PROGRESS),
    ("show_question", lambda w, i: w.sessions.show_question(w.taker, i, 1), {S.IN_PROGRESS, S.INTERRUPTED}, None),
    ("save_answer", lambda w, i: w.sessions.save_answer(w.taker, i, "liked", 2), {S.IN_PROGRESS, S.INTERRUPTED}, None),
]


@pytest.mark.parametrize(("step", "allowed", "target"), [pytest.param(*s[1:], id=s[0]) for s in STEPS])
def test_a_step_is_taken_in_its_own_states_and_refused_in_all_others(
    world: SessionWorld, step: Step, allowed: set[S], target: S | None
) -> None:
    session = world.invited()
    for status in SessionStatus:
        world.force(session.id, status)
        if status in allowed:
            step(world, session.id)
            assert world.stored(session.id).status is (target or status)
        else:
            with pytest.raises(IllegalMove):
                step(world, session.id)
            assert world.stored(session.id).status is status


def test_submitting_is_refused_before_the_questions_and_while_interrupted(world: SessionWorld) -> None:
    session = world.answered()
    for status in (S.INVITED, S.CONSENTED, S.ENROLLING, S.INTERRUPTED, S.WITHDRAWN, S.EXPIRED, S.ERASED):
        world.force(session.id, status)
        with pytest.raises(IllegalMove):
            world.sessions.submit(world.taker, session.id, 1.0)
    assert world.stored(session.id).submitted_at is None


def test_submitting_twice_answers_the_same_receipt(world: SessionWorld) -> None:
    session = world.answered()
    first = world.sessions.submit(world.taker, session.id, 0.97)
    world.clock.pass_time(30)
    second = world.sessions.submit(world.taker, session.id, 0.1, [UNSEEN])
    assert (second.status, second.submitted_at, second.coverage) == (S.PASSED, first.submitted_at, 0.97)


def test_required_questions_must_be_answered_before_submitting(world: SessionWorld) -> None:
    session = world.in_progress()
    world.sessions.save_answer(world.taker, session.id, "often", "weekly")
    with pytest.raises(InvalidInput, match="open: liked") as refused:
        world.sessions.submit(world.taker, session.id, 1.0)
    assert refused.value.field == "liked"
    assert world.stored(session.id).status is S.IN_PROGRESS


def test_a_reason_at_the_end_puts_the_session_under_review(world: SessionWorld) -> None:
    session = world.answered()
    submitted = world.sessions.submit(world.taker, session.id, 0.95, [UNSEEN])
    (review,) = world.rows(ProctorReview)
    assert (submitted.status, submitted.flagged_for_review) == (S.UNDER_REVIEW, True)
    assert review.flag_reasons == [
        {"rule": "unseen_time", "measured": 75.0, "limit": 60.0, "detail": UNSEEN.detail},
    ]


@pytest.mark.parametrize("coverage", [None, 0.0, 0.899])
def test_a_session_that_nobody_could_see_never_passes_by_itself(world: SessionWorld, coverage: float | None) -> None:
    session = world.answered()
    assert world.sessions.submit(world.taker, session.id, coverage).status is S.UNDER_REVIEW
    (review,) = world.rows(ProctorReview)
    assert [reason["rule"] for reason in review.flag_reasons] == ["low_coverage"]


def test_a_flagged_session_goes_under_review(world: SessionWorld) -> None:
    session = world.answered()
    world.allege(session.id, times=3)
    assert world.sessions.submit(world.taker, session.id, 1.0).status is S.UNDER_REVIEW


def test_without_proctoring_a_session_needs_no_consent_and_is_never_flagged(world: SessionWorld) -> None:
    session = world.invited(proctoring_enabled=False)
    with pytest.raises(IllegalMove):
        world.sessions.give_consent(world.taker, session.id, CONSENT)
    world.sessions.begin(world.taker, session.id)
    world.answer_all(session.id)
    submitted = world.sessions.submit(world.taker, session.id, None, [UNSEEN])
    assert (submitted.status, submitted.flagged_for_review, submitted.coverage) == (S.PASSED, False, None)
    assert not world.rows(ProctorReview)


def test_a_session_follows_the_global_switch_until_the_consent(world: SessionWorld) -> None:
    session = world.invited()
    off = SessionService(world.engine, world.clock, SessionRules(proctoring_enabled=False))
    assert not off.session_of(world.taker, session.id).proctoring_enabled
    assert off.begin(world.taker, session.id).status is S.IN_PROGRESS


def test_a_session_that_has_begun_stays_watched(world: SessionWorld) -> None:
    session = world.in_progress()
    off = SessionService(world.engine, world.clock, SessionRules(proctoring_enabled=False, violation_threshold=50))
    assert off.session_of(world.taker, session.id).proctoring_enabled
    assert off.begin(world.taker, session.id).policy["violation_threshold"] == 3


def test_a_notice_names_the_threshold_in_force_and_what_was_read_is_known_by_its_hash(world: SessionWorld) -> None:
    session = world.invited()
    restarted = SessionService(world.engine, world.clock, SessionRules(violation_threshold=5))
    shown = restarted.session_of(world.taker, session.id)
    read = sha256_of(texts_read(terms_of(shown, restarted.survey_of(shown)))[Purpose.MONITORING])
    agreed = restarted.give_consent(world.taker, session.id, [ConsentText(Purpose.MONITORING, "2026-11.6", read)])
    assert policy_of(agreed).violation_threshold == 5
    assert permitted_by(read, 5) == frozenset(Permission)


def test_settings_that_change_after_the_consent_leave_what_the_taker_read(world: SessionWorld) -> None:
    session = world.enrolling(recording_mode=RecordingMode.VIOLATIONS)
    world.enrolment.accept_reference(session.id, b"a face", BASELINE, 0.93, True)
    change_settings(world, session, RecordingMode.FULL)
    begun = world.sessions.begin(world.taker, session.id)
    assert (policy_of(begun).violation_threshold, begun.recording_mode) == (3, RecordingMode.VIOLATIONS)


def test_a_survey_that_keeps_no_video_any_more_keeps_none_of_who_agreed_and_has_not_begun(world: SessionWorld) -> None:
    session = world.enrolling(recording_mode=RecordingMode.FULL)
    world.enrolment.accept_reference(session.id, b"a face", BASELINE, 0.93, True)
    change_settings(world, session, RecordingMode.OFF)
    assert world.sessions.begin(world.taker, session.id).recording_mode is RecordingMode.OFF


def test_who_read_of_the_video_of_moments_is_not_recorded_as_a_whole(world: SessionWorld) -> None:
    """A client's notice was read before an administrator asked for more."""
    session = world.invited(recording_mode=RecordingMode.VIOLATIONS)
    read = texts_read(terms_of(session, world.sessions.survey_of(session)))
    change_settings(world, session, RecordingMode.FULL)
    said = [ConsentText(purpose, "2026-11.6", sha256_of(read[purpose])) for purpose in Purpose]
    agreed = world.sessions.give_consent(world.taker, session.id, said)
    assert agreed.recording_mode is RecordingMode.VIOLATIONS


def change_settings(world: SessionWorld, session: SurveySession, mode: RecordingMode) -> None:
    """An administrator changes how the survey is watched."""
    world.surveys.change_proctoring(
        world.administrator,
        session.survey_id,
        proctoring_enabled=True,
        policy=PolicyName.RELAXED,
        recording_mode=mode,
        allow_without_camera=False,
    )


def test_a_proctored_session_does_not_begin_without_a_verified_face(world: SessionWorld) -> None:
    session = world.enrolling()
    with pytest.raises(IllegalMove, match="reference face"):
        world.sessions.begin(world.taker, session.id)


def test_consent_is_kept_for_each_purpose_with_the_text_that_was_read(world: SessionWorld) -> None:
    session = world.invited()
    world.sessions.give_consent(world.taker, session.id, CONSENT)
    world.sessions.give_consent(world.taker, session.id, CONSENT)
    rows = world.rows(Consent, session_id=session.id)
    assert sorted(row.purpose for row in rows) == ["monitoring", "recording"]
    assert {(row.text_version, row.text_sha256, row.is_given) for row in rows} == {("2026-05", "a" * 64, True)}


def test_video_is_kept_only_as_the_survey_asks_and_with_a_yes_to_recording(world: SessionWorld) -> None:
    monitoring, recording = CONSENT
    asked = {"recording_mode": RecordingMode.FULL}
    yes, no, unasked = world.invited(**asked), world.invited(**asked), world.invited()
    world.sessions.give_consent(world.taker, yes.id, CONSENT)
    world.sessions.give_consent(world.taker, no.id, [monitoring], [recording])
    world.sessions.give_consent(world.taker, unasked.id, CONSENT)
    modes = [world.stored(session.id).recording_mode for session in (yes, no, unasked)]
    assert modes == [RecordingMode.FULL, RecordingMode.OFF, RecordingMode.OFF]
    said = {row.purpose: row.is_given for row in world.rows(Consent, session_id=no.id)}
    assert said == {"monitoring": True, "recording": False}


def test_a_yes_to_recording_alone_opens_no_camera(world: SessionWorld) -> None:
    session = world.invited(recording_mode=RecordingMode.FULL)
    with pytest.raises(InvalidInput):
        world.sessions.give_consent(world.taker, session.id, CONSENT[1:], CONSENT[:1])
    assert world.rows(Consent) == []


def test_refusing_is_recorded_and_leaves_the_invitation_open(world: SessionWorld) -> None:
    session = world.invited()
    assert world.sessions.refuse_consent(world.taker, session.id, CONSENT).status is S.INVITED
    assert [row.is_given for row in world.rows(Consent)] == [False, False]
    assert world.sessions.give_consent(world.taker, session.id, CONSENT).status is S.CONSENTED
    with pytest.raises(IllegalMove):
        world.sessions.refuse_consent(world.taker, session.id, CONSENT)


def test_somebody_elses_session_is_not_found(world: SessionWorld) -> None:
    session, stranger = world.answered(), world.person("eve")
    sessions = world.sessions
    for act in (
        lambda: sessions.session_of(stranger, session.id),
        lambda: sessions.answers(stranger, session.id),
        lambda: sessions.give_consent(stranger, session.id, CONSENT),
        lambda: sessions.refuse_consent(stranger, session.id, CONSENT),
        lambda: sessions.begin_enrolling(stranger, session.id),
        lambda: sessions.begin(stranger, session.id),
        lambda: sessions.show_question(stranger, session.id, 0),
        lambda: sessions.save_answer(stranger, session.id, "liked", 1),
        lambda: sessions.submit(stranger, session.id, 1.0),
        lambda: sessions.session_of(world.administrator, uuid4()),
    ):
        with pytest.raises(NotFound):
            act()
    assert world.stored(session.id).status is S.IN_PROGRESS
    assert not sessions.my_sessions(stranger)


def test_my_sessions_are_paged_newest_first(world: SessionWorld) -> None:
    made = []
    for _ in range(3):
        made.append(world.invited().id)
        world.clock.pass_time(60)
    first = world.sessions.my_sessions(world.taker, limit=2)
    after = Cursor(first[-1].created_at, first[-1].id)
    rest = world.sessions.my_sessions(world.taker, after=after)
    assert [session.id for session in (*first, *rest)] == made[::-1]


def test_an_interrupted_session_resumes_at_the_same_question_with_all_answers(world: SessionWorld) -> None:
    session = world.in_progress()
    for index, (question, value) in enumerate([("often", "daily"), ("liked", 5)]):
        world.sessions.show_question(world.taker, session.id, index)
        world.sessions.save_answer(world.taker, session.id, question, value)
    world.sessions.show_question(world.taker, session.id, 2)
    world.sessions.interrupt(session.id)
    world.clock.pass_time(120)
    world.sessions.resume(session.id)
    back = world.sessions.session_of(world.taker, session.id)
    answers = world.sessions.answers(world.taker, session.id)
    assert (back.status, back.current_question) == (S.IN_PROGRESS, 2)
    assert {a.question_id: a.value for a in answers} == {"often": "daily", "liked": 5, "why": None}


def test_beginning_again_does_not_move_second_zero(world: SessionWorld) -> None:
    session = world.in_progress()
    world.clock.pass_time(90)
    world.sessions.interrupt(session.id)
    assert world.sessions.begin(world.taker, session.id).started_at == session.started_at


def test_touching_moves_last_seen_forward_only(world: SessionWorld) -> None:
    session = world.in_progress()
    later = world.clock.pass_time(10)
    world.sessions.touch(session.id)
    world.clock.pass_time(-5)
    world.sessions.touch(session.id)
    assert world.stored(session.id).last_seen_at == later


def test_the_observation_log_can_be_named_after_the_end(world: SessionWorld) -> None:
    session = world.answered()
    world.sessions.submit(world.taker, session.id, 1.0)
    world.sessions.keep_observation_log(session.id, part_of_log("sessions/x/observations/0.arrows"), 42)
    stored = world.stored(session.id)
    assert (stored.observation_log, stored.observation_log_bytes) == ("sessions/x/observations", 42)
    assert stored.observation_log_sha256 == {"0.arrows": "a" * 64}


def test_a_session_keeps_the_survey_version_it_was_asked(world: SessionWorld) -> None:
    session = world.invited()
    world.surveys.add_version(world.administrator, "study", {**DEFINITION, "title": "Changed"})
    assert (world.sessions.survey_of(session).version, world.sessions.survey_of(session).title) == (1, "Customer study")


def test_the_taker_reads_the_review_of_the_own_session_only(world: SessionWorld) -> None:
    session = world.answered()
    assert world.sessions.review_of(world.taker, session.id) is None
    world.sessions.submit(world.taker, session.id, 0.5)
    review = world.sessions.review_of(world.taker, session.id)
    assert review is not None
    assert review.session_id == session.id
    with pytest.raises(NotFound):
        world.sessions.review_of(world.person("eve"), session.id)
