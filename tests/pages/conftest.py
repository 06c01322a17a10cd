"""The pages of moderators, analysts and administrators over one database; a taker's pages have a world of their own."""

from itertools import count

import pytest
from sqlalchemy import Engine

from pages.components import guarded_button
from tests.support.page_application import Pages, new_pages
from tests.support.review_world import World


@pytest.fixture
def world(sqlite_engine: Engine) -> World:
    return World(sqlite_engine)


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every press comes some seconds after its button: what comes too early has tests of its own."""
    monkeypatch.setattr(guarded_button, "monotonic", count(step=5).__next__)


@pytest.fixture
def pages(world: World, monkeypatch: pytest.MonkeyPatch) -> Pages:
    return new_pages(world, monkeypatch)
