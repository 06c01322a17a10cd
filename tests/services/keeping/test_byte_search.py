"""A person is planted in every text of every table and in every folder; after the erasure no byte of it is left anywhere.

The tables and columns come from the metadata, so that a new one can't be forgotten.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Column, Enum, String, Table, inspect, text, update
from sqlmodel import SQLModel, select

from db.engine import transaction
from db.queries.personal_data import NOT_PERSONAL, rows_of_person
from db.tables import AuditEvent, Invitation, User
from proctor_core.tasks.queue import BackgroundTasks, queue_in_file
from tests.db.test_personal_rows import HASHES_THAT_END_BY_THEMSELVES
from tests.services.keeping.test_privacy import LEFT_BY_A_KILL, LOG_PART, PICTURES, UPLOAD_PART, Planted, planted

__all__ = ["planted"]
FILES = {
    "a log not handed over": LOG_PART,
    "a half-written picture": LEFT_BY_A_KILL,
    "an upload": UPLOAD_PART,
    **PICTURES,
}


@dataclass
class Marks:
    """Which word stands where: word -> table.column."""

    words: dict[str, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(100))

    def new(self, table: Table, column: Column[Any]) -> Any:
        word = f"zq{next(self.numbers)}qz"
        self.words[word] = f"{table.name}.{column.name}"
        return word if isinstance(column.type, String) else [word]


def takes_a_mark(column: Column[Any]) -> bool:
    is_text = isinstance(column.type, String) and not isinstance(column.type, Enum)
    return (is_text or isinstance(column.type, JSON)) and not column.foreign_keys and not column.primary_key


def mark_everything(planted: Planted) -> Marks:
    """Put a word of its own into every text and every JSON of every row that belongs to the person."""
    marks, engine = Marks(), planted.world.engine
    with transaction(engine) as db:
        db.add(
            Invitation(
                user_id=planted.person.id,
                token_hash="t",
                created_at=planted.world.clock(),
                expires_at=planted.world.clock(),
            )
        )
    with engine.begin() as connection:
        for rows in rows_of_person(planted.person.id, [planted.session.id]):
            table: Table = rows.table.__table__  # pyright: ignore[reportAttributeAccessIssue]
            columns = [column for column in table.columns if takes_a_mark(column)]
            ids = connection.execute(select(table.c.id).where(rows.where)).scalars().all() if columns else ()
            for row_id in ids:
                values = {column.name: marks.new(table, column) for column in columns}
                connection.execute(update(table).where(table.c.id == row_id).values(values))
    return marks


def everything(planted: Planted) -> bytes:
    """Every byte of every file below the folder, and a dump of every table that the database knows of."""
    files = [path for path in planted.folder.rglob("*") if path.is_file()]
    names = "\n".join(str(path.relative_to(planted.folder)) for path in planted.folder.rglob("*"))
    with planted.world.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        rows = [str(tuple(row)) for t in tables for row in connection.execute(text(f'SELECT * FROM "{t}"'))]
    return b"".join(path.read_bytes() for path in files) + names.encode() + "\n".join(rows).encode()


def found(words: dict[str, str], stored: bytes) -> set[str]:
    return {place for word, place in words.items() if word.encode() in stored}


@pytest.fixture
def marked(planted: Planted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Marks:
    """The person's words in every table; the program's temporary folder and its file of tasks lie in the folder too."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    marks = mark_everything(planted)
    with transaction(planted.world.engine) as db:
        person = db.get_one(User, planted.person.id)
        for name in (person.name, person.display_name, person.email):
            about = f"{name} wrote to us"
            db.add(AuditEvent(at=planted.world.clock(), action="x", object_type="n", object_id="n", detail=about))
    return marks


def test_every_table_and_every_text_in_it_is_planted(planted: Planted, marked: Marks) -> None:
    marked_columns = set(marked.words.values())
    others = {str(table.__tablename__) for table in NOT_PERSONAL} | HASHES_THAT_END_BY_THEMSELVES
    expected = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if takes_a_mark(column) and table.name not in others
    }
    assert marked_columns == expected, "plant the new table in tests/services/keeping/test_privacy.py too"
    assert found(marked.words, everything(planted)) == expected


def test_after_the_erasure_no_byte_is_left_in_any_table_file_or_folder(
    planted: Planted, marked: Marks, tmp_path: Path
) -> None:
    tasks = BackgroundTasks(queue_in_file(tmp_path / "tasks.db"))
    tasks.start()
    with tempfile.TemporaryFile() as copy:
        planted.privacy.export(None, planted.person.id, copy)
        assert copy.tell() > 0
        before = everything(planted)
        assert [name for name, content in FILES.items() if content not in before] == []
        assert b"reference face" not in b"".join(p.name.encode() for p in (tmp_path / "temporary").iterdir())
        receipt = planted.privacy.erase_person(None, planted.person.id)
        assert list((tmp_path / "temporary").iterdir()) == [], "a copy being sent has no name on the disk"
    assert tasks.stop(5.0)
    stored = everything(planted)
    assert receipt.is_overwritten == (planted.world.engine.dialect.name == "sqlite"), "PostgreSQL's tables are a task"
    assert found(marked.words, stored) == set()
    assert [name for name, content in FILES.items() if content in stored] == []
    ids = (planted.person.id, planted.session.id)
    assert [str(one) for one in ids if str(one).encode() in stored or one.hex.encode() in stored] == []


def test_the_receipt_of_it_names_nobody(planted: Planted, marked: Marks) -> None:
    receipt = planted.privacy.erase_person(planted.world.administrator, planted.person.id)
    written = f"{receipt} {receipt.in_words()}"
    assert found(marked.words, written.encode()) == set()
    assert str(planted.person.id) not in written and str(planted.session.id) not in written
