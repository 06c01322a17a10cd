"""`python -m proctor_core ...`: what an operator does without a browser."""

import logging
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, BinaryIO
from uuid import UUID

import typer

from proctor_core import serving
from proctor_core.domain.erasure import StillHeld
from proctor_core.domain.store_standing import StoreStanding
from proctor_core.domain.verification import VerifyReport
from proctor_core.errors import InvalidInput, ProctorError
from proctor_core.settings import Settings
from proctor_core.start.data_folder import FolderLock, require_room
from proctor_core.start.database import plainly
from proctor_core.start.exit_codes import ExitCode, exit_code_of

cli = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    help="Survey Proctor on the command line.",
)


IN_USE = "The database was in use: deleted rows can be read in its files until they are written anew; the program tries again."
HELD = "What was erased may still be readable in {places}."
HELD_PLACES: Mapping[StillHeld, str] = {
    StillHeld.WRITE_AHEAD_LOG: "the write-ahead log until PostgreSQL recycles it, and wherever it is archived",
    StillHeld.BACKUPS: "backups that were made before",
}
ADOPTING = (
    "How the media store stands to this database: {standing}. It holds files of {sessions} sessions that this database does not "
    "know; they stay until `sweep --unknown` is asked for them. Retention and erasure then go by this database alone."
)


@contextmanager
def _plain_errors() -> Iterator[None]:
    """An error of ours is one sentence and an exit code (`start/exit_codes.py`), not a traceback."""
    try:
        with plainly():
            yield
    except ProctorError as error:
        typer.echo(f"Error: {error}", err=True)
        raise typer.Exit(exit_code_of(error)) from None


@cli.command()
def models() -> None:
    """Print which model files are there, from where, what is missing and what that costs."""
    from proctor_core.models.manifest import describe_models, find_models

    with _plain_errors():
        settings = Settings.load()
        typer.echo(describe_models(find_models(settings.models_dir, settings.models_cache)))


@cli.command()
def fetch_models(
    offline: Annotated[bool, typer.Option(help="Look into the folders only, download nothing.")] = False,
    again: Annotated[bool, typer.Option(help="Also try what could not be had within the last day.")] = False,
) -> None:
    """Get the model files that are missing, from the first source that has them."""
    from proctor_core.models.manifest import describe_models, find_models
    from proctor_core.models.manifest import fetch_models as fetch
    from proctor_core.models.patience import note_what_is_missing, was_tried_lately

    with _plain_errors():
        settings = Settings.load()
        require_room(settings.data_dir.resolve())
        found = find_models(settings.models_dir, settings.models_cache)
        if found.missing and (again or not was_tried_lately(found, settings.models_cache, datetime.now(UTC))):
            found = fetch(settings.models_dir, settings.models_cache, progress=typer.echo, offline=offline)
            note_what_is_missing(found, settings.models_cache)
        typer.echo(describe_models(found))


@cli.command()
def migrate() -> None:
    """Bring the database to the tables that this program knows."""
    from proctor_core.start.database import prepare_database

    with _plain_errors():
        settings = Settings.load()
        folder = settings.data_dir.resolve()
        require_room(folder)
        FolderLock(folder).require_free()
        typer.echo(prepare_database(settings.database_address))


@cli.command()
def libraries() -> None:
    """Get the shared libraries that cv2 and mediapipe need and this machine lacks; without root, into .cache/."""
    from proctor_core.start.shared_libraries import get_libraries

    with _plain_errors():
        get_libraries(typer.echo)


@cli.command()
def serve() -> None:
    """Serve the pages and the API on HOST and PORT."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with _plain_errors():
        serving.serve(Settings.load(), typer.echo)


@cli.command()
def worker() -> None:
    """Analyse uploaded recordings beside the program that serves; on as many machines as wanted."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    with _plain_errors():
        serving.work(Settings.load(), typer.echo)


@cli.command()
def analyze(
    files: Annotated[list[Path], typer.Argument(help="Recordings or pictures.")],
    out: Annotated[Path | None, typer.Option(help="Folder for what is found in a recording.")] = None,
    baseline_s: Annotated[float, typer.Option(min=0, help="First seconds that teach the resting pose.")] = 5.0,
) -> None:
    """Analyse recordings and pictures by the same checks and rules as a live session."""
    from proctor_core.analyze import Analysis
    from proctor_core.models.manifest import find_models
    from proctor_core.wiring.detectors import new_observer

    with _plain_errors():
        settings = Settings.load()
        observer = new_observer(find_models(settings.models_dir, settings.models_cache))
        analysis = Analysis(observer, settings.base_policy)
        for file in files:
            # Several recordings in one call go into a folder each, named by the file.
            analysis.file(file, out / file.stem if out and len(files) > 1 else out, baseline_s)


@cli.command()
def create_administrator(name: str) -> None:
    """Make the first administrator; asks for the password, or reads it from standard input."""
    from proctor_core.bootstrap import application

    with _plain_errors():
        is_typed = sys.stdin.isatty()
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True) if is_typed else _read_line()
        parts = application()
        parts.require_tables()
        user = parts.accounts.create_administrator(name, password)
        typer.echo(f"Administrator {user.name} can sign in.")


@cli.command()
def export(
    name: Annotated[str, typer.Argument(help="The name that the person signs in with.")],
    out: Annotated[Path, typer.Option(help="The ZIP file to write.")],
) -> None:
    """Write everything that is kept about one person into a ZIP file."""
    from proctor_core.bootstrap import application

    with _plain_errors():
        parts = application()
        parts.require_tables()
        person = parts.privacy.person_called(name)
        with _written(out) as file:
            parts.privacy.export(None, person.id, file)
        typer.echo(f"Everything that is kept about {person.name} is in {out}.")


@cli.command()
def erase(
    name: Annotated[str, typer.Argument(help="The name that the person signs in with.")],
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask again.")] = False,
) -> None:
    """Erase one person: sessions, answers, pictures, account. There is no way back."""
    from proctor_core.bootstrap import application

    with _plain_errors():
        parts = application()
        parts.require_tables()
        person = parts.privacy.person_called(name)
        parts.privacy.sessions_to_erase(None, person.id)
        kept = parts.privacy.what_is_kept(None, person.id)
        counts = ", ".join(f"{table} {rows}" for table, rows in kept.rows if rows)
        typer.echo(f"{person.name}: {counts}, files {kept.files}.")
        if not yes and not typer.confirm("Erase all of this?"):
            typer.echo("Nothing was erased.")
            return
        receipt = parts.erasure.erase_person(None, person.id)
        typer.echo(f"Erased. Receipt {receipt.id}: {receipt.in_words()}.")
        _say_what_is_held(receipt.still_held, is_rewritten=parts.retention.overwriting.run(whatever_its_size=True))


@cli.command()
def sweep(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Name every session that would go, and change nothing.")
    ] = False,
    unknown: Annotated[
        bool, typer.Option("--unknown", help="Also remove files of sessions that this database does not know.")
    ] = False,
    any_share: Annotated[
        bool, typer.Option("--any-share", help="However large a part of the store it is that belongs to no session.")
    ] = False,
) -> None:
    """Erase what is due, now; a running program does it by itself once a day."""
    from proctor_core.bootstrap import application
    from proctor_core.wiring.clock import now

    with _plain_errors():
        parts = application()
        parts.require_tables()
        if dry_run:
            for planned in parts.retention.plan(now()):
                typer.echo(planned.in_words())
            parts.retention.identity.require_own()
            typer.echo("Nothing was changed.")
            return
        report = parts.retention.erase_due(now(), with_unknown=unknown, any_share=any_share)
        typer.echo(f"Done: {report.in_words()}.")
        if not parts.retention.overwriting.run(whatever_its_size=True):
            typer.echo(IN_USE, err=True)


@cli.command()
def adopt_store(yes: Annotated[bool, typer.Option("--yes", help="Don't ask again.")] = False) -> None:
    """Say that the media store belongs to this database, after another one or an older state was started with it."""
    from proctor_core.bootstrap import application
    from proctor_core.wiring.clock import now

    with _plain_errors():
        parts = application()
        parts.require_tables()
        standing = parts.retention.identity.look()
        if standing is StoreStanding.OWN:
            typer.echo("The media store belongs to this database already.")
            return
        typer.echo(ADOPTING.format(standing=standing, sessions=parts.retention.unknown_sessions(now())))
        if not yes and not typer.confirm("Is this the right database for it?"):
            typer.echo("Nothing was changed.")
            return
        parts.retention.identity.adopt()
        typer.echo("The media store belongs to this database now.")


@cli.command()
def verify(
    session: Annotated[UUID | None, typer.Argument(help="The id of a survey session.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every session, the audit log, the log of all chains.")] = False,
    export_heads: Annotated[
        Path | None, typer.Option(help="Write how far every chain has come into a new file.")
    ] = None,
    against: Annotated[Path | None, typer.Option(help="Compare with heads that were exported earlier.")] = None,
) -> None:
    """Prove that nothing that is kept was altered: rows, pictures, video, decisions, the audit log.

    Kept elsewhere, exported heads also tell when everything was put back to an older state.
    """
    from proctor_core.bootstrap import application
    from proctor_core.wiring.clock import now

    with _plain_errors():
        if session is None and not (every or export_heads or against):
            raise InvalidInput("session", "expected the id of a session, --all, --export-heads or --against")
        parts = application()
        parts.require_tables()
        verifying = parts.verifying
        reports: list[tuple[str, VerifyReport]] = []
        if against:
            reports.append((f"against {against}", verifying.compare_heads(_content(against))))
        if session:
            reports.append((f"session {session}", verifying.verify(session)))
        if every:
            reports.append(("log and audit log", verifying.verify_program()))
            reports += [(f"session {one}", verifying.verify_session_alone(one)) for one in verifying.sessions()]
        code = _told(reports)
        if export_heads:
            heads = verifying.export_heads(now())
            with _written(export_heads) as file:
                file.write(heads.encode())
            typer.echo(
                f"How far every chain has come is in {export_heads}. Keep it where nobody of this machine writes."
            )
    if code is not ExitCode.DONE:
        raise typer.Exit(code)


@cli.command()
def remove_demo() -> None:
    """Take all demo content away: people, surveys, sessions, pictures."""
    from proctor_core.bootstrap import application

    with _plain_errors():
        parts = application()
        parts.require_tables()
        removed = parts.demo.remove()
        typer.echo(f"Removed {removed} demo sessions and everything that belonged to them.")


def _told(reports: Sequence[tuple[str, VerifyReport]]) -> ExitCode:
    """Print what was found, and answer how the command ends."""
    for name, report in reports:
        words = report.in_words()
        typer.echo(words if len(reports) == 1 else f"{name}: {words}")
        for sentence in report.broken:
            typer.echo(f"ALTERED: {sentence}" if len(reports) == 1 else f"ALTERED: {name}: {sentence}", err=True)
    if any(report.findings for _, report in reports):
        return ExitCode.ALTERED
    return ExitCode.DONE if all(report.is_checked for _, report in reports) else ExitCode.OTHER_KEY


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput("against", f"expected a file that can be read, got {path}: {error.strerror}") from error


@contextmanager
def _written(path: Path) -> Iterator[BinaryIO]:
    """A new file that only its owner may read, and that goes when it could not be finished."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise InvalidInput(
            "out", f"expected a new file in a folder that exists, got {path}: {error.strerror}"
        ) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
    except BaseException:
        path.unlink()
        raise


def _say_what_is_held(held: Sequence[StillHeld], *, is_rewritten: bool) -> None:
    if not is_rewritten:
        typer.echo(IN_USE, err=True)
    rest = [place for place in held if place is not StillHeld.DEAD_ROWS]
    typer.echo(HELD.format(places=" and ".join(HELD_PLACES[place] for place in rest)))


def _read_line() -> str:
    return sys.stdin.readline().rstrip("\n")
