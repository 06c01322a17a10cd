"""Compares the sums with a full count, day by day, and mends what differs: by a hand in the database, or by a mistake.

What differs is appended as a change like any other, so that nobody has to be kept from writing meanwhile.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from db.rollups.facts import ALL_SURVEYS, DAY_MINUTES, KEYS, SUMS, Rows, summed
from db.rollups.folding import LEVELS, at_level, nil, of_first_level, wait_to_be_alone

FOREVER = datetime(9000, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_KEYS, _COLUMNS = ", ".join(KEYS), ", ".join((*KEYS, *SUMS))
_OFF = ", ".join((*KEYS, *(f"-{name} AS {name}" for name in SUMS)))
_DIFFERS = " OR ".join(f"SUM({name}) <> 0" for name in SUMS)
_OLDEST = """SELECT MIN(at) FROM (
    SELECT MIN(submitted_at) AS at FROM survey_session WHERE submitted_at IS NOT NULL
    UNION ALL SELECT MIN(started_at) FROM violation UNION ALL SELECT MIN(at) FROM review_event
    UNION ALL SELECT MIN(at) FROM statistics_rollup UNION ALL SELECT MIN(at) FROM statistics_change) AS oldest"""


def days(connection: Connection, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """All days of UTC on which something may be counted, the oldest first; the last one has no end."""
    found = connection.exec_driver_sql(_OLDEST).scalar()
    if found is None:
        return
    oldest = datetime.fromisoformat(found) if isinstance(found, str) else found
    day = oldest.replace(tzinfo=oldest.tzinfo or UTC).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    while day + _DAY < now:
        yield day, day + _DAY
        day += _DAY
    yield day, FOREVER


def mend(connection: Connection, start: datetime, end: datetime, surveys: str) -> int:
    """Bring the sums of whole days to what a full count says; how many places differed. `surveys`: of `counted_surveys`."""
    # Two that found the same difference would both append it.
    wait_to_be_alone(connection)
    return _mend_changes(connection, start, end, surveys) + _mend_levels(connection, start, end, surveys)


def _mend_changes(connection: Connection, start: datetime, end: datetime, surveys: str) -> int:
    """Append what the sums lack to a full count, or have too much."""
    dialect = connection.dialect.name
    *rows, within = [_is_within(dialect, at, start, end) for at in ("s.submitted_at", "v.started_at", "e.at", "at")]
    sums = ", ".join(f"CAST(SUM({name}) AS INTEGER)" for name in SUMS)
    found = connection.exec_driver_sql(f"""
INSERT INTO statistics_change ({_COLUMNS})
SELECT {_KEYS}, {sums} FROM (
    SELECT {_COLUMNS} FROM ({summed(dialect, Rows(*rows))}) AS counted
    UNION ALL SELECT {_OFF} FROM statistics_rollup WHERE {at_level(LEVELS[0], surveys)} AND {within}
    UNION ALL SELECT {_OFF} FROM statistics_change WHERE {within}
) AS compared GROUP BY {_KEYS} HAVING {_DIFFERS}""")
    return found.rowcount


def _mend_levels(connection: Connection, start: datetime, end: datetime, surveys: str) -> int:
    """Make sums of hours, of days and of all surveys anew where they are not those of their quarters."""
    dialect, differing = connection.dialect.name, 0
    within = _is_within(dialect, "at", start, end)
    for level in LEVELS[1:]:
        own = f"{at_level(level, f'survey_id = {nil(dialect)}' if level[1] else surveys)} AND {within}"
        anew = of_first_level(dialect, level, f"{at_level(LEVELS[0], surveys)} AND {within}")
        both = f"SELECT {_COLUMNS} FROM ({anew}) AS anew UNION ALL SELECT {_OFF} FROM statistics_rollup WHERE {own}"
        compared = (
            f"SELECT COUNT(*) FROM (SELECT 1 FROM ({both}) AS both_ways GROUP BY {_KEYS} HAVING {_DIFFERS}) AS found"
        )
        count = int(connection.exec_driver_sql(compared).scalar_one())
        if count:
            connection.exec_driver_sql(f"DELETE FROM statistics_rollup WHERE {own}")
            connection.exec_driver_sql(f"INSERT INTO statistics_rollup (level, {_COLUMNS}) {anew}")
        differing += count
    return differing


def counted_surveys(connection: Connection) -> str:
    """The condition of the sums of single surveys, also of those that are gone."""
    dialect = connection.dialect.name
    known = f"""SELECT DISTINCT survey_id FROM statistics_rollup WHERE level = {DAY_MINUTES} AND survey_id <> {nil(dialect)}
        UNION SELECT id FROM survey"""
    found = [UUID(str(one)) for one in connection.exec_driver_sql(known).scalars()] or [ALL_SURVEYS]
    written = (f"CAST('{one}' AS UUID)" if dialect == "postgresql" else f"'{one.hex}'" for one in found)
    return f"survey_id IN ({', '.join(written)})"


def _is_within(dialect: str, at: str, start: datetime, end: datetime) -> str:
    kind, zone = ("TIMESTAMPTZ ", "+00") if dialect == "postgresql" else ("", "")
    first, last = (f"{kind}'{one.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}{zone}'" for one in (start, end))
    return f"{at} >= {first} AND {at} < {last}"
