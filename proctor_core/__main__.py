"""Entry of `python -m proctor_core`."""

from proctor_core.cli import cli

cli()
