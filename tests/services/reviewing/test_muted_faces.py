"""A second face that stays where it is, muted for a session: what that covers, and what it leaves open."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from db.engine import transaction
from db.tables import AuditEvent, Evidence, FaceMute, ProctorReview, SurveySession, Violation
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.violation import SignalKind, ViolationType
from proctor_core.errors import IllegalMove, NotAllowed, NotFound
from proctor_core.services.auditing import AuditAction
from proctor_core.services.reviewing.muting import MuteService
from tests.support.review_world import World

FACES, AWAY = ViolationType.MULTIPLE_FACES, ViolationType.LOOKING_AWAY
OWN, POSTER, VISITOR = [0.4, 0.3, 0.2, 0.3], [0.8, 0.1, 0.1, 0.15], [0.1, 0.2, 0.2, 0.3]
DISMISS = VerdictKind.DISMISS


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


@pytest.fixture
def quick_world(sqlite_engine: Engine) -> World:
    """For what no database decides."""
    return World(sqlite_engine)


def mutes(world: World) -> MuteService:
    return world.services.reviewing.mutes


def flagged(world: World, *alleged: tuple[ViolationType, float, float]) -> ProctorReview:
    review = world.flagged(world.survey(), alleged=alleged)
    for _, onset_s, _ in alleged:
        see(world, review, onset_s, OWN, POSTER)
    return review


def see(world: World, review: ProctorReview, onset_s: float, *faces: list[float] | None) -> None:
    """These faces are in the pictures of the violation that began then; one None: nobody looked for faces."""
    with transaction(world.engine) as db:
        row = db.exec(
            select(Violation).where(Violation.session_id == review.session_id, Violation.onset_s == onset_s)
        ).one()
        for picture in db.exec(select(Evidence).where(Evidence.violation_id == row.id)).all():
            picture.face_boxes = None if None in faces else [face for face in faces if face]


def violation_id(world: World, review: ProctorReview, number: int) -> UUID:
    case = world.reviewing.case(world.person("witness"), review.session_id)
    return case.incidents[number - 1].violations[0].violation.id


def stands(world: World, review: ProctorReview) -> list[VerdictKind | None]:
    case = world.reviewing.case(world.person("witness"), review.session_id)
    return [incident.stands for incident in case.incidents]


def test_what_the_muted_face_alone_led_to_is_dismissed_also_what_comes_later(world: World) -> None:
    review, lee = flagged(world, (FACES, 10, 20), (FACES, 50, 60), (AWAY, 100, 110)), world.person("lee")
    see(world, review, 50.0, OWN, VISITOR)
    mutes(world).mute(lee, review.id, violation_id(world, review, 1))
    assert stands(world, review) == [DISMISS, None, None]
    with transaction(world.engine) as db:
        session = db.get_one(SurveySession, review.session_id)
    world.allege(session, FACES, 200, 210)
    see(world, review, 200.0, OWN, [0.81, 0.1, 0.1, 0.15])
    assert stands(world, review) == [DISMISS, None, None, DISMISS]
    [muted] = {i.muted.author for i in world.reviewing.case(lee, review.session_id).incidents if i.muted}
    assert muted == "Lee"


def test_an_incident_in_which_more_is_alleged_stays_open(quick_world: World) -> None:
    review, lee = flagged(quick_world, (FACES, 10, 20), (AWAY, 21, 30), (FACES, 50, 60)), quick_world.person("lee")
    mutes(quick_world).mute(lee, review.id, violation_id(quick_world, review, 2))
    assert stands(quick_world, review) == [None, DISMISS]
    quick_world.signal(review, SignalKind.TOO_DARK, 55.0, 58.0)
    assert stands(quick_world, review) == [None, DISMISS], "a technical state alleges nothing"


def test_a_verdict_goes_before_a_mute(quick_world: World) -> None:
    review, lee = flagged(quick_world, (FACES, 10, 20)), quick_world.person("lee")
    mutes(quick_world).mute(lee, review.id, violation_id(quick_world, review, 1))
    members = quick_world.reviewing.case(lee, review.session_id).incidents[0].anchor.members
    quick_world.services.reviewing.verdicts.give(lee, review.id, members, VerdictKind.CONFIRM)
    assert stands(quick_world, review) == [VerdictKind.CONFIRM]


def test_taken_back_it_covers_nothing_and_the_same_again_is_one_row(quick_world: World) -> None:
    review, lee, kim = flagged(quick_world, (FACES, 10, 20)), quick_world.person("lee"), quick_world.person("kim")
    given = [mutes(quick_world).mute(lee, review.id, violation_id(quick_world, review, 1)).id for _ in range(2)]
    assert len(set(given)) == 1
    quick_world.reviewing.release(lee, review.id)
    with pytest.raises(NotAllowed, match="only who muted"):
        mutes(quick_world).take_back(kim, given[0])
    mutes(quick_world).take_back(lee, given[0])
    assert stands(quick_world, review) == [None]
    with pytest.raises(IllegalMove, match="taken back already"):
        mutes(quick_world).take_back(lee, given[0])
    with transaction(quick_world.engine) as db:
        actions = db.exec(select(AuditEvent.action).where(col(AuditEvent.action).startswith("review.face_"))).all()
    assert actions == [AuditAction.FACE_MUTED, AuditAction.FACE_UNMUTED]


@pytest.mark.parametrize(
    "faces", [(OWN,), (None,), (OWN, POSTER, VISITOR)], ids=["nobody else", "nobody knows", "somebody beside it"]
)
def test_only_a_face_whose_place_is_known_is_muted(quick_world: World, faces: tuple[list[float] | None, ...]) -> None:
    review, lee = flagged(quick_world, (FACES, 10, 20)), quick_world.person("lee")
    see(quick_world, review, 10.0, *faces)
    with pytest.raises(IllegalMove, match="a second face stays in its place"):
        mutes(quick_world).mute(lee, review.id, violation_id(quick_world, review, 1))


def test_violations_of_other_types_and_sessions_are_not_muted(quick_world: World) -> None:
    review, lee = flagged(quick_world, (AWAY, 10, 20)), quick_world.person("lee")
    elsewhere = quick_world.flagged(quick_world.survey("Other"), alleged=[(FACES, 10, 20)])
    with pytest.raises(IllegalMove, match="a second face stays in its place"):
        mutes(quick_world).mute(lee, review.id, violation_id(quick_world, review, 1))
    for stranger in (violation_id(quick_world, elsewhere, 1), uuid4()):
        with pytest.raises(NotFound, match="no such violation"):
            mutes(quick_world).mute(lee, review.id, stranger)
    with pytest.raises(NotFound, match="no such muted face"):
        mutes(quick_world).take_back(lee, uuid4())
    with transaction(quick_world.engine) as db:
        assert db.exec(select(FaceMute)).all() == []
