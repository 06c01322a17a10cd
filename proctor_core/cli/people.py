"""Verbs about one person: the first administrator, a copy of what is kept, its erasure."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from proctor_core.cli.new_file import new_file
from proctor_core.cli.plain_errors import plain_errors
from proctor_core.domain.erasure import StillHeld

IN_USE = "The database was in use: deleted rows can be read in its files until they are written anew; the program tries again."
HELD = "What was erased may still be readable in {places}."
HELD_PLACES: Mapping[StillHeld, str] = {
    StillHeld.WRITE_AHEAD_LOG: "the write-ahead log until PostgreSQL recycles it, and wherever it is archived",
    StillHeld.BACKUPS: "backups that were made before",
}


def create_administrator(name: str) -> None:
    """Make the first administrator; asks for the password, or reads it from standard input."""
    from proctor_core.bootstrap import application

    with plain_errors():
        is_typed = sys.stdin.isatty()
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True) if is_typed else _read_line()
        parts = application()
        parts.require_tables()
        user = parts.services.accounts.accounts.create_administrator(name, password)
        typer.echo(f"Administrator {user.name} can sign in.")


def export(
    name: Annotated[str, typer.Argument(help="The name that the person signs in with.")],
    out: Annotated[Path, typer.Option(help="The ZIP file to write.")],
) -> None:
    """Write everything that is kept about one person into a ZIP file."""
    from proctor_core.bootstrap import application

    with plain_errors():
        parts = application()
        parts.require_tables()
        person = parts.services.keeping.privacy.person_called(name)
        with new_file(out) as file:
            parts.services.keeping.privacy.export(None, person.id, file)
        typer.echo(f"Everything that is kept about {person.name} is in {out}.")


def erase(
    name: Annotated[str, typer.Argument(help="The name that the person signs in with.")],
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask again.")] = False,
) -> None:
    """Erase one person: sessions, answers, pictures, account. There is no way back."""
    from proctor_core.bootstrap import application

    with plain_errors():
        parts = application()
        parts.require_tables()
        person = parts.services.keeping.privacy.person_called(name)
        parts.services.keeping.privacy.sessions_to_erase(None, person.id)
        kept = parts.services.keeping.privacy.what_is_kept(None, person.id)
        counts = ", ".join(f"{table} {rows}" for table, rows in kept.rows if rows)
        typer.echo(f"{person.name}: {counts}, files {kept.files}.")
        if not yes and not typer.confirm("Erase all of this?"):
            typer.echo("Nothing was erased.")
            return
        receipt = parts.monitoring.erasure.erase_person(None, person.id)
        typer.echo(f"Erased. Receipt {receipt.id}: {receipt.in_words()}.")
        _say_what_is_held(
            receipt.still_held, is_rewritten=parts.services.keeping.retention.overwriting.run(whatever_its_size=True)
        )


def _say_what_is_held(held: Sequence[StillHeld], *, is_rewritten: bool) -> None:
    if not is_rewritten:
        typer.echo(IN_USE, err=True)
    rest = [place for place in held if place is not StillHeld.DEAD_ROWS]
    typer.echo(HELD.format(places=" and ".join(HELD_PLACES[place] for place in rest)))


def _read_line() -> str:
    return sys.stdin.readline().rstrip("\n")
