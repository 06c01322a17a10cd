"""What tests of services share: a world over each database; one PostgreSQL database serves them all, emptied after each."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import open_engine
from tests.support.machine_worlds import empty_tables
from tests.support.postgres import PostgresServer
from tests.support.proven import unproven
from tests.support.session_world import SessionWorld


@pytest.fixture(scope="package")
def one_postgres_engine(migrated_postgres: str, postgres_server: PostgresServer) -> Iterator[Engine]:
    """A PostgreSQL database for the whole package: making one for each test would cost 0.3 s each."""
    url = postgres_server.create_database(template=migrated_postgres)
    engine = open_engine(url)
    yield engine
    engine.dispose()
    postgres_server.drop_database(url)


@pytest.fixture
def postgres_engine(one_postgres_engine: Engine) -> Iterator[Engine]:
    """The package's PostgreSQL database, empty."""
    yield one_postgres_engine
    with one_postgres_engine.begin() as connection:
        empty_tables(connection)


PAST_THE_PROGRAM = frozenset(
    {
        "test_every_table_and_every_text_in_it_is_planted",
        "test_the_program_going_on_makes_no_alteration_good",
        "test_a_survey_altered_by_hand_is_not_made_good_by_an_administrator_who_changes_it",
    }
)
"""Tests that write rows by hand, which no chain knows."""


@pytest.fixture
def world(engine: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[SessionWorld]:
    """The taker's side of the program over SQLite, then over PostgreSQL; whatever a test writes is chained."""
    yield SessionWorld(engine, tmp_path / "media")
    if request.node.originalname not in PAST_THE_PROGRAM:
        assert unproven(engine) == []
