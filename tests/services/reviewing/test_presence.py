"""Who has a case open, besides whoever holds it."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from db.engine import reading, transaction
from db.queries.presence import HERE_FOR, KEPT_FOR, forget_old_presence
from db.tables import CasePresence
from proctor_core.domain.roles import Role
from proctor_core.errors import NotAllowed, NotFound
from proctor_core.services.reviewing.reviewing import QueueView
from tests.support.review_world import World


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


def test_who_has_a_case_open_is_named_to_the_others_for_a_while(world: World) -> None:
    look, review = world.services.reviewing.presence.look, world.flagged(world.survey())
    lee, kim = world.person("lee"), world.person("kim")
    assert look(lee, review.session_id) == ()
    assert look(kim, review.session_id) == ("Lee",)
    assert look(lee, review.session_id) == ("Kim",)
    (row,) = world.reviewing.queue(lee, QueueView.WAITING).rows
    assert row.looked_at_by == ("Kim",)
    world.wait(seconds=HERE_FOR.total_seconds())
    assert look(lee, review.session_id) == ()
    assert look(kim, review.session_id) == ("Lee",)


def test_who_holds_a_case_is_not_named_twice_in_the_queue(world: World) -> None:
    review, kim = world.flagged(world.survey()), world.person("kim")
    world.reviewing.claim(kim, review.id)
    world.services.reviewing.presence.look(kim, review.session_id)
    (row,) = world.reviewing.queue(world.person("lee"), QueueView.WAITING).rows
    assert (row.claimed_by, row.looked_at_by) == ("Kim", ())


def test_only_moderators_look_and_nobody_at_their_own_session(world: World) -> None:
    look, own = world.services.reviewing.presence.look, world.flagged(world.survey(), world.person("lee"))
    for who in (world.person("lee"), world.person("ann", Role.ANALYST)):
        with pytest.raises(NotAllowed):
            look(who, own.session_id)
    with pytest.raises(NotFound):
        look(world.person("kim"), own.id)


def test_what_says_who_was_there_goes_after_an_hour(world: World) -> None:
    review = world.flagged(world.survey())
    world.services.reviewing.presence.look(world.person("lee"), review.session_id)
    with transaction(world.engine) as db:
        assert forget_old_presence(db, world.now + KEPT_FOR / 2) == 0
        assert forget_old_presence(db, world.now + 2 * KEPT_FOR) == 1
    with reading(world.engine) as db:
        assert db.exec(select(CasePresence)).all() == []
