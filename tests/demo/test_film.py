"""A filmed story: its video comes in as a browser's does, plays by itself, and shows each second of the session at its time."""

from fractions import Fraction
from pathlib import Path

import av
import pytest
from sqlalchemy import Engine
from sqlmodel import select

from db.engine import reading
from db.tables import Consent, RecordingSegment, SessionRecording, Violation
from proctor_core.demo.cast import VISITOR
from proctor_core.demo.people_and_surveys import demo_people, demo_surveys
from proctor_core.demo.repertoire import AMARA, QUEUED
from proctor_core.demo.scenes import Act, tick_of
from proctor_core.demo.stories import Absence, Happening, Story
from proctor_core.demo.surveys import COMMUTE_SURVEY, CUSTOMER_STUDY, FILMED_STUDY
from proctor_core.domain.states import RecordingState
from proctor_core.monitoring.composition import compose_monitoring, compose_writing
from tests.demo.played_content import PlayedContent

pytestmark = pytest.mark.slow

SEEK_S = 5.0
"""No key frame lies further before a moment that is sought."""
ACTS = (Happening(6, Act.LEAVES, 6), Happening(18, Act.PHONE, 6), Happening(30, Act.LOOKS_ASIDE, 6))
FILMED = Story("filmed", AMARA, 42.0, ACTS, days_ago=2, survey=FILMED_STUDY)
CAME_BACK = Story("back", AMARA, 48.0, ACTS, days_ago=2, survey=FILMED_STUDY, absence=Absence(38.0, 4.0))
GREY_PER_TICK = 6
"""What the encoder may change of a plain picture, in parts of 256."""


def joined(played: PlayedContent) -> tuple[SessionRecording, Path]:
    """The story's video as the program's own task leaves it."""
    played.filled()
    services = played.services()
    keeper = compose_monitoring(services, compose_writing(services)).keeper
    assert keeper is not None
    keeper.process_due()
    with reading(played.engine) as db:
        [recording] = db.exec(select(SessionRecording)).all()
    assert (recording.state, recording.failure) == (RecordingState.PROCESSED, "")
    path = played.folder / "joined.webm"
    path.write_bytes(played.media.get(str(recording.media_key)))
    return recording, path


def pictures(path: Path) -> list[tuple[float, float, bool]]:
    """(second, mean brightness, whether it is a key frame) of each picture."""
    with av.open(str(path)) as container:
        return [
            (
                float(frame.pts * Fraction(frame.time_base)),
                float(frame.to_ndarray(format="gray").mean()),
                frame.key_frame,
            )
            for frame in container.decode(video=0)
        ]


@pytest.mark.parametrize("story", [FILMED, CAME_BACK], ids=lambda story: story.key)
def test_its_video_shows_each_second_at_its_time_and_can_be_sought_in(
    engine: Engine, tmp_path: Path, story: Story
) -> None:
    played = PlayedContent(engine, tmp_path, [story])
    recording, path = joined(played)
    shown = pictures(path)
    # The played looks are as bright as the tick of the story's loop.
    wrong = [at_s for at_s, grey, _ in shown if abs(grey - tick_of(at_s + recording.start_s) % 256) > GREY_PER_TICK]
    assert (wrong, len(shown) > 60) == ([], True)
    keys = [at_s for at_s, _, is_key in shown if is_key]
    assert max(at_s - max(key_s for key_s in keys if key_s <= at_s) for at_s, _, _ in shown) <= SEEK_S
    with reading(engine) as db:
        alleged = db.exec(select(Violation)).all()
    assert all(recording.start_s <= row.onset_s <= recording.start_s + recording.duration_s for row in alleged)
    assert len(alleged) >= 3
    assert played.services().keeping.verifying.verify(recording.session_id).broken == ()


def test_its_video_is_a_chain_of_segments_that_somebody_agreed_to(engine: Engine, tmp_path: Path) -> None:
    played = PlayedContent(engine, tmp_path, [FILMED])
    recording, _ = joined(played)
    with reading(engine) as db:
        segments = db.exec(select(RecordingSegment)).all()
        purposes = {consent.purpose for consent in db.exec(select(Consent)).all()}
    assert (len(segments), recording.segments) == (5, 5)
    assert purposes == {"monitoring", "recording"}
    assert [name for name in played.files() if name.startswith("demo/logs")] == [], "what waited is in the store"


def test_the_queue_has_filmed_sessions_and_one_that_is_not() -> None:
    assert [story.key for story in QUEUED if not story.is_filmed] == ["queue-eyes-and-head"]
    assert [len(story.happenings) for story in QUEUED if story.key == "queue-aside"] == [6]


def test_no_visitor_is_invited_to_where_video_is_kept(engine: Engine, tmp_path: Path) -> None:
    played = PlayedContent(engine, tmp_path, [])
    played.filled()
    surveys = {survey.id: slug for slug, survey in demo_surveys(engine).items()}
    invited = played.services().taking.stored.my_sessions(demo_people(engine)[VISITOR.name])
    assert {surveys[session.survey_id] for session in invited} == {CUSTOMER_STUDY, COMMUTE_SURVEY}
