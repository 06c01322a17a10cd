"""Whether the sums behind the statistics are what a full count says."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from db.rollups.comparing import FOREVER, counted_surveys, mend


def differing(engine: Engine) -> int:
    """At how many places they are not; nothing is mended."""
    with engine.connect() as connection, connection.begin() as begun:
        count = mend(connection, datetime(2000, 1, 1, tzinfo=UTC), FOREVER, counted_surveys(connection))
        begun.rollback()
    return count
