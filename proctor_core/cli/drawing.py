"""The verb that fills a database with drawn sessions."""

from typing import Annotated

import typer

from proctor_core.cli.operators_language import translated
from proctor_core.cli.plain_errors import plain_errors
from proctor_core.language.marking import N_

DRAWN = N_(
    "There are {there} drawn sessions of seed {seed} now; {added} are new. `remove-demo` takes all of them away."
)
SO_FAR = N_("{there} of {wanted}")


def demo(
    sessions: Annotated[
        int, typer.Option(min=1, max=10_000_000, help="How many there will be, those of before included.")
    ],
    seed: Annotated[
        int, typer.Option(min=0, max=999_999, help="Other sessions for each number, the same for the same.")
    ] = 1,
) -> None:
    """Fill an empty or demo database with drawn sessions of the last year, without pictures: for pages at their real size.

    What a running program would have erased by its retention settings is left out. A killed run may be begun again.
    """
    from proctor_core.bootstrap import application
    from proctor_core.demo.crowd.filling import CrowdFilling

    with plain_errors():
        parts = application()
        parts.require_tables()
        filled = CrowdFilling(parts.services).fill(
            sessions, seed, lambda there: typer.echo(translated(SO_FAR, there=there, wanted=sessions), err=True)
        )
        typer.echo(translated(DRAWN, there=filled.there, seed=seed, added=filled.added))
