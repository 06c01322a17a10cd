"""Verbs about all that is kept: erase what is due, whose the media store is, take the demo away."""

from typing import Annotated

import typer

from proctor_core.cli.operators_language import in_operators_language, say, translated
from proctor_core.cli.people import IN_USE
from proctor_core.cli.plain_errors import plain_errors
from proctor_core.domain.store_standing import StoreStanding
from proctor_core.language.marking import N_

ADOPTING = N_(
    "How the media store stands to this database: {standing}. It holds files of {sessions} sessions that this database does not "
    "know; they stay until `sweep --unknown` is asked for them. Retention and erasure then go by this database alone."
)


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

    with plain_errors():
        parts = application()
        parts.require_tables()
        if dry_run:
            for planned in parts.services.keeping.retention.plan(now()):
                say(planned.message())
            parts.services.keeping.retention.identity.require_own()
            typer.echo(translated(N_("Nothing was changed.")))
            return
        report = parts.services.keeping.retention.erase_due(now(), with_unknown=unknown, any_share=any_share)
        typer.echo(translated(N_("Done: {report}."), report=in_operators_language(report.message())))
        if not parts.services.keeping.retention.overwriting.run(whatever_its_size=True):
            typer.echo(translated(IN_USE), err=True)


def adopt_store(yes: Annotated[bool, typer.Option("--yes", help="Don't ask again.")] = False) -> None:
    """Say that the media store belongs to this database, after another one or an older state was started with it."""
    from proctor_core.bootstrap import application
    from proctor_core.wiring.clock import now

    with plain_errors():
        parts = application()
        parts.require_tables()
        standing = parts.services.keeping.retention.identity.look()
        if standing is StoreStanding.OWN:
            typer.echo(translated(N_("The media store belongs to this database already.")))
            return
        typer.echo(
            translated(ADOPTING, standing=standing, sessions=parts.services.keeping.retention.unknown_sessions(now()))
        )
        if not yes and not typer.confirm(translated(N_("Is this the right database for it?"))):
            typer.echo(translated(N_("Nothing was changed.")))
            return
        parts.services.keeping.retention.identity.adopt()
        typer.echo(translated(N_("The media store belongs to this database now.")))


def remove_demo() -> None:
    """Take all demo content away: people, surveys, sessions, pictures."""
    from proctor_core.bootstrap import application

    with plain_errors():
        parts = application()
        parts.require_tables()
        removed = parts.demo.remove()
        said = N_("Removed {count} demo sessions and everything that belonged to them.")
        typer.echo(translated(said, count=removed))
