"""The demo's stories: as many as promised, at times that make sense, with outcomes that the real rules agree with."""

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Engine
from sqlmodel import SQLModel, select

from db.engine import reading
from db.tables import AuditEvent, ProctorReview, Signal, SurveySession, Violation
from proctor_core import bootstrap
from proctor_core.checks.models import find_models
from proctor_core.demo import repertoire
from proctor_core.demo.content import DemoContent, DemoServices
from proctor_core.demo.people import PEOPLE
from proctor_core.demo.repertoire import STORIES
from proctor_core.demo.stories import Ending, Story
from proctor_core.demo.told_stories import STORY_TOLD
from proctor_core.domain.policy import STANDARD
from proctor_core.domain.states import ReviewStatus, SessionStatus
from proctor_core.domain.violation import SignalKind, ViolationType
from proctor_core.media.store import MediaStore
from proctor_core.rules.incidents import group_incidents
from proctor_core.services.session_history import alleged, raised

BEGINS = datetime(2026, 5, 20, 0, 30, tzinfo=UTC)
EACH = [pytest.param(story, id=story.key) for story in STORIES]
S, R = SessionStatus, ReviewStatus
Row = TypeVar("Row", bound=SQLModel)
DRAWN_SIGNALS = {SignalKind.CAMERA_LOST, SignalKind.CAMERA_COVERED, SignalKind.TOO_DARK, SignalKind.NETWORK_GAP}
OUTCOMES = (
    (repertoire.QUEUED, S.UNDER_REVIEW, R.PENDING, 8),
    (repertoire.FLAGGED_ONWARD, S.UNDER_REVIEW, R.FLAGGED, 2),
    (repertoire.APPROVED, S.PASSED, R.APPROVED, 5),
    (repertoire.REJECTED, S.REJECTED, R.REJECTED, 4),
    (repertoire.CLEAN, S.PASSED, None, 8),
    (repertoire.RUNNING, S.IN_PROGRESS, R.PENDING, 1),
    (repertoire.INTERRUPTED, S.INTERRUPTED, None, 2),
    (repertoire.UNWATCHED, S.PASSED, None, 2),
)


def test_keys_are_unique_everybody_has_a_story_and_the_queue_comes_first() -> None:
    assert len({story.key for story in STORIES}) == len(STORIES)
    assert {story.taker for story in STORIES} == set(PEOPLE)
    assert STORIES[: len(repertoire.QUEUED)] == repertoire.QUEUED


@pytest.mark.parametrize("story", EACH)
def test_a_story_lasts_some_minutes_and_its_happenings_are_incidents_of_their_own(story: Story) -> None:
    assert 75 <= story.duration_s <= 360
    for one, two in itertools.pairwise(story.happenings):
        assert two.at_s - one.ends_s >= STANDARD.incident_gap_s
    assert all(not story.is_away(t_s) for each in story.happenings for t_s in (each.at_s, each.ends_s))


@pytest.mark.parametrize("story", EACH)
@pytest.mark.parametrize("hour", [0, 9, 23])
def test_a_story_and_its_decisions_lie_in_the_last_thirty_days(story: Story, hour: int) -> None:
    now = BEGINS.replace(hour=hour)
    begins = story.begins_at(now)
    ends = begins + timedelta(seconds=story.duration_s)
    assert now - timedelta(days=31) < begins < now
    assert all(ends + deed.after < now for deed in story.deeds)
    assert ends + timedelta(minutes=20) < now or story.ending is Ending.GOES_ON


def test_clip_and_happenings_tell_the_same_times() -> None:
    story = repertoire.QUEUED[0]
    clip = story.clip()
    assert clip.duration_s == pytest.approx(story.duration_s)
    for happening in story.happenings:
        assert clip.scene_at(happening.at_s + 0.1)[0].act is happening.act


def test_there_are_as_many_of_each_kind_as_the_demo_promises() -> None:
    assert [len(stories) for stories, _, _, _ in OUTCOMES] == [count for _, _, _, count in OUTCOMES]
    assert len(STORIES) == sum(count for _, _, _, count in OUTCOMES)


@pytest.fixture
def filled(models_dir: Path, sqlite_engine: Engine, tmp_path: Path) -> Engine:
    """A database with the whole demo content, drawn and seen by the real checks."""
    models = find_models(models_dir, tmp_path / "models")
    services = DemoServices(sqlite_engine, MediaStore.open(tmp_path / "media"), lambda: datetime.now(UTC))
    content = DemoContent(services, lambda: bootstrap.new_observer(models), tmp_path / "demo")
    content.begin_if_new()
    assert content.wait(580)
    return sqlite_engine


@pytest.mark.slow
def test_the_real_checks_and_rules_make_of_every_story_what_it_is_listed_as(filled: Engine) -> None:
    told = {event.detail: event.object_id for event in rows(filled, AuditEvent, action=STORY_TOLD)}
    sessions = {str(session.id): session for session in rows(filled, SurveySession)}
    reviews = {str(review.session_id): review.status for review in rows(filled, ProctorReview)}
    outcomes = {key: (sessions[id_].status, reviews.get(id_)) for key, id_ in told.items()}
    assert outcomes == {story.key: (status, review) for stories, status, review, _ in OUTCOMES for story in stories}
    incidents = {story.key: incidents_of(filled, sessions[told[story.key]]) for story in repertoire.QUEUED}
    assert all(3 <= count <= 7 for count in incidents.values()), incidents
    # Nothing that can be drawn makes the checks find a face and yet doubt it.
    assert {row.type for row in rows(filled, Violation)} == set(ViolationType) - {ViolationType.LOW_CONFIDENCE}
    assert {row.kind for row in rows(filled, Signal)} == DRAWN_SIGNALS


def incidents_of(engine: Engine, session: SurveySession) -> int:
    violations = [alleged(row) for row in rows(engine, Violation, session_id=session.id)]
    signals = [raised(row) for row in rows(engine, Signal, session_id=session.id)]
    end_s = (session.submitted_at - session.started_at).total_seconds() if session.submitted_at else 0.0
    return len(group_incidents(violations, signals, gap_s=STANDARD.incident_gap_s, end_s=end_s))


def rows(engine: Engine, table: type[Row], **where: object) -> list[Row]:
    with reading(engine) as db:
        return list(db.exec(select(table).filter_by(**where)).all())
