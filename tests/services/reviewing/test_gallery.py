"""The gallery: which incidents of which sessions it shows to whom, page by page, and what is said about them."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from db.engine import transaction
from db.tables import Evidence, ProctorReview, RejectionProposal, SurveySession, User
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.paging import Cursor
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, ReviewStatus, SessionStatus
from proctor_core.domain.violation import IncidentType, ViolationType
from proctor_core.errors import NotAllowed
from proctor_core.services.reviewing.gallery import ENOUGH, MOST_READS, SESSIONS, GalleryFilter, GalleryTile
from tests.support.review_world import ALLEGED, World

CONFIRM, DISMISS = VerdictKind.CONFIRM, VerdictKind.DISMISS
PHONE, NO_FACE = ViolationType.MOBILE_DETECTED, ViolationType.NO_FACE


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


@pytest.fixture
def quick_world(sqlite_engine: Engine) -> World:
    """For what no database decides."""
    return World(sqlite_engine)


def flagged(
    world: World,
    title: str = "Study 2026",
    alleged: Sequence[tuple[ViolationType, float, float]] = ALLEGED,
    taker: User | None = None,
    status: SessionStatus = SessionStatus.UNDER_REVIEW,
) -> ProctorReview:
    """A session under review with its pictures counted, a minute after the one before."""
    world.wait(minutes=1)
    review = world.flagged(world.survey(title), taker, alleged=alleged, status=status)
    with transaction(world.engine) as db:
        db.get_one(SurveySession, review.session_id).snapshots = 3 * len(alleged)
    return review


def tiles(world: World, by: str = "lee", after: Cursor | None = None, **wanted: object) -> tuple[GalleryTile, ...]:
    narrowed = GalleryFilter(**wanted)  # pyright: ignore[reportArgumentType]
    return world.services.reviewing.gallery.page(world.person(by), narrowed, after).tiles


def judge(world: World, by: str, review: ProctorReview, number: int, kind: VerdictKind) -> None:
    actor = world.person(by)
    members = world.reviewing.case(actor, review.session_id).incidents[number - 1].anchor.members
    world.services.reviewing.verdicts.give(actor, review.id, members, kind)


def test_it_shows_each_pictured_incident_of_flagged_sessions_the_newest_session_first(world: World) -> None:
    older, newer = flagged(world), flagged(world, "Other")
    world.session(world.survey("Unflagged"), world.person("tam", Role.TAKER), snapshots=3)
    flagged(world, "Still running", status=SessionStatus.IN_PROGRESS)
    shown = tiles(world)
    assert [tile.session.id for tile in shown] == [newer.session_id] * 2 + [older.session_id] * 2
    assert [(tile.incident.onset_s, tile.incident.type) for tile in shown[:2]] == [(41.0, PHONE), (200.0, NO_FACE)]
    assert [len(tile.pictures) for tile in shown[:2]] == [6, 3]
    assert {tile.survey_title for tile in shown} == {"Study 2026", "Other"}
    assert all(tile.can_judge for tile in shown)


def test_a_tiles_pictures_are_in_order_of_time_and_the_best_is_the_peak_of_the_longest(quick_world: World) -> None:
    flagged(quick_world, alleged=[(ViolationType.LOOKING_AWAY, 10, 12), (PHONE, 13, 30)])
    [tile] = tiles(quick_world)
    assert [picture.taken_s for picture in tile.pictures] == [10.0, 11.0, 12.0, 13.0, 21.5, 30.0]
    assert tile.best_picture.taken_s == 21.5


def test_only_moderators_see_it_and_nobody_their_own_session(quick_world: World) -> None:
    flagged(quick_world, taker=quick_world.person("lee"))
    for role in (Role.TAKER, Role.ANALYST, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            quick_world.services.reviewing.gallery.page(quick_world.person(role, role))
    assert (len(tiles(quick_world)), len(tiles(quick_world, by="kim"))) == (0, 2)


def test_it_is_filtered_by_type_survey_date_and_verdict(world: World) -> None:
    first, second = flagged(world), flagged(world, "Other", alleged=[(NO_FACE, 10, 20)])
    at = second.created_at
    judge(world, "lee", first, 1, CONFIRM)
    assert [tile.incident.type for tile in tiles(world, type=PHONE)] == [PHONE]
    assert [tile.incident.type for tile in tiles(world, type=NO_FACE)] == [NO_FACE] * 2
    assert tiles(world, type=ViolationType.LOW_CONFIDENCE) == ()
    assert {tile.session.id for tile in tiles(world, survey_id=tiles(world)[0].session.survey_id)} == {
        second.session_id
    }
    assert {tile.session.id for tile in tiles(world, since=at)} == {second.session_id}
    assert {tile.session.id for tile in tiles(world, until=at)} == {first.session_id}
    assert [tile.incident.onset_s for tile in tiles(world, verdict=CONFIRM)] == [41.0]
    assert tiles(world, verdict=DISMISS) == ()
    assert [tile.incident.onset_s for tile in tiles(world, only_open=True)] == [10.0, 200.0]


def test_what_another_moderator_says_shows_once_the_case_is_decided(quick_world: World) -> None:
    review = flagged(quick_world)
    judge(quick_world, "kim", review, 1, CONFIRM)
    assert [tile.incident.stands for tile in tiles(quick_world)] == [None, None]
    assert [tile.holder for tile in tiles(quick_world)] == ["Kim"] * 2
    assert [tile.can_judge for tile in tiles(quick_world)] == [False] * 2
    assert [tile.incident.stands for tile in tiles(quick_world, by="kim")] == [CONFIRM, None]
    kim = quick_world.person("kim")
    revision = quick_world.reviewing.case(kim, review.session_id).review.revision
    quick_world.reviewing.decide(kim, review.id, DecisionKind.APPROVE, "", revision)
    said = [(tile.incident.stands, tile.can_judge, tile.holder) for tile in tiles(quick_world)]
    assert said == [(CONFIRM, False, None), (None, False, None)]


def test_a_face_that_another_moderator_muted_shows_once_the_case_is_decided(quick_world: World) -> None:
    review, kim = flagged(quick_world, alleged=[(ViolationType.MULTIPLE_FACES, 10, 20)]), quick_world.person("kim")
    with transaction(quick_world.engine) as db:
        for picture in db.exec(select(Evidence)).all():
            picture.face_boxes = [[0.4, 0.3, 0.2, 0.3], [0.8, 0.1, 0.1, 0.15]]
    [tile] = tiles(quick_world)
    quick_world.services.reviewing.mutes.mute(kim, review.id, tile.incident.violations[0].violation.id)
    assert [tiles(quick_world, by=name)[0].incident.stands for name in ("lee", "kim")] == [None, DISMISS]
    revision = quick_world.reviewing.case(kim, review.session_id).review.revision
    quick_world.reviewing.decide(kim, review.id, DecisionKind.APPROVE, "", revision)
    assert tiles(quick_world)[0].incident.stands is DISMISS
    assert [len(tiles(quick_world, verdict=kind)) for kind in (DISMISS, CONFIRM)] == [1, 0]


def test_whoever_escalated_a_case_does_not_judge_it_and_the_next_one_does(quick_world: World) -> None:
    review, lee = flagged(quick_world), quick_world.person("lee")
    judge(quick_world, "lee", review, 1, CONFIRM)
    revision = quick_world.reviewing.case(lee, review.session_id).review.revision
    quick_world.reviewing.decide(lee, review.id, DecisionKind.ESCALATE, "", revision, "please look")
    assert [tile.can_judge for tile in tiles(quick_world)] == [False, False]
    assert [tile.can_judge for tile in tiles(quick_world, by="kim")] == [True, True]


def test_whoever_proposed_to_reject_a_case_does_not_judge_it_and_the_second_sees_nothing_of_it(
    quick_world: World,
) -> None:
    review, lee = flagged(quick_world), quick_world.person("lee")
    judge(quick_world, "lee", review, 1, CONFIRM)
    quick_world.reviewing.release(lee, review.id)
    about = {"session_id": review.session_id, "review_id": review.id, "at": quick_world.clock()}
    quick_world.add(RejectionProposal(**about, proposed_by=lee.id))
    assert [(tile.can_judge, tile.waits_for_others) for tile in tiles(quick_world)] == [(False, True)] * 2
    seen = [(tile.can_judge, tile.waits_for_others, tile.incident.stands) for tile in tiles(quick_world, by="kim")]
    assert seen == [(True, False, None)] * 2


def test_incidents_without_a_picture_are_not_in_it(quick_world: World) -> None:
    review = flagged(quick_world)
    added = quick_world.services.reviewing.additions
    added.add(quick_world.person("lee"), review.id, IncidentType.IDENTITY_MISMATCH, 5.0, 9.0)
    assert [tile.incident.onset_s for tile in tiles(quick_world)] == [41.0, 200.0]


def test_its_pages_follow_each_other_without_a_hole_or_a_repetition(world: World) -> None:
    reviews = [flagged(world, f"Study {number}") for number in range(2 * SESSIONS + 3)]
    gallery, lee = world.services.reviewing.gallery, world.person("lee")
    seen: list[tuple[object, float]] = []
    after, pages = None, 0
    while pages == 0 or after:
        page = gallery.page(lee, GalleryFilter(), after)
        seen += [(tile.session.id, tile.incident.onset_s) for tile in page.tiles]
        after, pages = page.next, pages + 1
    assert seen == [(review.session_id, onset_s) for review in reversed(reviews) for onset_s in (41.0, 200.0)]
    assert pages == 2
    assert len(gallery.page(lee).tiles) >= ENOUGH


def test_a_page_of_what_is_rare_ends_after_some_reads_and_the_next_one_goes_on(quick_world: World) -> None:
    """Whoever looks for what can be judged passes over cases that they escalated themselves."""
    lee, first = quick_world.person("lee"), flagged(quick_world, "first")
    for number in range(SESSIONS * MOST_READS):
        review = flagged(quick_world, f"Study {number}", alleged=[(PHONE, 10, 20)])
        with transaction(quick_world.engine) as db:
            row = db.get_one(ProctorReview, review.id)
            row.status, row.flagged_by = ReviewStatus.ESCALATED, lee.id
    gallery = quick_world.services.reviewing.gallery
    page = gallery.page(lee, GalleryFilter(only_open=True))
    assert page.tiles == ()
    assert page.next is not None
    following = gallery.page(lee, GalleryFilter(only_open=True), page.next)
    assert {tile.session.id for tile in following.tiles} == {first.session_id}
    assert following.next is None
