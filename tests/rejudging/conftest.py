"""A watched session whose observations are judged again, and what is read of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.support.monitor_world import MonitorWorld, monitor_world


@pytest.fixture
def world(sqlite_engine: Engine, tmp_path: Path) -> Iterator[MonitorWorld]:
    with monitor_world(sqlite_engine, tmp_path) as made:
        yield made


@pytest.fixture
def both_worlds(engine: Engine, tmp_path: Path) -> Iterator[MonitorWorld]:
    with monitor_world(engine, tmp_path) as made:
        yield made
