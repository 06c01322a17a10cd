"""The demo's stories: as many as promised, at times that make sense, with outcomes that the real rules agree with."""

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from benchmarks.demo_content.outcomes import DRAWN_SIGNALS, DRAWN_TYPES, PROMISED, QUEUED_INCIDENTS, fill, outcomes
from proctor_core.demo import repertoire
from proctor_core.demo.people import PEOPLE
from proctor_core.demo.repertoire import STORIES
from proctor_core.demo.stories import Ending, Story
from proctor_core.domain.policy import STANDARD

BEGINS = datetime(2026, 5, 20, 0, 30, tzinfo=UTC)
EACH = [pytest.param(story, id=story.key) for story in STORIES]
KINDS = (
    (repertoire.QUEUED, 8),
    (repertoire.ESCALATED, 2),
    (repertoire.APPROVED, 5),
    (repertoire.REJECTED, 4),
    (repertoire.CLEAN, 8),
    (repertoire.RUNNING, 1),
    (repertoire.INTERRUPTED, 2),
    (repertoire.UNWATCHED, 2),
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
    assert [len(stories) for stories, _ in KINDS] == [count for _, count in KINDS]
    assert len(STORIES) == sum(count for _, count in KINDS)


SHORT = (
    "queue-phone",
    "queue-visitor",
    "queue-long-absence",
    "onward-looks-down",
    "rejected-covered",
    "approved-window",
    "clean-nadia",
    "interrupted-kwame",
    "commute-jonas",
)
"""One of each outcome, with every type and signal that can be drawn; `benchmarks/demo_content` tells all stories."""


@pytest.mark.slow
def test_the_real_checks_and_rules_make_of_a_story_what_it_is_listed_as(
    models_dir: Path, sqlite_engine: Engine, tmp_path: Path
) -> None:
    stories = [story for story in STORIES if story.key in SHORT]
    assert fill(sqlite_engine, models_dir, tmp_path, stories, timeout_s=500)
    made = outcomes(sqlite_engine)
    assert made.of_story == {key: PROMISED[key] for key in SHORT}
    assert all(count in QUEUED_INCIDENTS for count in made.incidents.values()), made.incidents
    assert (made.types, made.signals) == (DRAWN_TYPES, DRAWN_SIGNALS)
