"""Entry of `python -m proctor_core`."""

from proctor_core.cli.verbs import cli

cli()
