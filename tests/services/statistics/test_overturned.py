"""Rejections that did not stand, and what a table counted in the time before: each by a plain SQL count over drawn rows."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from db.engine import open_engine, reading
from db.tables import Appeal, AppealAnswer, ProctorReview, ReviewEvent, SurveySession
from proctor_core.domain.appeal import AppealOutcome
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.roles import Role
from proctor_core.services.reviewing.statistics import Between, LaterFigure, StatisticsTable, TableName, TableRow
from proctor_core.services.statistics.overturned import Overturned, OverturnedRejections
from tests.support.review_world import NOON, World

OPINIONS = (ReviewEventKind.PROPOSED, ReviewEventKind.OPPOSED, ReviewEventKind.APPROVE, ReviewEventKind.REJECT)
DAYS = Between((NOON - timedelta(days=20)).date(), (NOON - timedelta(days=11)).date())
SPAN = {"first": "2026-11-04 00:00:00", "after": "2026-11-14 00:00:00"}
LOOKED_TWICE = """
    WITH said AS (
        SELECT r.session_id, e.kind, e.author_id, e.at, row_number() OVER (PARTITION BY e.review_id ORDER BY e.at, e.id) AS place
        FROM review_event e JOIN proctor_review r ON r.id = e.review_id
        WHERE e.kind IN ('proposed', 'opposed', 'approve', 'reject')
    )
    SELECT count(*), coalesce(sum(CASE WHEN two.kind IN ('opposed', 'approve') THEN 1 ELSE 0 END), 0)
    FROM said one JOIN said two ON two.session_id = one.session_id AND one.place = 1 AND two.place = 2
    JOIN survey_session s ON s.id = one.session_id JOIN survey v ON v.id = s.survey_id
    WHERE one.kind = 'proposed' AND one.author_id <> two.author_id AND one.at >= :first AND one.at < :after
    AND v.slug LIKE :slug
"""
APPEALED = """
    SELECT count(*), coalesce(sum(CASE WHEN a.outcome = 'overturned' THEN 1 ELSE 0 END), 0)
    FROM appeal_answer a JOIN survey_session s ON s.id = a.session_id JOIN survey v ON v.id = s.survey_id
    WHERE a.at >= :first AND a.at < :after AND v.slug LIKE :slug
"""
EARLIER = """
    SELECT v.slug, count(*), sum(CASE WHEN s.flagged_for_review THEN 1 ELSE 0 END)
    FROM survey_session s JOIN survey v ON v.id = s.survey_id
    WHERE s.proctoring_enabled AND s.submitted_at >= :first AND s.submitted_at < :after GROUP BY v.slug
"""


def filled(engine: Engine) -> World:
    """Forty reviewed sessions with opinions and appeals drawn at random."""
    world, chance = World(engine), Random(15)
    surveys, authors = [world.survey(name) for name in ("One", "Two")], [world.person(name).id for name in "abc"]
    for _ in range(40):
        world.now = NOON - timedelta(days=chance.randrange(30), hours=chance.randrange(24))
        review = world.flagged(chance.choice(surveys))
        for number in range(chance.randrange(1, 4)):
            at, kind = world.now + timedelta(hours=number + 1), chance.choice(OPINIONS if number else OPINIONS[:1])
            author = None if chance.random() < 0.1 else chance.choice(authors)
            world.add(ReviewEvent(review_id=review.id, kind=kind, author_id=author, at=at))
        if chance.random() < 0.5:
            objected(world, review, chance.choice(list(AppealOutcome)))
    world.now = NOON
    return world


@pytest.fixture(scope="module")
def world(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    engine = open_engine(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path_factory.mktemp('overturned'))}")
    yield filled(engine)
    engine.dispose()


def objected(world: World, review: ProctorReview, outcome: AppealOutcome) -> None:
    about: dict[str, Any] = {"session_id": review.session_id, "words": "no", "at": world.now + timedelta(days=1)}
    appeal = Appeal(review_id=review.id, answer_by=world.now, **about)
    world.add(appeal)
    world.add(AppealAnswer(appeal_id=appeal.id, outcome=outcome, **about))


def test_what_was_overturned_is_a_plain_count(engine: Engine) -> None:
    world, before = filled(engine), {"first": "2026-10-25 00:00:00", "after": SPAN["first"]}
    for slug in (None, "one"):
        found = world.statistics.overview(world.person("ana", Role.ANALYST), DAYS, slug)
        for given, span in ((found.overturned, SPAN), (found.before.overturned, before)):
            looks, appeals = (plain(world, sql, span, slug) for sql in (LOOKED_TWICE, APPEALED))
            assert given == OverturnedRejections(looks, appeals)
            assert looks.looked_at and appeals.looked_at


def test_sessions_whose_objection_was_followed_are_listed_by_code(world: World) -> None:
    found = world.statistics.sessions_behind(world.person("ana", Role.ANALYST), LaterFigure.OVERTURNED_ON_APPEAL, DAYS)
    with reading(world.engine) as db:
        answers = db.exec(select(AppealAnswer).where(AppealAnswer.outcome == AppealOutcome.OVERTURNED)).all()
    followed = {one.session_id for one in answers if DAYS.first <= one.at.date() <= DAYS.last}
    assert [line.session_id for line in found] == sorted(followed) and followed


def plain(world: World, sql: str, span: dict[str, str], slug: str | None) -> Overturned:
    with reading(world.engine) as db:
        looked_at, overturned = db.execute(text(sql), {**span, "slug": slug or "%"}).one()
    return Overturned(int(overturned), int(looked_at))


def test_a_compared_table_counts_the_time_before_too(world: World) -> None:
    gone = world.survey("Gone")
    world.now = NOON - timedelta(days=25)
    world.session(gone, world.person("tam", Role.TAKER))
    world.now = NOON
    analyst = world.person("ana", Role.ANALYST)
    table = world.statistics.table(analyst, TableName.SURVEYS, DAYS, is_compared=True)
    assert table.before is not None
    with reading(world.engine) as db:
        rows = db.execute(text(EARLIER), {"first": "2026-10-25 00:00:00", "after": SPAN["first"]}).all()
    assert {key[1]: counts[:2] for key, counts in table.before.items()} == {slug: (n, m) for slug, n, m in rows}
    assert {row.key for row in table.rows} == set(table.before)
    last = table.rows[-1]
    assert (last.key, set(last.counts)) == (("", "gone"), {0}), "it was there in the time before alone"
    assert world.statistics.table(analyst, TableName.DAYS, DAYS, is_compared=True).before is None


@pytest.mark.parametrize("name", ["UTC", "Asia/Kathmandu", "Australia/Lord_Howe"])
def test_sessions_by_hour_are_a_plain_count(world: World, name: str) -> None:
    zone = ZoneInfo(name)
    found = world.statistics.sessions_by_hour(world.person("ana", Role.ANALYST), DAYS, zone=zone)
    with reading(world.engine) as db:
        sessions = [s for s in db.exec(select(SurveySession)).all() if s.submitted_at]
    local = [(s.submitted_at.astimezone(zone), s.flagged_for_review) for s in sessions if s.submitted_at]
    within = [(at, flagged) for at, flagged in local if DAYS.first <= at.date() <= DAYS.last]
    places = [(at.weekday(), at.hour) for at, _ in within]
    assert [(one.weekday, one.hour, one.sessions) for one in found] == [
        (*place, places.count(place)) for place in sorted(set(places))
    ]
    assert sum(one.flagged for one in found) == sum(flagged for _, flagged in within)


def test_a_question_is_called_as_its_newest_version_has_it(world: World) -> None:
    titles = world.statistics.question_titles(world.person("ana", Role.ANALYST), "one", "")
    assert titles["often"] == "How often do you ride?"
    assert world.statistics.question_titles(world.person("ana", Role.ANALYST), "nothing", "") == {}


def test_two_of_one_name_are_compared_with_nothing() -> None:
    def of(*rows: tuple[str, int]) -> StatisticsTable:
        counted = tuple(TableRow((name,), (count,), (count,)) for name, count in rows)
        return StatisticsTable(TableName.MODERATORS, ("moderator",), ("approve",), counted)

    found = of(("Lee", 3), ("Lee", 4), ("Kim", 2)).compared_with(of(("Lee", 1), ("Kim", 5), ("Max", 6), ("Max", 7)))
    assert found.before == {("Kim",): (5,)}
    assert [(row.key, row.counts) for row in found.rows] == [
        (("Lee",), (3,)),
        (("Lee",), (4,)),
        (("Kim",), (2,)),
        (("Max",), (0,)),
    ]
