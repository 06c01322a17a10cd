"""Views of the queue under a name: each moderator's own."""

import pytest
from sqlalchemy import Engine

from db.engine import reading
from db.queries.personal_data import ids_of, rows_of_person
from proctor_core.domain.roles import Role
from proctor_core.errors import InvalidInput, NotAllowed, NotFound
from proctor_core.services.reviewing.saved_views import MOST_VIEWS, SavedViewService
from tests.support.review_world import World

LONG_PHONES = {"view": "waiting", "type": "mobile_detected", "order": "longest"}


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


@pytest.fixture
def views(world: World) -> SavedViewService:
    return world.services.reviewing.saved_views


def test_a_view_is_kept_under_its_name_and_replaced_under_the_same(world: World, views: SavedViewService) -> None:
    lee = world.person("lee")
    first = views.keep(lee, "  Long   phones ", LONG_PHONES)
    views.keep(lee, "Decided", {"view": "decided"})
    again = views.keep(lee, "Long phones", {"order": "waiting"})
    assert again.id == first.id
    assert [(view.name, view.choices) for view in views.views(lee)] == [
        ("Decided", {"view": "decided"}),
        ("Long phones", {"order": "waiting"}),
    ]


def test_nobody_sees_or_takes_away_a_colleagues_view(world: World, views: SavedViewService) -> None:
    lee, kim = world.person("lee"), world.person("kim")
    view = views.keep(lee, "Long phones", LONG_PHONES)
    assert views.views(kim) == []
    with pytest.raises(NotFound):
        views.forget(kim, view.id)
    views.forget(lee, view.id)
    assert views.views(lee) == []
    with pytest.raises(NotFound):
        views.forget(lee, view.id)


def test_there_are_only_so_many_and_none_without_a_name(world: World, views: SavedViewService) -> None:
    lee = world.person("lee")
    for number in range(MOST_VIEWS):
        views.keep(lee, f"View {number}", {})
    for name, choices in ({"One more": {}, "  ": {}, "x" * 61: {}, "View 1": {"view": "x" * 81}}).items():
        with pytest.raises(InvalidInput):
            views.keep(lee, name, choices)
    views.keep(lee, "View 1", LONG_PHONES)
    assert len(views.views(lee)) == MOST_VIEWS


def test_views_are_for_moderators_and_go_with_them(world: World, views: SavedViewService) -> None:
    lee, analyst = world.person("lee"), world.person("ann", Role.ANALYST)
    view = views.keep(lee, "Long phones", LONG_PHONES)
    for refused in (lambda: views.views(analyst), lambda: views.keep(analyst, "x", {})):
        with pytest.raises(NotAllowed):
            refused()
    with pytest.raises(NotAllowed):
        views.forget(analyst, view.id)
    with reading(world.engine) as db:
        assert str(view.id) in ids_of(db, rows_of_person(lee.id, []))
