"""The reference face: accepted once, refused with a reason, never a row without its picture."""

from dataclasses import replace

import pytest

from db.tables import AuditEvent, FaceVerification
from proctor_core.domain.enrolment import RefusalReason
from proctor_core.errors import IllegalMove, Unavailable
from proctor_core.media.store import MediaStore, StoredObject
from proctor_core.services.taking.enrolment import baseline_of
from tests.support.session_world import BASELINE, SessionWorld


class FullStore(MediaStore):
    """A store with no room left."""

    def put(self, key: str, content: bytes) -> StoredObject:
        raise Unavailable("no space left")


def test_an_accepted_reference_is_picture_baseline_and_initial_verification(world: SessionWorld) -> None:
    session = world.enrolling()
    accepted = world.enrolment.accept_reference(session.id, b"a face", BASELINE, 0.93, False)
    (row,) = world.rows(FaceVerification)
    assert accepted.initial_face_verified
    assert accepted.phone_check_available is False
    assert baseline_of(world.stored(session.id)) == BASELINE
    assert world.media.get(accepted.face_reference_image or "") == b"a face"
    assert (row.is_initial, row.face_detected, row.face_count, row.confidence) == (True, True, 1, 0.93)


def test_a_second_reference_replaces_the_first_and_its_picture(world: SessionWorld) -> None:
    session = world.enrolling()
    for content in (b"first", b"second"):
        accepted = world.enrolment.accept_reference(session.id, content, BASELINE, 0.9, True)
    assert [entry.key for entry in world.media.list(f"sessions/{session.id}")] == [accepted.face_reference_image]
    assert world.media.get(accepted.face_reference_image or "") == b"second"


@pytest.mark.parametrize(
    ("reason", "face_count", "detected"),
    [
        (RefusalReason.NO_FACE, None, False),
        (RefusalReason.SEVERAL_FACES, 2, True),
        (RefusalReason.TOO_DARK, None, None),
    ],
)
def test_a_refusal_is_kept_with_its_reason_and_verifies_nobody(
    world: SessionWorld, reason: RefusalReason, face_count: int | None, detected: bool | None
) -> None:
    session = world.enrolling()
    row = world.enrolment.refuse_reference(session.id, reason, face_count)
    (event,) = world.rows(AuditEvent, action="session.reference_refused")
    assert (row.is_initial, row.face_detected, event.detail) == (True, detected, reason)
    assert not world.stored(session.id).initial_face_verified


def test_a_reference_is_taken_only_while_enrolling_and_leaves_no_picture_otherwise(world: SessionWorld) -> None:
    session = world.invited()
    with pytest.raises(IllegalMove):
        world.enrolment.accept_reference(session.id, b"a face", BASELINE, 0.9, True)
    with pytest.raises(IllegalMove):
        world.enrolment.refuse_reference(session.id, RefusalReason.NO_FACE)
    assert not list(world.media.list(f"sessions/{session.id}"))


def test_without_room_for_the_picture_nobody_is_verified(world: SessionWorld) -> None:
    session = world.enrolling()
    full = replace(world.enrolment, media=FullStore(world.media._store))
    with pytest.raises(Unavailable):
        full.accept_reference(session.id, b"a face", BASELINE, 0.9, True)
    assert not world.stored(session.id).initial_face_verified
    assert not world.rows(FaceVerification)


def test_of_two_first_references_at_the_same_moment_one_is_taken_and_the_other_leaves_no_picture(
    world: SessionWorld,
) -> None:
    session = world.enrolling()
    # Both were admitted before either was accepted.
    first = world.enrolment.accept_reference(session.id, b"first", BASELINE, 0.9, True, needs_leave=True)
    with pytest.raises(IllegalMove, match="a moderator has to allow another one"):
        world.enrolment.accept_reference(session.id, b"second", BASELINE, 0.9, True, needs_leave=True)
    kept = [stored.key for stored in world.media.list(f"sessions/{session.id}")]
    assert kept == [world.stored(session.id).face_reference_image] == [first.face_reference_image]
