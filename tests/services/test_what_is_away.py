"""Whether the database is away is said in one place, and routes and pages say the same of an error."""

import ast
import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError, IntegrityError, InternalError, OperationalError

from pages import texts_navigation as words
from pages.components import failure
from proctor_core.errors import DatabaseAway, ModelUnavailable, NoRoom, ProctorError
from proctor_core.services.outage.away import away_of

ROOT = Path(__file__).parents[2]
KINDS = {"OperationalError", "InterfaceError"}
"""Drivers raise these for what can never be stored as well, and others for a database that is away."""


class Refusal(Exception):
    """What psycopg2 raises: a code of PostgreSQL's appendix A."""

    def __init__(self, pgcode: str | None) -> None:
        super().__init__("refused")
        self.pgcode = pgcode


AWAY: list[tuple[Exception, type[ProctorError]]] = [
    (OperationalError("x", None, Refusal(None)), DatabaseAway),
    (InternalError("x", None, Refusal("25006")), DatabaseAway),
    (DatabaseError("x", None, Refusal(None)), DatabaseAway),
    (OperationalError("x", None, Refusal("53100")), NoRoom),
    (OSError(errno.ENOSPC, "full"), NoRoom),
    (ModelUnavailable("no model"), ModelUnavailable),
]
MISTAKES: list[Exception] = [
    OperationalError("x", None, Refusal("54000")),
    IntegrityError("x", None, Refusal("23505")),
    OSError(errno.ENOENT, "no such file"),
    ValueError("wrong"),
]


@pytest.mark.parametrize(("error", "kind"), AWAY)
def test_what_is_away_becomes_an_error_of_our_tree(error: Exception, kind: type[ProctorError]) -> None:
    assert type(away_of(error)) is kind


@pytest.mark.parametrize("error", MISTAKES)
def test_a_mistake_of_ours_is_nothing_that_is_away(error: Exception) -> None:
    assert away_of(error) is None


@pytest.mark.parametrize("error", [*(error for error, _ in AWAY), *MISTAKES])
def test_a_page_says_that_storage_is_away_where_it_is(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(failure.st, "error", lambda sentence, **_: said.append(sentence))
    assert failure.say_that_it_failed(error)
    assert (said == [words.STORAGE_AWAY]) is (away_of(error) is not None)


def kinds_caught(source: str) -> Iterator[str]:
    """Names of a driver's kinds of errors that are imported from SQLAlchemy or read from its `exc`."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ImportFrom(module="sqlalchemy.exc", names=names):
                yield from (one.name for one in names if one.name in KINDS)
            case ast.Attribute(ast.Name("exc"), attribute) if attribute in KINDS:
                yield attribute
            case _:
                pass


def test_nobody_else_goes_by_the_kind_of_a_drivers_error() -> None:
    own = ROOT / "db/away.py"
    files = [file for room in ("db", "pages", "proctor_core") for file in (ROOT / room).rglob("*.py") if file != own]
    assert not {str(file) for file in files if list(kinds_caught(file.read_text(encoding="utf-8")))}


def test_a_planted_kind_is_found() -> None:
    assert list(kinds_caught("from sqlalchemy.exc import OperationalError")) == ["OperationalError"]
    assert list(kinds_caught("from sqlalchemy import exc\ntry: ...\nexcept exc.InterfaceError: ..."))
