"""The migrations and the tables say the same, up and down, on both databases."""

from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlmodel import SQLModel

import db.tables
from db.engine import open_engine
from db.migrate import current, downgrade, newest, upgrade
from proctor_core.errors import Unavailable


def tables_of(url: str) -> set[str]:
    engine = open_engine(url)
    names = set(inspect(engine).get_table_names())
    engine.dispose()
    return names


def revision_of(url: str) -> str | None:
    engine = open_engine(url)
    revision = current(engine)
    engine.dispose()
    return revision


def test_up_makes_every_table_and_down_takes_every_table_away(database_url: str) -> None:
    assert revision_of(database_url) is None
    upgrade(database_url)
    assert tables_of(database_url) == {*SQLModel.metadata.tables, "alembic_version"}
    assert revision_of(database_url) == newest()
    downgrade(database_url, "base")
    assert tables_of(database_url) == {"alembic_version"}
    assert revision_of(database_url) is None


def test_up_again_changes_nothing(database_url: str) -> None:
    upgrade(database_url)
    upgrade(database_url)
    assert revision_of(database_url) == newest()


def test_the_migrated_database_equals_the_tables(engine: Engine) -> None:
    assert len(db.tables.__all__) == len(SQLModel.metadata.tables)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_every_constraint_of_a_migrated_database_has_its_name(engine: Engine) -> None:
    inspector = inspect(engine)
    for table in SQLModel.metadata.sorted_tables:
        names = [key["name"] for key in inspector.get_foreign_keys(table.name)]
        names += [key["name"] for key in inspector.get_unique_constraints(table.name)]
        assert set(names) == {c.name for c in table.constraints if c.name and not str(c.name).startswith("pk_")}


def test_a_migration_that_would_leave_a_row_pointing_to_nothing_is_undone(sqlite_url: str) -> None:
    upgrade(sqlite_url)
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            connection.execute(
                text(
                    "INSERT INTO review_event (id, review_id, kind, notes, at) VALUES (:id, :id, 'x', '', '2026-05-01')"
                ),
                {"id": uuid4().hex},
            )
    engine.dispose()
    with pytest.raises(Unavailable, match="review_event"):
        upgrade(sqlite_url)
