"""Who may see a picture of a person: moderators, and the taker whose own session it is."""

from uuid import uuid4

import pytest

from db.tables import Evidence
from proctor_core.domain.roles import Role
from proctor_core.domain.violation import SnapshotKind
from proctor_core.errors import NotFound
from proctor_core.services.evidence_access import EvidenceAccess
from tests.support.session_world import SessionWorld, alleged, picture


def test_a_snapshot_and_a_reference_are_shown_to_moderators_and_to_their_own_taker(world: SessionWorld) -> None:
    session, access = world.in_progress(), EvidenceAccess(world.engine)
    start = picture(SnapshotKind.START)
    world.violations.open_violation(session.id, alleged(1.0), start, violation_id=uuid4())
    (evidence,) = world.rows(Evidence)
    for person in (world.taker, world.person("lee", Role.MODERATOR)):
        assert access.snapshot_key(person, evidence.id) == start.media_key
        assert access.reference_key(person, session.id) == world.stored(session.id).face_reference_image


@pytest.mark.parametrize("role", [Role.TAKER, Role.ANALYST, Role.ADMINISTRATOR])
def test_to_everybody_else_there_is_no_such_picture(world: SessionWorld, role: Role) -> None:
    session, access = world.in_progress(), EvidenceAccess(world.engine)
    world.violations.open_violation(session.id, alleged(1.0), picture(SnapshotKind.START), violation_id=uuid4())
    (evidence,) = world.rows(Evidence)
    stranger = world.person("eve", role)
    with pytest.raises(NotFound):
        access.snapshot_key(stranger, evidence.id)
    with pytest.raises(NotFound):
        access.reference_key(stranger, session.id)


def test_what_is_not_there_sounds_the_same(world: SessionWorld) -> None:
    session, access = world.enrolling(), EvidenceAccess(world.engine)
    for missing in (
        lambda: access.snapshot_key(world.taker, uuid4()),
        lambda: access.reference_key(world.taker, session.id),
    ):
        with pytest.raises(NotFound, match="no such picture"):
            missing()
