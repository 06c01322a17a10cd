"""A session's video from its camera to one file that can be seeked in; what is kept, what is let go, and what proves it."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import select

from db.engine import transaction
from db.tables import RecordingSegment, SessionRecording, SurveySession
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.retention import RetentionTimes
from proctor_core.domain.states import RecordingState
from proctor_core.errors import IllegalMove
from proctor_core.monitoring.video.packet_tap import limited
from proctor_core.services.keeping.retention import RetentionService
from tests.support.encoded_video import DrawnCamera, frames_of
from tests.support.monitor_world import PAGE, MonitorWorld

pytestmark = pytest.mark.slow


class Film:
    """A recorded session with a drawn camera before it."""

    def __init__(self, world: MonitorWorld, mode: RecordingMode = RecordingMode.FULL) -> None:
        self.world = world
        self.session = world.begun(recording_mode=mode)
        self.connect()

    @property
    def id(self) -> UUID:
        return self.session.id

    def connect(self) -> None:
        self.camera = DrawnCamera(self.world.clock())
        self.monitor = self.world.monitor(self.id)
        self.monitor.attach(PAGE)
        self.monitor.video.follow(self.camera.tap)

    def run(self, seconds: float) -> None:
        self.camera.send(seconds)
        self.world.clock.pass_time(seconds)

    def hand_in(self) -> SessionRecording:
        self.world.hand_in(self.id)
        self.world.keeper.process_due()
        return self.recording()

    def recording(self) -> SessionRecording:
        [recording] = self.world.rows(SessionRecording, session_id=self.id)
        return recording

    def segments(self) -> list[RecordingSegment]:
        self.world.written()
        return sorted(self.world.rows(RecordingSegment, session_id=self.id), key=lambda segment: segment.number)

    def broken(self) -> tuple[str, ...]:
        return self.world.verifying.verify(self.id).broken

    def change(self, number: int, **values: object) -> None:
        with transaction(self.world.engine) as db:
            row = db.exec(select(RecordingSegment).where(RecordingSegment.number == number)).one()
            for name, value in values.items():
                setattr(row, name, value)


def test_a_handed_in_session_has_one_file_as_long_as_it_took(world: MonitorWorld, tmp_path: Path) -> None:
    film = Film(world)
    film.run(25)
    assert [segment.number for segment in film.segments()] == [1, 2]
    recording = film.hand_in()
    assert (recording.state, recording.segments, recording.codec) == (RecordingState.PROCESSED, 3, "vp8")
    assert recording.duration_s == pytest.approx(25, abs=0.2)
    assert recording.media_key and film.broken() == ()
    (tmp_path / "whole.webm").write_bytes(world.media.get(recording.media_key))
    assert [round(at) for at, *_ in frames_of(tmp_path / "whole.webm")][-1] == 25
    assert [entry.key for entry in world.media.list(f"sessions/{film.id}/video")] == [recording.media_key]


def test_who_joins_is_told_of_a_recorded_session_that_is_handed_in_and_of_no_other(world: MonitorWorld) -> None:
    ended: list[str] = []
    world.registry.video_is_over = lambda: ended.append("over")
    film = Film(world)
    film.run(2)
    assert ended == []
    film.hand_in()
    assert ended == ["over"]
    world.hand_in(world.begun().id)
    assert ended == ["over"]


def test_a_killed_process_loses_no_segment_and_the_next_goes_on_with_the_chain(world: MonitorWorld) -> None:
    film = Film(world)
    film.run(12)
    world.kill()
    film.camera.tap.listener = None
    world.clock.pass_time(30)
    world.registry.open(world.stored(film.id))
    film.connect()
    film.run(12)
    recording = film.hand_in()
    assert [round(segment.start_s) for segment in film.segments()] == [0, 9, 42, 51]
    assert sum(segment.duration_s for segment in film.segments()) == pytest.approx(24, abs=1)
    assert (recording.state, film.broken()) == (RecordingState.PROCESSED, ())
    assert recording.duration_s == pytest.approx(54, abs=0.3)


def test_of_violations_only_what_lies_beside_one_is_kept(world: MonitorWorld) -> None:
    film = Film(world, RecordingMode.VIOLATIONS)
    world.allege(film.id)
    for _ in range(10):
        film.run(4)
        world.written()
    film.hand_in()
    # Alleged at 0 to 0.5 s.
    assert [round(segment.start_s) for segment in film.segments()] == [0, 4]


def test_without_a_yes_to_recording_no_video_is_kept(world: MonitorWorld) -> None:
    film = Film(world, RecordingMode.OFF)
    film.run(12)
    world.hand_in(film.id)
    assert world.rows(SessionRecording) == []
    assert list(world.media.list(f"sessions/{film.id}/video")) == []


def test_taking_recording_back_erases_the_video_and_the_watch_goes_on(world: MonitorWorld) -> None:
    film = Film(world)
    film.run(25)
    world.written()
    world.erasure.stop_recording(world.taker, film.id)
    film.run(12)
    world.written()
    assert list(world.media.list(f"sessions/{film.id}/video")) == []
    assert not list(world.keeper.folder(film.id).glob("*.webm*"))
    assert world.stored(film.id).proctoring_enabled and film.monitor.video.bitrate_limit is None
    recording = film.recording()
    assert recording.erased_at and all(segment.erased_at for segment in film.segments())
    assert film.broken() == (), "the links stay and still prove what there was"
    world.hand_in(film.id)
    world.keeper.process_due()
    assert list(world.media.list(f"sessions/{film.id}/video")) == []


def test_video_is_erased_alone_only_after_it_was_taken_back(world: MonitorWorld) -> None:
    film = Film(world)
    with pytest.raises(IllegalMove):
        world.privacy.erase_video(world.taker, film.id)


def test_what_was_altered_is_found_and_named(world: MonitorWorld) -> None:
    film = Film(world)
    film.run(30)
    key = film.segments()[0].media_key
    assert key and film.broken() == ()
    content = world.media.get(key)
    world.media.put(key, content[:-1] + b"x")
    assert film.broken() == ("segment 1: its file was altered",)
    world.media.put(key, content)
    film.change(2, start_s=12.0)
    assert film.broken() == ("segment 2: its link does not follow from the one before",)
    with transaction(world.engine) as db:
        db.delete(db.exec(select(RecordingSegment).where(RecordingSegment.number == 3)).one())
    assert "the live video: 3 segments were written, 2 are there" in film.broken()


def test_an_altered_segment_is_not_joined_and_says_so(world: MonitorWorld) -> None:
    film = Film(world)
    film.run(20)
    key = film.segments()[0].media_key
    assert key
    world.media.put(key, b"something else")
    recording = film.hand_in()
    assert (recording.state, recording.failure) == (RecordingState.FAILED, "segment: segment 1 was altered")


def test_retention_ends_the_video_and_leaves_its_links(world: MonitorWorld) -> None:
    film = Film(world)
    film.run(25)
    film.hand_in()
    with transaction(world.engine) as db:
        db.get_one(SurveySession, film.id).status = "passed"  # pyright: ignore[reportAttributeAccessIssue]
    sweep = RetentionService(world.engine, world.privacy.files, RetentionTimes(), world.identity)
    sweep.erase_due(world.clock() + timedelta(days=31))
    assert film.recording().erased_at and film.recording().media_key is None
    assert list(world.media.list(f"sessions/{film.id}")) == [] and film.broken() == ()
    sweep.erase_due(world.clock() + timedelta(days=62))


def test_a_session_without_any_packet_has_no_recording_and_a_refused_codec_says_why(world: MonitorWorld) -> None:
    film = Film(world)
    film.camera.codec = "H264"
    film.run(2)
    recording = film.hand_in()
    assert (recording.state, recording.failure) == (
        RecordingState.FAILED,
        "the browser sends H264; only VP8 is kept",
    )
    assert recording.failure_codes == [{"code": "other_codec", "values": {"codec": "H264"}}]


def test_where_nothing_was_alleged_the_recording_of_violations_is_empty_and_done(world: MonitorWorld) -> None:
    film = Film(world, RecordingMode.VIOLATIONS)
    film.run(30)
    recording = film.hand_in()
    assert (recording.state, recording.media_key, recording.failure) == (RecordingState.PROCESSED, None, "")
    assert not list(world.keeper.folder(film.id).glob("*"))


def test_while_video_is_kept_the_browser_is_told_to_send_little(world: MonitorWorld) -> None:
    film = Film(world)
    assert film.camera.tap.bitrate_limit == 62_000
    assert limited((500_000, [1]), film.camera.tap.bitrate_limit) == (62_000, [1])
    assert limited(None, 62_000) is None
    film.monitor.video.stop()
    assert limited((500_000, [1]), film.camera.tap.bitrate_limit) == (500_000, [1])
