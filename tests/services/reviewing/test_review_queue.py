"""What the queue shows: views, rows, filters and pages."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from db.queries import list_pages
from db.tables import SessionRecording
from proctor_core.domain.recording import RecordingSource
from proctor_core.domain.session_code import ids_of_code, session_code
from proctor_core.domain.states import DecisionKind, SessionStatus
from proctor_core.domain.violation import ViolationType
from proctor_core.domain.watching import WatchedBy
from proctor_core.services.reviewing.gallery import GalleryFilter
from proctor_core.services.reviewing.reviewing import CaseSource, QueueFilter, QueueOrder, QueueSort, QueueView
from tests.support.review_world import NOON, World


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


def ids(world: World, view: QueueView, name: str = "lee") -> list[str]:
    return [str(row.review.id) for row in world.reviewing.queue(world.person(name), view).rows]


def test_a_row_says_what_was_alleged_and_how_long(world: World) -> None:
    world.flagged(world.survey("Ride study"))
    (row,) = world.reviewing.queue(world.person("lee"), QueueView.WAITING).rows
    assert [(total.type, total.count, total.longest_s) for total in row.totals] == [
        (ViolationType.NO_FACE, 1, 36.0),
        (ViolationType.MOBILE_DETECTED, 1, 9.0),
        (ViolationType.LOOKING_AWAY, 1, 6.5),
    ]
    assert (row.survey_title, row.review.longest_s, row.claimed_by, row.session.coverage) == (
        "Ride study",
        36.0,
        None,
        0.98,
    )


def test_each_review_is_in_the_views_that_fit_it(world: World) -> None:
    survey, lee = world.survey(), world.person("lee")
    waiting, flagged, decided = (world.flagged(survey) for _ in range(3))
    running = world.flagged(survey, status=SessionStatus.INTERRUPTED)
    withdrawn = world.flagged(survey, status=SessionStatus.WITHDRAWN)
    world.reviewing.decide(world.person("kim"), flagged.id, DecisionKind.ESCALATE, "look again", revision=0)
    world.reviewing.decide(world.person("kim"), decided.id, DecisionKind.APPROVE, "", revision=0)
    world.reviewing.claim(lee, flagged.id)
    assert ids(world, QueueView.WAITING) == [str(waiting.id)]
    assert ids(world, QueueView.ESCALATED) == [str(flagged.id)]
    assert ids(world, QueueView.MINE) == [str(flagged.id)]
    assert ids(world, QueueView.MINE, "kim") == []
    assert ids(world, QueueView.RUNNING) == [str(running.id)]
    assert ids(world, QueueView.DECIDED) == [str(decided.id)]
    assert not any(str(withdrawn.id) in ids(world, view) for view in QueueView)
    counted = world.reviewing.counts(lee)
    assert counted == {view: len(ids(world, view)) for view in QueueView if view is not QueueView.DECIDED}


def test_a_row_names_its_holder_until_the_claim_ends(world: World) -> None:
    review = world.flagged(world.survey())
    world.reviewing.claim(world.person("kim"), review.id)
    assert [row.claimed_by for row in world.reviewing.queue(world.person("lee"), QueueView.WAITING).rows] == ["Kim"]
    world.wait(minutes=16)
    assert [row.claimed_by for row in world.reviewing.queue(world.person("lee"), QueueView.WAITING).rows] == [None]


def test_a_view_is_narrowed_by_survey_and_type(world: World) -> None:
    one, other = world.survey("One"), world.survey("Other")
    dark = world.flagged(one, alleged=[(ViolationType.NO_FACE, 1, 5)])
    phone = world.flagged(other, alleged=[(ViolationType.MOBILE_DETECTED, 1, 5)])
    lee = world.person("lee")
    by_survey = world.reviewing.queue(lee, QueueView.WAITING, narrowed=QueueFilter(survey_id=one.id))
    by_type = world.reviewing.queue(lee, QueueView.WAITING, narrowed=QueueFilter(type=ViolationType.MOBILE_DETECTED))
    assert [row.review.id for row in by_survey.rows] == [dark.id]
    assert [row.review.id for row in by_type.rows] == [phone.id]


@pytest.mark.parametrize("few", [0, 2, 2000])
def test_what_is_rare_and_what_is_not_is_found_alike_among_the_decided_and_in_the_gallery(
    world: World, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(list_pages, "FEW", few)
    lee, one, other = world.person("lee"), world.survey("One"), world.survey("Other")
    phone, away = ViolationType.MOBILE_DETECTED, ViolationType.LOOKING_AWAY
    for number, survey in enumerate([one, other, one, one]):
        alleged = [(phone if number % 2 else away, 1.0, 5.0), (ViolationType.NO_FACE, 30.0, 35.0)]
        review = world.flagged(survey, alleged=alleged, snapshots=6)
        world.reviewing.decide(lee, review.id, DecisionKind.APPROVE, "", revision=0)
        world.wait(minutes=1)
    everything = world.reviewing.queue(lee, QueueView.DECIDED).rows
    for wanted in ({"survey_id": one.id}, {"type": phone}, {"survey_id": one.id, "type": phone}):
        expected = [
            row.review.id
            for row in everything
            if wanted.get("survey_id") in (None, row.session.survey_id)
            and wanted.get("type") in (None, *(total.type for total in row.totals))
        ]
        narrowed = QueueFilter(**wanted)  # pyright: ignore[reportArgumentType]
        listed = world.reviewing.queue(lee, QueueView.DECIDED, narrowed=narrowed, limit=2)
        rest = world.reviewing.queue(lee, QueueView.DECIDED, listed.next, narrowed=narrowed) if listed.next else None
        assert [row.review.id for row in (*listed.rows, *(rest.rows if rest else ()))] == expected
        pictured = world.services.reviewing.gallery.page(lee, GalleryFilter(**wanted), None).tiles  # pyright: ignore[reportArgumentType]
        assert list(dict.fromkeys(tile.review.id for tile in pictured)) == expected


ORDERS = [QueueOrder(by, is_reversed) for by in QueueSort for is_reversed in (False, True)]


@pytest.mark.parametrize("view", [QueueView.WAITING, QueueView.DECIDED])
def test_pages_hold_every_row_once_in_order(world: World, view: QueueView) -> None:
    survey, lee = world.survey(), world.person("lee")
    for number in range(7):
        alleged = [(ViolationType.NO_FACE, 1.0, 2.0 + number % 3)] if number % 2 else []
        review = world.flagged(survey, alleged=alleged, coverage=0.9 + number % 2 / 20)
        if view is QueueView.DECIDED:
            world.reviewing.decide(lee, review.id, DecisionKind.APPROVE, "", revision=0)
        world.wait(minutes=number % 2)  # some share their time, so that the id must decide

    @settings(max_examples=12)
    @given(limit=st.integers(1, 8), order=st.sampled_from(ORDERS))
    def pages_join_to_the_whole(limit: int, order: QueueOrder) -> None:
        whole = [row.review.id for row in world.reviewing.queue(lee, view, limit=7, order=order).rows]
        other = QueueOrder(order.by, not order.is_reversed)
        assert whole[::-1] == [row.review.id for row in world.reviewing.queue(lee, view, limit=7, order=other).rows]
        assert len(set(whole)) == 7
        joined, after = [], None
        while True:
            page = world.reviewing.queue(lee, view, after, limit, order=order)
            joined += [row.review.id for row in page.rows]
            after = page.next
            if after is None:
                break
        assert joined == whole

    pages_join_to_the_whole()


def test_the_gravest_longest_and_surest_comes_first_and_waiting_makes_up_for_it(world: World) -> None:
    survey, lee = world.survey(), world.person("lee")
    unclear = world.flagged(survey, alleged=[(ViolationType.LOW_CONFIDENCE, 1, 4)])
    world.wait(hours=8)
    phone = world.flagged(survey, alleged=[(ViolationType.MOBILE_DETECTED, 1, 4)])
    world.wait(hours=4)
    long = world.flagged(survey, alleged=[(ViolationType.MOBILE_DETECTED, 1, 91)])
    by_priority = world.reviewing.queue(lee, QueueView.WAITING, order=QueueOrder(QueueSort.PRIORITY))
    assert [row.review.id for row in by_priority.rows] == [long.id, phone.id, unclear.id]
    parts = by_priority.rows[0].priority
    assert (parts.what, parts.how_long, parts.how_sure) == (12.0, 9.0, pytest.approx(9.6))
    assert ids(world, QueueView.WAITING) == [str(review.id) for review in (unclear, phone, long)]
    longest = world.reviewing.queue(lee, QueueView.WAITING, order=QueueOrder(QueueSort.LONGEST))
    assert [row.review.longest_s for row in longest.rows] == [90.0, 3.0, 3.0]
    claimed = world.reviewing.claim_next(lee)
    assert claimed and claimed.id == long.id


def test_nothing_waits_forever(world: World) -> None:
    """Two that wait keep their order; what comes in later than the largest head start comes behind."""
    survey = world.survey()
    nothing = world.flagged(survey, alleged=())
    world.wait(hours=37)
    world.flagged(survey, alleged=[(ViolationType.MOBILE_DETECTED, 1, 400)])
    rows = world.reviewing.queue(world.person("lee"), QueueView.WAITING, order=QueueOrder(QueueSort.PRIORITY)).rows
    assert rows[0].review.id == nothing.id


def test_a_view_is_narrowed_by_date_coverage_source_and_who_decided(world: World) -> None:
    survey, lee, kim = world.survey(), world.person("lee"), world.person("kim")
    early = world.flagged(survey, coverage=0.6)
    world.wait(hours=30)
    hybrid = world.flagged(survey, watched_by=WatchedBy.HYBRID)
    world.wait(minutes=1)
    uploaded = world.flagged(survey)
    world.add(SessionRecording(session_id=uploaded.session_id, source=RecordingSource.UPLOADED, created_at=world.now))

    def found(**narrowed: Any) -> list[UUID]:
        rows = world.reviewing.queue(lee, QueueView.WAITING, narrowed=QueueFilter(**narrowed)).rows
        return [row.review.id for row in rows]

    assert found(until=NOON + timedelta(hours=1)) == [early.id]
    assert found(since=NOON + timedelta(hours=1)) == [hybrid.id, uploaded.id]
    assert found(coverage_below=0.9) == [early.id]
    assert found(source=CaseSource.HYBRID) == [hybrid.id]
    assert found(source=CaseSource.UPLOAD) == [uploaded.id]
    assert found(source=CaseSource.SERVER) == [early.id, uploaded.id]
    world.reviewing.decide(kim, early.id, DecisionKind.APPROVE, "", revision=0)
    decided = world.reviewing.queue(
        lee, QueueView.DECIDED, narrowed=QueueFilter(decided_by=kim.id, since=world.now)
    ).rows
    assert decided == ()
    decided = world.reviewing.queue(lee, QueueView.DECIDED, narrowed=QueueFilter(decided_by=kim.id, since=NOON)).rows
    assert [row.review.id for row in decided] == [early.id]
    assert world.reviewing.queue(lee, QueueView.DECIDED, narrowed=QueueFilter(decided_by=lee.id)).rows == ()
    assert set(world.reviewing.moderators(lee).items()) == {(kim.id, "Kim"), (lee.id, "Lee")}


def test_a_session_is_found_by_its_code_in_whichever_view_it_is(world: World) -> None:
    survey, lee = world.survey(), world.person("lee")
    wanted, _ = world.flagged(survey), world.flagged(survey)
    narrowed = QueueFilter(ids=ids_of_code(f" {session_code(wanted.session_id).lower()} "))
    assert [row.review.id for row in world.reviewing.queue(lee, QueueView.WAITING, narrowed=narrowed).rows] == [
        wanted.id
    ]
    world.reviewing.decide(world.person("kim"), wanted.id, DecisionKind.APPROVE, "", revision=0)
    assert world.reviewing.queue(lee, QueueView.WAITING, narrowed=narrowed).rows == ()
    assert world.reviewing.views_with(lee, narrowed) == (QueueView.DECIDED,)


def test_nobody_finds_their_own_session_by_its_code(world: World) -> None:
    own = world.flagged(world.survey(), world.person("lee"))
    narrowed = QueueFilter(ids=ids_of_code(str(own.session_id)))
    assert world.reviewing.views_with(world.person("lee"), narrowed) == ()
    assert world.reviewing.views_with(world.person("kim"), narrowed) == (QueueView.WAITING,)
