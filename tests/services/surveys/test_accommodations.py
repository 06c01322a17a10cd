"""What an administrator eases for one taker holds for sessions that have not begun, and goes with the taker."""

import pytest

from db.tables import AccommodationRow, AuditEvent, Survey
from proctor_core.domain.accommodation import Easing, easings_of
from proctor_core.domain.policy import policy_from_json
from proctor_core.domain.roles import Role
from proctor_core.domain.violation import ViolationType
from proctor_core.errors import InvalidInput, NotAllowed
from proctor_core.services.auditing import AuditAction
from proctor_core.services.surveys.accommodations import AccommodationService, Eased
from tests.support.session_world import DEFINITION, SessionWorld

AWAY, PHONE = ViolationType.LOOKING_AWAY, ViolationType.MOBILE_DETECTED


def service(world: SessionWorld) -> AccommodationService:
    return world.services.surveys.accommodations


def survey(world: SessionWorld, slug: str) -> Survey:
    return world.surveys.add_version(world.administrator, slug, DEFINITION, proctoring_enabled=False)


def eased_in(world: SessionWorld, asked: Survey) -> Eased:
    """In a new session of the taker."""
    return easings_of(policy_from_json(world.asking.assign(None, asked.id, world.taker.id).policy))


def test_what_is_eased_in_all_surveys_and_in_one_comes_together_and_concerns_nobody_else(world: SessionWorld) -> None:
    one, other = survey(world, "one"), survey(world, "other")
    service(world).ease(world.administrator, world.taker.id, None, {AWAY: Easing.LONGER})
    service(world).ease(world.administrator, world.taker.id, one.id, {PHONE: Easing.OFF})
    assert eased_in(world, one) == {AWAY: Easing.LONGER, PHONE: Easing.OFF}
    assert eased_in(world, other) == {AWAY: Easing.LONGER}
    somebody = world.person("somebody")
    assert not easings_of(policy_from_json(world.asking.assign(None, one.id, somebody.id).policy))


def test_it_holds_for_sessions_that_have_not_begun_and_begun_ones_keep_what_they_had(world: SessionWorld) -> None:
    asked = survey(world, "one")
    begun, waiting = (world.asking.assign(None, asked.id, world.taker.id) for _ in range(2))
    world.stored_sessions.begin(world.taker, begun.id)
    service(world).ease(world.administrator, world.taker.id, None, {AWAY: Easing.OFF})
    eased = [
        easings_of(policy_from_json(world.stored_sessions.session_of(world.taker, one.id).policy))
        for one in (begun, waiting)
    ]
    assert eased == [{}, {AWAY: Easing.OFF}]


def test_it_is_replaced_and_taken_back_and_the_log_says_that_and_not_what(world: SessionWorld) -> None:
    for eased in ({AWAY: Easing.OFF, PHONE: Easing.OFF}, {PHONE: Easing.LONGER}):
        service(world).ease(world.administrator, world.taker.id, None, eased)
    assert service(world).eased(world.administrator, world.taker.id, None) == {PHONE: Easing.LONGER}
    service(world).ease(world.administrator, world.taker.id, None, {})
    assert not world.rows(AccommodationRow)
    lines = world.rows(AuditEvent, action=AuditAction.ACCOMMODATION_CHANGED)
    assert [(line.object_id, line.detail) for line in lines] == [(str(world.taker.id), "")] * 3


def test_it_goes_with_the_taker_and_is_in_their_copy(world: SessionWorld) -> None:
    service(world).ease(world.administrator, world.taker.id, None, {AWAY: Easing.OFF})
    kept = world.services.keeping.privacy.what_is_kept(world.administrator, world.taker.id)
    assert {table.table: table.rows for table in kept.rows}["accommodation"] == 1
    world.services.keeping.privacy.erase_person(world.administrator, world.taker.id)
    assert not world.rows(AccommodationRow)


def test_only_administrators_ease_and_only_for_takers(world: SessionWorld) -> None:
    for role in (Role.MODERATOR, Role.ANALYST, Role.TAKER):
        with pytest.raises(NotAllowed):
            service(world).ease(world.person(role, role), world.taker.id, None, {AWAY: Easing.OFF})
        with pytest.raises(NotAllowed):
            service(world).eased(world.person(f"{role}-2", role), world.taker.id, None)
    with pytest.raises(InvalidInput):
        service(world).ease(world.administrator, world.administrator.id, None, {AWAY: Easing.OFF})
