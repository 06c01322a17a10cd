"""Who may see a picture of a person, who sees the others in it, and that every look is written down before it happens."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from db.tables import AuditEvent, Evidence, ProctorReview, SurveySession, User
from proctor_core.domain.evidence import StoredPicture
from proctor_core.domain.roles import Role
from proctor_core.domain.violation import SnapshotKind, ViolationType
from proctor_core.errors import NotFound
from proctor_core.media.store import media_key
from proctor_core.services.reviewing.evidence_access import EvidenceAccess
from proctor_core.services.reviewing.evidence_views import VIEW_TIME
from proctor_core.services.reviewing.reviewing import ReviewService
from tests.media.test_blurring import OTHER, chequered, contrast
from tests.support.session_world import SessionWorld, alleged

OWN_FACE, OTHER_FACE = (0.1, 0.2, 0.3, 0.4), (OTHER.left, OTHER.top, OTHER.width, OTHER.height)
SHARP = 100


@pytest.fixture
def access(world: SessionWorld) -> EvidenceAccess:
    return EvidenceAccess(world.engine, world.media, world.clock)


def snapshot_of(
    world: SessionWorld,
    session: SurveySession,
    faces: tuple[tuple[float, float, float, float], ...] | None = (OWN_FACE,),
) -> Evidence:
    """A violation with a real picture."""
    stored = world.media.put(media_key(session.id, uuid4(), "start.jpg"), chequered())
    start = StoredPicture(SnapshotKind.START, stored.key, stored.sha256, stored.size_bytes, 320, 240, 1.0, faces)
    violation_id = uuid4()
    of_type = ViolationType.MULTIPLE_FACES
    world.violations.open_violation(session.id, alleged(1.0, of_type=of_type), start, violation_id=violation_id)
    world.violations.close_violation(violation_id, alleged(1.0, 2.0, of_type))
    (evidence,) = world.rows(Evidence, violation_id=violation_id)
    return evidence


def views(world: SessionWorld, object_id: UUID) -> list[AuditEvent]:
    events = world.rows(AuditEvent, action="evidence.viewed", object_id=str(object_id))
    return sorted(events, key=lambda event: event.at)


def test_a_snapshot_and_a_reference_are_shown_to_moderators_and_to_their_own_taker(
    world: SessionWorld, access: EvidenceAccess
) -> None:
    session = world.in_progress()
    evidence = snapshot_of(world, session)
    for person in (world.taker, world.person("lee", Role.MODERATOR)):
        assert access.snapshot(person, evidence.id).jpeg == chequered()
        assert access.reference(person, session.id).jpeg == b"a face"


@pytest.mark.parametrize("role", [Role.TAKER, Role.ANALYST, Role.ADMINISTRATOR])
def test_to_everybody_else_there_is_no_such_picture(world: SessionWorld, access: EvidenceAccess, role: Role) -> None:
    session = world.in_progress()
    evidence, stranger = snapshot_of(world, session), world.person("eve", role)
    with pytest.raises(NotFound):
        access.snapshot(stranger, evidence.id)
    with pytest.raises(NotFound):
        access.reference(stranger, session.id)
    assert world.rows(AuditEvent, action="evidence.viewed") == []


@pytest.mark.parametrize("role", [Role.TAKER, Role.MODERATOR])
def test_whoever_was_switched_off_sees_no_picture_any_more(
    world: SessionWorld, access: EvidenceAccess, role: Role
) -> None:
    session = world.in_progress()
    evidence = snapshot_of(world, session)
    person = world.taker if role is Role.TAKER else world.person("lee", role)
    access.snapshot(person, evidence.id)
    person.is_active = False
    with pytest.raises(NotFound):
        access.snapshot(person, evidence.id)
    with pytest.raises(NotFound):
        access.reference(person, session.id)


def test_what_is_not_there_sounds_the_same(world: SessionWorld, access: EvidenceAccess) -> None:
    session = world.enrolling()
    for missing in (
        lambda: access.snapshot(world.taker, uuid4()),
        lambda: access.reference(world.taker, session.id),
    ):
        with pytest.raises(NotFound, match="no such picture"):
            missing()


# ---- others in the picture ----


@pytest.fixture
def judged(world: SessionWorld) -> tuple[Evidence, ProctorReview]:
    """A session under review, with a picture of the taker and somebody else."""
    session = world.answered()
    evidence = snapshot_of(world, session, (OWN_FACE, OTHER_FACE))
    world.allege(session.id, times=2)
    world.sessions.submit(world.taker, session.id, 1.0)
    (review,) = world.rows(ProctorReview)
    return evidence, review


def sees_the_other(access: EvidenceAccess, person: User, evidence: Evidence) -> bool:
    shown = access.snapshot(person, evidence.id)
    assert shown.has_bystanders
    return contrast(shown.jpeg, OTHER) > SHARP


def test_only_the_moderator_who_judges_sees_who_else_is_in_the_picture(
    world: SessionWorld, access: EvidenceAccess, judged: tuple[Evidence, ProctorReview]
) -> None:
    evidence, review = judged
    reviewing = ReviewService(world.engine, world.clock)
    judge, colleague = world.person("lee", Role.MODERATOR), world.person("kim", Role.MODERATOR)
    assert not sees_the_other(access, judge, evidence), "nobody judges yet"
    reviewing.claim(judge, review.id)
    assert [sees_the_other(access, person, evidence) for person in (judge, colleague, world.taker)] == [
        True,
        False,
        False,
    ]
    world.clock.pass_time(3600)
    assert not sees_the_other(access, judge, evidence), "the claim has ended"


def test_a_picture_of_more_faces_without_their_places_is_blurred_whole(
    world: SessionWorld, access: EvidenceAccess
) -> None:
    evidence = snapshot_of(world, world.in_progress(), None)
    assert not sees_the_other(access, world.taker, evidence)


# ---- looks in the audit log ----


def test_every_look_is_in_the_audit_log_by_whom_when_and_at_what(world: SessionWorld, access: EvidenceAccess) -> None:
    session, moderator = world.in_progress(), world.person("lee", Role.MODERATOR)
    evidence = snapshot_of(world, session)
    access.snapshot(moderator, evidence.id)
    access.reference(world.taker, session.id)
    (of_snapshot,), (of_reference,) = views(world, evidence.id), views(world, session.id)
    assert (of_snapshot.actor_id, of_snapshot.object_type, of_snapshot.at) == (moderator.id, "evidence", world.clock())
    assert (of_reference.actor_id, of_reference.detail) == (world.taker.id, "reference picture")


def test_looks_again_flood_nothing_and_none_is_lost(world: SessionWorld, access: EvidenceAccess) -> None:
    evidence, looked = snapshot_of(world, world.in_progress()), list[object]()
    for _ in range(50):
        access.snapshot(world.taker, evidence.id)
        looked.append(world.clock())
        world.clock.pass_time(61)
    lines = views(world, evidence.id)
    assert len(lines) == 5
    assert all(any(line.at <= at <= line.at + VIEW_TIME for line in lines) for at in looked)


def test_a_look_that_can_not_be_written_down_does_not_happen(
    world: SessionWorld, access: EvidenceAccess, monkeypatch: pytest.MonkeyPatch
) -> None:
    evidence = snapshot_of(world, world.in_progress())

    def refuse(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("proctor_core.services.reviewing.evidence_views.audit", refuse)
    with pytest.raises(OSError, match="full"):
        access.snapshot(world.taker, evidence.id)


def test_a_picture_whose_file_is_gone_was_not_looked_at(world: SessionWorld, access: EvidenceAccess) -> None:
    evidence = snapshot_of(world, world.in_progress())
    world.media.delete(evidence.media_key)
    with pytest.raises(NotFound):
        access.snapshot(world.taker, evidence.id)
    assert views(world, evidence.id) == []


def test_opening_a_case_is_a_look_at_what_was_measured(
    world: SessionWorld, judged: tuple[Evidence, ProctorReview]
) -> None:
    evidence, _ = judged
    moderator = world.person("lee", Role.MODERATOR)
    for _ in range(3):
        ReviewService(world.engine, world.clock).open_case(moderator, evidence.session_id)
        world.clock.pass_time(timedelta(minutes=1).total_seconds())
    (line,) = views(world, evidence.session_id)
    assert (line.actor_id, line.detail) == (moderator.id, "case")
