"""The pages of moderators, analysts and administrators over one database; a taker's pages have a world of their own."""

import pytest
from sqlalchemy import Engine

from tests.support.page_application import Pages, new_pages
from tests.support.review_world import World


@pytest.fixture
def world(sqlite_engine: Engine) -> World:
    return World(sqlite_engine)


@pytest.fixture
def pages(world: World, monkeypatch: pytest.MonkeyPatch) -> Pages:
    return new_pages(world, monkeypatch)
