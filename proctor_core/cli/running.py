"""Verbs that run until they are stopped: the program itself, and a worker beside it."""

import logging

from proctor_core import serving
from proctor_core.cli.operators_language import say
from proctor_core.cli.plain_errors import plain_errors
from proctor_core.settings import Settings


def serve() -> None:
    """Serve the pages and the API on HOST and PORT."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with plain_errors():
        serving.serve(Settings.load(), say)


def worker() -> None:
    """Analyse uploaded recordings beside the program that serves; on as many machines as wanted."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    with plain_errors():
        serving.work(Settings.load(), say)
