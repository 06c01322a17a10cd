"""The verb that compares what the statistics add up with a full count."""

import typer

from proctor_core.cli.operators_language import translated
from proctor_core.cli.plain_errors import plain_errors
from proctor_core.language.marking import N_

COMPARED = N_("Compared {days} days with a full count; what differed, at {differing} places, was mended.")


def recount() -> None:
    """Compare the sums behind the statistics with a full count, and mend them; a running program does it once a day."""
    from proctor_core.bootstrap import application

    with plain_errors():
        parts = application()
        parts.require_tables()
        found = parts.services.keeping.statistics_sums.recount()
        typer.echo(translated(COMPARED, days=found.days, differing=found.differing))
