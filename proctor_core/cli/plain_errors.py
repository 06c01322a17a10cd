"""How a command ends that could not be done."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from proctor_core.cli.operators_language import operators_sentences, translated
from proctor_core.errors import ProctorError
from proctor_core.language.marking import N_
from proctor_core.language.sentences import sentence_with_field
from proctor_core.start.database import plainly
from proctor_core.start.exit_codes import exit_code_of


@contextmanager
def plain_errors() -> Iterator[None]:
    """An error of ours is one sentence and an exit code (`start/exit_codes.py`), not a traceback."""
    try:
        with plainly():
            yield
    except ProctorError as error:
        sentence = sentence_with_field(error, operators_sentences())
        typer.echo(translated(N_("Error: {sentence}"), sentence=sentence), err=True)
        raise typer.Exit(exit_code_of(error)) from None
