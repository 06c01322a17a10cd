"""The HTTP side of the program over SQLite."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.support.web_world import WebWorld


@pytest.fixture
def world(sqlite_engine: Engine, tmp_path: Path) -> Iterator[WebWorld]:
    made = WebWorld(sqlite_engine, tmp_path)
    yield made
    made.close()
