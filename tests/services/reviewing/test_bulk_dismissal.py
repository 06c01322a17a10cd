"""Incidents of low priority are dismissed together: which, of whose cases, what it counts for, and how it is taken back."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from db.engine import reading, transaction
from db.tables import AuditEvent, IncidentVerdict, ProctorReview, SurveySession
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, ReviewStatus, SessionStatus
from proctor_core.domain.violation import SignalKind, ViolationType
from proctor_core.errors import NotAllowed
from proctor_core.services.auditing import AuditAction
from proctor_core.services.reviewing.bulk_dismissal import BulkDismissalService, BulkPlan
from proctor_core.services.reviewing.reviewing import QueueFilter, QueueOrder, QueueSort
from proctor_core.services.reviewing.statistics import Period
from tests.support.review_world import World

PHONE, AWAY, UNCLEAR = ViolationType.MOBILE_DETECTED, ViolationType.LOOKING_AWAY, ViolationType.LOW_CONFIDENCE
MIXED = [(AWAY, 20.0, 24.0), (PHONE, 60.0, 62.0), (UNCLEAR, 120.0, 130.0), (AWAY, 200.0, 260.0)]
"""The first and the third are of low priority: a phone never is, and a minute is long."""
ORDER = QueueOrder(QueueSort.PRIORITY)


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


def bulk(world: World) -> BulkDismissalService:
    return world.services.reviewing.bulk_dismissals


def plan(world: World, name: str = "lee") -> BulkPlan:
    return bulk(world).plan(world.person(name), QueueFilter(), ORDER)


def stands(world: World, review: ProctorReview) -> list[VerdictKind | None]:
    case = world.reviewing.case(world.person("witness"), review.session_id)
    return [incident.stands for incident in case.incidents]


def test_what_is_mild_short_or_unsure_is_dismissed_and_nothing_else(world: World) -> None:
    review, other = (world.flagged(world.survey(title), alleged=MIXED) for title in ("One", "Other"))
    world.signal(other, SignalKind.CAMERA_COVERED, 121.0, 128.0)
    shown = plan(world)
    assert (len(shown.incidents), shown.cases, shown.held, shown.has_more) == (3, 2, 0, False)
    assert all(one.points < 18 and PHONE not in one.types for one in shown.incidents)
    done = bulk(world).dismiss(world.person("lee"), shown.incidents)
    assert (done.done, done.left) == (3, 0)
    assert stands(world, review) == [VerdictKind.DISMISS, None, VerdictKind.DISMISS, None]
    assert stands(world, other) == [VerdictKind.DISMISS, None, None, None], "a covered camera is looked at by itself"
    assert plan(world).incidents == ()
    with reading(world.engine) as db:
        rows = db.exec(select(ProctorReview)).all()
        assert {(row.status, row.claimed_by, row.revision) for row in rows} == {(ReviewStatus.PENDING, None, 0)}
        assert all(row.judged_at for row in rows), "the gallery by verdict looks among these"
        assert {row.status for row in db.exec(select(SurveySession)).all()} == {SessionStatus.UNDER_REVIEW}
        lines = db.exec(select(AuditEvent).where(AuditEvent.action == AuditAction.DISMISSED_IN_BULK)).all()
    assert {line.detail.split(" ")[0] for line in lines} == {"1", "2"}


def test_it_counts_for_no_check_until_somebody_looks(world: World) -> None:
    review, lee = world.flagged(world.survey(), alleged=MIXED[:1]), world.person("lee")

    def quality() -> tuple[int, int]:
        overview = world.statistics.overview(world.person("ines", Role.ANALYST), Period.MONTH)
        (check,) = overview.checks
        return check.dismissed, check.open

    bulk(world).dismiss(lee, plan(world).incidents)
    assert quality() == (0, 1)
    (incident,) = world.reviewing.case(lee, review.session_id).incidents
    world.services.reviewing.verdicts.give(lee, review.id, incident.anchor.members, VerdictKind.DISMISS)
    assert quality() == (1, 0)


def test_only_what_was_shown_goes_and_nothing_that_changed_since(world: World) -> None:
    lee, kim, survey = world.person("lee"), world.person("kim"), world.survey()
    grown, judged, held, decided, left = (world.flagged(survey, alleged=MIXED[:1]) for _ in range(5))
    shown = plan(world)
    with transaction(world.engine) as db:
        session = db.get_one(SurveySession, grown.session_id)
    world.allege(session, AWAY, 26.0, 27.0)
    (incident,) = world.reviewing.case(kim, judged.session_id).incidents
    world.services.reviewing.verdicts.give(kim, judged.id, incident.anchor.members, VerdictKind.CONFIRM)
    world.reviewing.release(kim, judged.id)
    world.reviewing.claim(kim, held.id)
    world.reviewing.decide(kim, decided.id, DecisionKind.APPROVE, "", revision=0)
    forged = replace(shown.incidents[0], members=frozenset({uuid4()}))
    done = bulk(world).dismiss(lee, [*shown.incidents, forged])
    assert (done.done, done.left) == (1, 5)
    assert [stands(world, one) for one in (grown, judged, held, decided, left)] == [
        [None],
        [VerdictKind.CONFIRM],
        [None],
        [None],
        [VerdictKind.DISMISS],
    ]
    assert plan(world).held == 1


def test_a_batch_is_taken_back_at_once_but_for_what_was_decided(world: World) -> None:
    lee, kim = world.person("lee"), world.person("kim")
    first, second = (world.flagged(world.survey(title), alleged=MIXED) for title in ("One", "Other"))
    done = bulk(world).dismiss(lee, plan(world).incidents)
    (batch,) = bulk(world).batches(lee)
    assert (batch.id, batch.incidents) == (done.batch_id, 4)
    assert bulk(world).batches(kim) == []
    assert bulk(world).take_back(kim, batch.id).done == 0, "somebody else's"
    world.reviewing.decide(lee, second.id, DecisionKind.APPROVE, "", revision=0)
    back = bulk(world).take_back(lee, batch.id)
    assert (back.done, back.left) == (2, 2)
    assert stands(world, first) == [None] * 4
    assert stands(world, second) == [VerdictKind.DISMISS, None, VerdictKind.DISMISS, None]
    assert bulk(world).take_back(lee, batch.id).done == 0
    assert [one.incidents for one in bulk(world).batches(lee)] == [2]
    world.wait(hours=25)
    assert bulk(world).batches(lee) == []


def test_what_was_judged_by_itself_afterwards_stays_when_the_batch_goes(world: World) -> None:
    lee, review = world.person("lee"), world.flagged(world.survey(), alleged=MIXED[:1])
    done = bulk(world).dismiss(lee, plan(world).incidents)
    (incident,) = world.reviewing.case(lee, review.session_id).incidents
    world.services.reviewing.verdicts.give(lee, review.id, incident.anchor.members, VerdictKind.CONFIRM)
    bulk(world).take_back(lee, done.batch_id)
    assert stands(world, review) == [VerdictKind.CONFIRM]


def test_nobody_dismisses_in_their_own_case_or_without_the_role(world: World) -> None:
    own = world.flagged(world.survey(), world.person("lee"), alleged=MIXED)
    assert plan(world).incidents == ()
    shown = plan(world, "kim").incidents
    assert bulk(world).dismiss(world.person("lee"), shown).done == 0
    assert stands(world, own) == [None] * 4
    analyst = world.person("ann", Role.ANALYST)
    for refused in (
        lambda: bulk(world).plan(analyst, QueueFilter(), ORDER),
        lambda: bulk(world).dismiss(analyst, shown),
        lambda: bulk(world).take_back(analyst, uuid4()),
        lambda: bulk(world).batches(analyst),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_pressed_twice_at_once_each_incident_is_dismissed_once(world: World) -> None:
    world.flagged(world.survey(), alleged=MIXED)
    lee, shown = world.person("lee"), plan(world).incidents
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: bulk(world).dismiss(lee, shown), range(2)))
    assert sorted((one.done, one.left) for one in done) == [(0, 2), (2, 0)]
    with reading(world.engine) as db:
        assert len(db.exec(select(IncidentVerdict)).all()) == 2


def test_another_view_is_planned_by_its_own_filter(world: World) -> None:
    world.flagged(world.survey(), alleged=MIXED)
    world.wait(hours=2)
    world.flagged(world.survey("Other"), alleged=MIXED[:1])
    late = QueueFilter(since=world.now - timedelta(hours=1))
    assert len(bulk(world).plan(world.person("lee"), late, ORDER).incidents) == 1
