"""Verbs about one person: the first administrator, a copy of what is kept, its erasure."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from proctor_core.cli.new_file import new_file
from proctor_core.cli.operators_language import translated
from proctor_core.cli.plain_errors import plain_errors
from proctor_core.domain.erasure import StillHeld
from proctor_core.language.marking import N_, Message

IN_USE = N_(
    "The database was in use: deleted rows can be read in its files until they are written anew; the program tries again."
)
HELD = N_("What was erased may still be readable in {places}.")
HELD_PLACES: Mapping[StillHeld, Message] = {
    StillHeld.WRITE_AHEAD_LOG: N_("the write-ahead log until PostgreSQL recycles it, and wherever it is archived"),
    StillHeld.BACKUPS: N_("backups that were made before"),
}


def create_administrator(name: str) -> None:
    """Make the first administrator; asks for the password, or reads it from standard input."""
    from proctor_core.bootstrap import application

    with plain_errors():
        is_typed = sys.stdin.isatty()
        password = _typed_password() if is_typed else _read_line()
        parts = application()
        parts.require_tables()
        user = parts.services.accounts.accounts.create_administrator(name, password)
        typer.echo(translated(N_("Administrator {name} can sign in."), name=user.name))


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
        said = N_("Everything that is kept about {name} is in {file}.")
        typer.echo(translated(said, name=person.name, file=out))


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
        said = N_("{name}: {counts}, files {files}.")
        typer.echo(translated(said, name=person.name, counts=counts, files=kept.files))
        if not yes and not typer.confirm(translated(N_("Erase all of this?"))):
            typer.echo(translated(N_("Nothing was erased.")))
            return
        receipt = parts.monitoring.erasure.erase_person(None, person.id)
        said = N_("Erased. Receipt {id}: {rows}.")
        typer.echo(translated(said, id=receipt.id, rows=receipt.in_words()))
        _say_what_is_held(
            receipt.still_held, is_rewritten=parts.services.keeping.retention.overwriting.run(whatever_its_size=True)
        )


def _say_what_is_held(held: Sequence[StillHeld], *, is_rewritten: bool) -> None:
    if not is_rewritten:
        typer.echo(translated(IN_USE), err=True)
    rest = [place for place in held if place is not StillHeld.DEAD_ROWS]
    places = [translated(HELD_PLACES[place]) for place in rest]
    typer.echo(translated(HELD, places=translated(N_(" and ")).join(places)))


def _typed_password() -> str:
    return typer.prompt(translated(N_("Password")), hide_input=True, confirmation_prompt=True)


def _read_line() -> str:
    return sys.stdin.readline().rstrip("\n")
