"""A database that goes away for a block: every connect fails, as with a server that is down."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, NoReturn

from sqlalchemy import Engine, event


@contextmanager
def away(engine: Engine) -> Generator[None]:
    """No connection within the block."""

    def refuse(dialect: Any, *_: object) -> NoReturn:
        raise dialect.loaded_dbapi.OperationalError("connection refused")

    event.listen(engine, "do_connect", refuse)
    engine.dispose()
    try:
        yield
    finally:
        event.remove(engine, "do_connect", refuse)
