"""Uploaded recordings from closed to processed or failed: by one worker at a time, counted once, whoever dies meanwhile."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine

from db.engine import transaction
from db.tables import AuditEvent, Evidence, ProctorReview, RecordingAnalysis, SurveySession, Violation
from proctor_core.codes.recording_faults import FFmpegProblem, RecordingFault
from proctor_core.domain.failure import codes_of, failure, failure_by, read_failure
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.recording import ALTERED_SINCE
from proctor_core.domain.recording_analysis import BACK_OFF, LEASE, MOST_TRIES, AnalysisState, Differences
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, RecordingState, SessionStatus
from proctor_core.domain.violation import SignalKind, ViolationType
from proctor_core.errors import Conflict, IllegalMove, InvalidInput, NotAllowed
from proctor_core.monitoring.recordings.recording_process import Died, TooSlow
from proctor_core.services.files.session_files import KeptFile, SessionFiles, is_video
from proctor_core.services.keeping.privacy import PrivacyService
from proctor_core.services.recordings.recording_list import RecordingList
from proctor_core.services.recordings.recording_uploads import Sender
from proctor_core.services.reviewing.reviewing import ReviewService
from proctor_core.services.session_moves import move_session
from tests.support.recording_world import PlayedLook, RecordingWorld, reported, seen
from tests.support.session_world import SessionWorld
from tests.support.videos import video

pytestmark = pytest.mark.slow
V = ViolationType
AWAY, ALONE_NO_MORE, PHONE = seen(V.NO_FACE, 10, 15), seen(V.MULTIPLE_FACES, 20, 24), seen(V.MOBILE_DETECTED, 40, 45)


@pytest.fixture
def world(sqlite_engine: Engine, tmp_path: Path) -> RecordingWorld:
    return RecordingWorld(SessionWorld(sqlite_engine, tmp_path / "media"), tmp_path)


def analysis_of(world: RecordingWorld, recording_id: UUID) -> RecordingAnalysis:
    (row,) = world.world.rows(RecordingAnalysis, id=recording_id)
    return row


def differences_of(world: RecordingWorld, recording_id: UUID) -> Differences:
    stored = analysis_of(world, recording_id).differences
    assert stored is not None
    return Differences.from_json(stored)


def session_of(world: RecordingWorld, recording_id: UUID) -> SurveySession:
    return world.world.stored(world.recording(recording_id).session_id)


def files_of(world: RecordingWorld, recording_id: UUID) -> list[str]:
    prefix = f"sessions/{world.recording(recording_id).session_id}"
    return sorted(one.key.removeprefix(f"{prefix}/") for one in world.world.media.list(prefix))


def raises(error: Exception, at: str = "done") -> Callable[[str], None]:
    def before(line: str) -> None:
        if line == at:
            raise error

    return before


# ---- what becomes of it ----


@pytest.mark.parametrize("is_rewritten", [False, True])
def test_a_file_that_was_altered_after_it_came_is_not_analysed_and_stays_found(
    world: RecordingWorld, is_rewritten: bool
) -> None:
    session_id = world.session()
    recording_id = world.upload(session_id)
    if is_rewritten:
        world.worker().work_off()
    world.world.media.put(world.recording(recording_id).media_key or "", b"another video")
    world.hand_in(session_id)
    look = PlayedLook([AWAY])
    world.worker(look).work_off()
    assert (look.tasks, world.world.rows(Violation)) == ([], [])
    recording = world.recording(recording_id)
    assert (recording.state, recording.failure) == (RecordingState.FAILED, ALTERED_SINCE)
    assert world.world.verifying.verify(session_id).broken == (
        "the uploaded video: its file was altered (before it was analysed)",
    )


def test_what_nobody_reported_is_counted_with_its_pictures_and_what_was_reported_is_not_counted_again(
    world: RecordingWorld,
) -> None:
    known: list[UUID] = []
    recording_id = world.uploaded(
        5.0, before=lambda session_id: known.append(reported(world.world, session_id, V.NO_FACE, 16, 21))
    )
    assert world.worker(PlayedLook([AWAY, ALONE_NO_MORE])).work_off() == 1
    rows = {row.type: row for row in world.world.rows(Violation)}
    assert rows[V.NO_FACE].id == known[0]
    found = rows[V.MULTIPLE_FACES]
    assert (found.source, found.onset_s, found.offset_s) == ("recording", 25.0, 29.0), "second 20 of what began at 5"
    pictures = world.world.rows(Evidence, violation_id=found.id)
    assert {(p.kind, p.taken_s) for p in pictures} == {("start", 25.0), ("peak", 25.0), ("end", 25.0)}
    assert all(world.world.media.exists(picture.media_key) for picture in pictures)
    assert {(picture.brightness, picture.frames_per_s) for picture in pictures} == {(90.0, None)}
    assert session_of(world, recording_id).violations_count == 2
    differences = differences_of(world, recording_id)
    assert (differences.agreed, [d.violation_id for d in differences.only_recording]) == (1, [str(found.id)])
    assert world.recording(recording_id).violations_by_type == {"no_face": 1, "multiple_faces": 1}


def test_the_recording_is_processed_without_what_came_and_leaves_no_working_file(world: RecordingWorld) -> None:
    recording_id = world.uploaded()
    as_it_came = world.recording(recording_id).media_key
    world.worker().work_off()
    recording, analysis = world.recording(recording_id), analysis_of(world, recording_id)
    assert (recording.state, analysis.state, analysis.progress) == (RecordingState.PROCESSED, AnalysisState.DONE, 1.0)
    assert as_it_came is not None
    assert not world.world.media.exists(as_it_came)
    kept = [name for name in files_of(world, recording_id) if not name.startswith("reference")]
    assert [name.split("/")[0] for name in kept] == ["video", "video"]
    assert {recording.media_key, recording.thumbnails_key} == {
        f"sessions/{recording.session_id}/{name}" for name in kept
    }
    assert list(world.folder.rglob("*")) == []
    actions = [row.action for row in world.world.rows(AuditEvent, object_id=str(recording_id))]
    assert {"analysis.begun", "recording.rewritten", "recording.processed"} <= set(actions)


def test_while_the_session_runs_only_the_sound_goes(world: RecordingWorld) -> None:
    session_id = world.session()
    recording_id = world.upload(session_id)
    look = PlayedLook([AWAY])
    assert world.worker(look).work_off() == 1
    assert (look.tasks[0].rewrites, look.tasks[0].analyses) == (True, False)
    assert world.recording(recording_id).state is RecordingState.CLOSED
    assert world.worker(look).work_off() == 0, "it waits for the end of the session"
    world.hand_in(session_id)
    assert world.worker(look).work_off() == 1
    assert (look.tasks[1].rewrites, look.tasks[1].analyses) == (False, True)
    assert world.recording(recording_id).state is RecordingState.PROCESSED
    assert analysis_of(world, recording_id).tries == 1


def test_what_was_reported_and_is_not_in_the_recording_is_a_difference_and_moves_nothing(world: RecordingWorld) -> None:
    recording_id = world.uploaded(before=lambda s: reported(world.world, s, V.MOBILE_DETECTED, 30, 34))
    world.worker().work_off()
    differences, session = differences_of(world, recording_id), session_of(world, recording_id)
    assert [(d.type, d.onset_s) for d in differences.only_live] == [("mobile_detected", 30.0)]
    assert (session.status, session.violations_count) == (SessionStatus.PASSED, 1)


def test_a_session_that_passed_by_itself_goes_to_a_person_when_the_recording_reaches_the_threshold(
    world: RecordingWorld,
) -> None:
    recording_id = world.uploaded()
    assert session_of(world, recording_id).status is SessionStatus.PASSED
    world.worker(PlayedLook([AWAY, ALONE_NO_MORE, PHONE])).work_off()
    session = session_of(world, recording_id)
    assert (session.status, session.violations_count) == (SessionStatus.UNDER_REVIEW, 3)
    (review,) = world.world.rows(ProctorReview)
    assert [reason["rule"] for reason in review.flag_reasons] == [FlagRule.VIOLATION_COUNT]


def test_a_recording_that_shows_nothing_for_a_minute_goes_to_a_person(world: RecordingWorld) -> None:
    recording_id = world.uploaded()
    world.worker(PlayedLook(signals=[(SignalKind.CAMERA_COVERED, 0, 60)])).work_off()
    assert session_of(world, recording_id).status is SessionStatus.UNDER_REVIEW
    (review,) = world.world.rows(ProctorReview)
    assert [reason["rule"] for reason in review.flag_reasons] == [FlagRule.UNSEEN_TIME]
    assert differences_of(world, recording_id).signals[0].kind == "camera_covered"


def test_what_a_person_has_decided_stays_and_the_difference_is_shown(world: RecordingWorld) -> None:
    recording_id = world.uploaded(before=lambda s: world.world.allege(s, 3))
    moderator = world.world.person("mo", Role.MODERATOR)
    reviewing = ReviewService(world.world.engine, world.world.clock)
    (review,) = world.world.rows(ProctorReview)
    reviewing.decide(moderator, review.id, DecisionKind.REJECT, "as the pictures show", review.revision)
    world.worker(PlayedLook([PHONE])).work_off()
    differences, session = differences_of(world, recording_id), session_of(world, recording_id)
    assert (differences.is_counted, [d.type for d in differences.only_recording]) == (False, ["mobile_detected"])
    assert differences.only_recording[0].violation_id == ""
    assert (session.status, session.violations_count) == (SessionStatus.REJECTED, 3)
    assert len(world.world.rows(Violation)) == 3
    assert world.world.rows(Evidence) == []
    assert not [name for name in files_of(world, recording_id) if not name.startswith(("reference", "video/"))]


def test_a_decision_without_the_differences_of_an_upload_is_refused(world: RecordingWorld) -> None:
    recording_id = world.uploaded(before=lambda s: world.world.allege(s, 3))
    moderator = world.world.person("mo", Role.MODERATOR)
    reviewing = ReviewService(world.world.engine, world.world.clock)
    session_id = session_of(world, recording_id).id
    shown = reviewing.open_case(moderator, session_id).review
    world.worker(PlayedLook([])).work_off()
    with pytest.raises(Conflict, match="shows more than when it was on your screen"):
        reviewing.decide(moderator, shown.id, DecisionKind.APPROVE, "", shown.revision)
    assert session_of(world, recording_id).status is SessionStatus.UNDER_REVIEW


@pytest.mark.parametrize("decision", [DecisionKind.APPROVE, DecisionKind.REJECT])
def test_a_recording_that_comes_after_the_decision_is_analysed_and_its_differences_are_shown(
    world: RecordingWorld, decision: DecisionKind
) -> None:
    session_id = world.session()
    world.world.allege(session_id, 3)
    world.hand_in(session_id)
    moderator = world.world.person("mo", Role.MODERATOR)
    reviewing = ReviewService(world.world.engine, world.world.clock)
    (review,) = world.world.rows(ProctorReview)
    reviewing.decide(moderator, review.id, decision, "as the pictures show", review.revision)
    recording_id = world.upload(session_id)
    world.worker(PlayedLook([PHONE])).work_off()
    differences = differences_of(world, recording_id)
    assert (differences.is_counted, [d.type for d in differences.only_recording]) == (False, ["mobile_detected"])
    assert world.recording(recording_id).state is RecordingState.PROCESSED
    assert (world.world.stored(session_id).violations_count, len(world.world.rows(Violation))) == (3, 3)
    assert len(reviewing.case(moderator, session_id).uploads) == 1
    reviewing.reopen(moderator, review.id, "the recording shows a phone")
    assert world.world.stored(session_id).status is SessionStatus.UNDER_REVIEW


def test_what_happened_after_the_session_is_nobodys_business(world: RecordingWorld) -> None:
    recording_id = world.uploaded(91.0)
    world.worker(PlayedLook([AWAY, ALONE_NO_MORE])).work_off()
    differences = differences_of(world, recording_id)
    assert (differences.outside, len(differences.only_recording)) == (2, 0), "seconds 101 and 111 of a session of 100 s"
    assert session_of(world, recording_id).violations_count == 0


def test_two_recordings_of_the_same_time_count_what_they_show_once(world: RecordingWorld) -> None:
    session_id = world.session()
    world.upload(session_id)
    world.world.clock.pass_time(1)
    second = world.upload(session_id, video(seconds=3.0))
    world.hand_in(session_id)
    assert world.worker(PlayedLook([AWAY, PHONE])).work_off() == 2
    assert world.world.stored(session_id).violations_count == 2
    assert differences_of(world, second).agreed == 2


def test_where_nobody_said_when_it_begins_that_is_kept(world: RecordingWorld) -> None:
    recording = world.recording(world.uploaded(None))
    assert (recording.start_s, recording.is_start_told) == (0.0, False)
    assert world.recording(world.uploaded(0.0)).is_start_told


def test_a_session_that_was_not_handed_in_has_its_recording_removed(world: RecordingWorld) -> None:
    session_id = world.session()
    recording_id = world.upload(session_id)
    with transaction(world.world.engine) as db:
        session = db.get_one(SurveySession, session_id)
        move_session(db, session, SessionStatus.WITHDRAWN, world.world.clock())
    look = PlayedLook()
    assert world.worker(look).work_off() == 0
    assert look.tasks == []
    recording = world.recording(recording_id)
    assert (recording.state, recording.failure) == (RecordingState.FAILED, "its session was not handed in")
    assert (recording.media_key, recording.size_bytes) == (None, 0)


# ---- workers ----


def test_of_two_workers_one_does_it(world: RecordingWorld) -> None:
    world.uploaded()
    taken = world.work.take("one")
    assert taken is not None
    assert world.work.take("two") is None


def test_what_a_dead_worker_had_is_done_by_another_and_counted_once(world: RecordingWorld) -> None:
    recording_id = world.uploaded()
    assert world.work.take("one, which dies now") is not None
    assert world.worker(name="two").work_off() == 0
    world.world.clock.pass_time(LEASE.total_seconds() + 1)
    assert world.worker(PlayedLook([AWAY]), name="two").work_off() == 1
    assert (analysis_of(world, recording_id).tries, session_of(world, recording_id).violations_count) == (2, 1)


def test_a_worker_that_was_only_slow_changes_nothing_when_another_has_it(world: RecordingWorld) -> None:
    recording_id = world.uploaded()

    def overtaken(line: str) -> None:
        if line == "done":
            world.world.clock.pass_time(LEASE.total_seconds() + 1)
            assert world.worker(PlayedLook([AWAY]), name="two").work_off() == 1

    slow = PlayedLook([AWAY, ALONE_NO_MORE, PHONE], before=overtaken)
    world.worker(slow).work_off()
    assert [row.type for row in world.world.rows(Violation)] == [V.NO_FACE]
    named = [p.media_key for p in world.world.rows(Evidence)]
    recording = world.recording(recording_id)
    kept = [f"sessions/{recording.session_id}/{name}" for name in files_of(world, recording_id)]
    assert {key for key in kept if "reference" not in key} == {*named, recording.media_key, recording.thumbnails_key}


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (Died(failure(RecordingFault.PROCESS_ENDED, status=-11)), "its process ended with -11"),
        (TooSlow(failure(RecordingFault.TOO_SLOW, seconds=60.2)), "it was not done after 60 s"),
    ],
)
def test_a_try_that_fails_comes_again_later_and_after_the_last_one_it_is_a_dead_letter(
    world: RecordingWorld, error: Died | TooSlow, text: str
) -> None:
    recording_id = world.uploaded()
    worker = world.worker(PlayedLook([AWAY], before=raises(error)))
    for wait in (*BACK_OFF, timedelta()):
        assert worker.work_off() == 1
        assert worker.work_off() == 0, "not at once"
        world.world.clock.pass_time(wait.total_seconds())
    recording, analysis = world.recording(recording_id), analysis_of(world, recording_id)
    assert (analysis.state, analysis.tries, analysis.last_error) == (AnalysisState.DEAD, MOST_TRIES, text)
    assert (recording.state, recording.failure) == (RecordingState.FAILED, text)
    assert recording.failure_codes == analysis.last_error_codes == codes_of(error.why)
    assert recording.failure_codes is not None
    assert world.world.rows(Violation) == [], "half of a recording alleges nothing"


def test_a_worker_that_dies_every_time_ends_as_a_dead_letter_too(world: RecordingWorld) -> None:
    recording_id = world.uploaded()
    for _ in range(MOST_TRIES):
        assert world.work.take("dies") is not None
        world.world.clock.pass_time(LEASE.total_seconds() + 1)
    assert world.work.take("dies") is None
    assert analysis_of(world, recording_id).last_error == "its worker ended in the middle"


def test_a_file_that_is_at_fault_is_not_tried_again_and_goes(world: RecordingWorld) -> None:
    recording_id = world.uploaded()
    broken = InvalidInput("file", RecordingFault.BROKEN_AFTER, last_s=12.04, said=FFmpegProblem.INVALID_DATA)
    world.worker(PlayedLook(before=raises(broken))).work_off()
    recording, analysis = world.recording(recording_id), analysis_of(world, recording_id)
    assert recording.state is RecordingState.FAILED
    assert recording.failure == "broken after 12.0 s: invalid data found when processing input"
    assert read_failure(recording.failure, recording.failure_codes) == failure_by(broken, broken.message)
    assert (analysis.state, analysis.tries, recording.media_key) == (AnalysisState.DEAD, 1, None)
    assert [name for name in files_of(world, recording_id) if not name.startswith("reference")] == []


def test_a_full_disk_costs_no_try(world: RecordingWorld) -> None:
    recording_id = world.uploaded()
    look = PlayedLook()
    assert world.worker(look, free_bytes=lambda _: 0).work_off() == 1
    analysis = analysis_of(world, recording_id)
    assert (analysis.state, analysis.tries, look.tasks) == (AnalysisState.WAITING, 0, [])
    assert "expected room" in analysis.last_error
    world.world.clock.pass_time(300)
    world.worker().work_off()
    assert world.recording(recording_id).state is RecordingState.PROCESSED


def test_a_worker_that_ends_gives_its_work_back_at_once(world: RecordingWorld) -> None:
    recording_id = world.uploaded()
    ending = threading.Event()
    look = PlayedLook(before=lambda line: ending.set() if line == "done" else None)
    world.worker(look, ending=ending).work_off()
    analysis = analysis_of(world, recording_id)
    assert (analysis.state, analysis.tries, analysis.lease_until) == (AnalysisState.WAITING, 0, None)
    assert world.worker(name="two").work_off() == 1


def test_what_killed_workers_left_in_the_folder_goes(world: RecordingWorld) -> None:
    recording_id = world.uploaded()
    folder = world.folder / str(world.recording(recording_id).session_id) / f"{recording_id}.work"
    folder.mkdir(parents=True)
    (folder / "silent.webm").write_bytes(b"half a film")
    taken = world.work.take("at work")
    world.worker().work_off()
    assert folder.exists(), "somebody is at it"
    world.world.clock.pass_time(LEASE.total_seconds() + 1)
    assert taken is not None
    world.worker().work_off()
    assert list(world.folder.rglob("*")) == []


# ---- erased meanwhile ----


def test_a_person_who_is_erased_meanwhile_leaves_nothing(world: RecordingWorld, tmp_path: Path) -> None:
    recording_id = world.uploaded()
    files = SessionFiles(world.world.media, tmp_path / "logs", world.folder)
    privacy = PrivacyService(world.world.engine, world.world.clock, files)
    assert recording_id

    def erase(line: str) -> None:
        if line == "done":
            privacy.erase_person(world.world.administrator, world.world.taker.id)

    assert world.worker(PlayedLook([AWAY], before=erase)).work_off() == 1
    assert list(world.world.media.list("sessions")) == []
    assert list(world.folder.rglob("*")) == []
    assert world.world.rows(Violation) == []


def test_taking_the_recording_back_removes_uploads_whole_or_arriving_and_the_work_on_them(
    world: RecordingWorld, tmp_path: Path
) -> None:
    session_id = world.session()
    recording_id = world.upload(session_id)
    sender = Sender(world.world.taker.id, world.world.taker.id)
    world.uploads.begin(sender, session_id, 1000)
    privacy = PrivacyService(
        world.world.engine, world.world.clock, SessionFiles(world.world.media, tmp_path / "logs", world.folder)
    )
    assert privacy.erase_video(world.world.taker, session_id) == 2
    assert [name for name in files_of(world, recording_id) if not name.startswith("reference")] == []
    assert list(world.folder.rglob("*")) == []
    assert analysis_of(world, recording_id).state is AnalysisState.DROPPED
    look = PlayedLook()
    world.hand_in(session_id)
    assert (world.worker(look).work_off(), look.tasks) == (0, [])


@pytest.mark.parametrize(
    "name",
    ["video/a.mp4", "video/a-strip.jpg", "recordings/a-as-it-came.mp4", "arriving/a.part", "arriving/0-start.jpg"],
)
def test_all_that_may_show_others_counts_as_video_in_a_copy(name: str) -> None:
    assert is_video(KeptFile(f"sessions/7/{name}", 1))
    assert not is_video(KeptFile("sessions/7/8/start.jpg", 1))


# ---- the administrator ----


def test_an_administrator_has_a_dead_letter_analysed_again_or_drops_it(world: RecordingWorld) -> None:
    asked: list[UUID] = []
    letters = RecordingList(world.world.engine, world.world.clock, world.world.media, asked.append)
    first, second = world.uploaded(), world.uploaded()
    dying = world.worker(PlayedLook([AWAY], before=raises(Died(failure(RecordingFault.PROCESS_ENDED, status=-9)))))
    for wait in (*BACK_OFF, timedelta()):
        dying.work_off()
        world.world.clock.pass_time(wait.total_seconds())
    administrator = world.world.administrator
    assert {one.recording.id for one in letters.dead(administrator)} == {first, second}
    assert letters.standing().dead == 2
    letters.again(administrator, first)
    assert asked == [first]
    assert world.worker(PlayedLook([AWAY])).work_off() == 1
    assert world.recording(first).state is RecordingState.PROCESSED
    letters.drop(administrator, second)
    assert (letters.standing().dead, world.recording(second).media_key) == (0, None)
    with pytest.raises(IllegalMove):
        letters.again(administrator, second)
    with pytest.raises(NotAllowed):
        letters.dead(world.world.taker)
