"""A data folder that version 0.1 left, and its rows in a PostgreSQL database of that version (tests/fixtures/version_0_1)."""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, MetaData, column, create_engine, insert, select
from sqlmodel import SQLModel

from db.migrate import upgrade

FIXTURE = Path(__file__).resolve().parents[1] / "fixtures" / "version_0_1"
REVISION = "0010"


@dataclass(frozen=True, slots=True)
class OldSession:
    """A survey session as 0.1 had stored it."""

    id: UUID
    status: str
    violations_count: int
    flagged_for_review: bool
    reference: str | None


def unpack(folder: Path) -> Path:
    """Put the data folder there; it has the database `proctor.db`."""
    with zipfile.ZipFile(FIXTURE / "data.zip") as archive:
        archive.extractall(folder)
    return folder


def old_sessions() -> dict[str, OldSession]:
    """What is in it, by what happened."""
    sessions: dict[str, dict[str, Any]] = json.loads((FIXTURE / "expected.json").read_text())
    return {key: OldSession(UUID(values.pop("id")), **values) for key, values in sessions.items()}


def copy_to_postgres(data_dir: Path, url: str) -> None:
    """Make the tables of 0.1 in an empty PostgreSQL database, and fill them with the rows of the folder's."""
    upgrade(url, REVISION)
    old, new = create_engine(f"sqlite:///{data_dir / 'proctor.db'}"), create_engine(url)
    then = MetaData()
    then.reflect(new)
    with old.connect() as source, new.begin() as target:
        for table in SQLModel.metadata.sorted_tables:
            if table.name not in then.tables:
                continue
            # Read by today's types, written by the columns of then; what is gone since then was JSON.
            names = [column.name for column in then.tables[table.name].c]
            columns = [table.c[name] if name in table.c else column(name, JSON) for name in names]
            rows = [dict(row) for row in source.execute(select(*columns).select_from(table)).mappings()]
            if rows:
                target.execute(insert(then.tables[table.name]), rows)
    old.dispose()
    new.dispose()
