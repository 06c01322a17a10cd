"""Folds what transactions appended into sums: of each quarter, hour and day of UTC, of each survey and of all of them.

Nobody waits for it: readers add what was not folded yet. One process at a time, in one transaction.
"""

from sqlalchemy import Connection

from db.rollups.facts import (
    AGAIN,
    ALL_SURVEYS,
    DAY_MINUTES,
    FACTS,
    HOUR_MINUTES,
    KEYS,
    QUARTER_MINUTES,
    SUMS,
    Rows,
    summed,
)

_LOCK = 7_305_115
LEVELS = (
    (QUARTER_MINUTES, False),
    (QUARTER_MINUTES, True),
    (HOUR_MINUTES, True),
    (DAY_MINUTES, False),
    (DAY_MINUTES, True),
)
"""(Minutes, whether all surveys are one). The first is made of changes or rows, the others of the same or of the first."""
_FACTS = ", ".join(f"'{fact}'" for fact in FACTS)
_COLUMNS = ("level", *KEYS, *SUMS)
_NAMED = ", ".join(_COLUMNS)
_ADDED = ", ".join(f"{name} = statistics_rollup.{name} + excluded.{name}" for name in SUMS)
_TAKEN = ", ".join((*KEYS, *SUMS))


def fold_changes(connection: Connection) -> bool:
    """Add up what was appended; False: another process is at it."""
    if not is_alone(connection):
        return False
    dialect = connection.dialect.name
    # What is deleted and what is added must be the same rows, whatever is appended meanwhile.
    taken, source = "", "statistics_change"
    if dialect == "postgresql":
        taken, source = f"WITH taken AS (DELETE FROM statistics_change RETURNING {_TAKEN})", "taken"
    levels = " UNION ALL ".join(_at_level(dialect, source, *level) for level in LEVELS)
    conflict = ", ".join(("level", *KEYS))
    connection.exec_driver_sql(
        f"{taken} INSERT INTO statistics_rollup ({_NAMED}) SELECT * FROM ({levels}) AS folded WHERE TRUE "
        f"ON CONFLICT ({conflict}) DO UPDATE SET {_ADDED}"
    )
    if dialect == "sqlite":
        connection.exec_driver_sql("DELETE FROM statistics_change")
    connection.exec_driver_sql("DELETE FROM statistics_rollup WHERE counted = 0")
    return True


def fill(connection: Connection) -> None:
    """Count all rows, where nothing is counted yet: after the tables were made."""
    dialect = connection.dialect.name
    first, *others = LEVELS
    insert = f"INSERT INTO statistics_rollup ({_NAMED})"
    connection.exec_driver_sql(f"{insert} SELECT {first[0]}, facts.* FROM ({summed(dialect, Rows())}) AS facts")
    if dialect == "postgresql":
        connection.exec_driver_sql("ANALYZE statistics_rollup")
    for level in others:
        connection.exec_driver_sql(f"{insert} {of_first_level(dialect, level)}")


def of_first_level(dialect: str, level: tuple[int, bool], only: str | None = None) -> str:
    """What the sums of a level are by those of the first, all or `only` some of these."""
    first = f"(SELECT * FROM statistics_rollup WHERE {only or at_level(LEVELS[0], f'survey_id <> {nil(dialect)}')})"
    return _at_level(dialect, f"{first} AS base", *level)


def _at_level(dialect: str, source: str, minutes: int, is_of_all: bool) -> str:
    survey = nil(dialect) if is_of_all else "survey_id"
    sums = ", ".join(f"CAST(SUM({name}) AS INTEGER) AS {name}" for name in SUMS)
    only = "" if minutes == QUARTER_MINUTES else f"WHERE fact <> '{AGAIN}'"
    at = "at" if minutes == QUARTER_MINUTES else _begin(dialect, minutes)
    return (
        f"SELECT {minutes} AS level, {survey} AS survey_id, fact, kind, {at} AS at, since, {sums} "
        f"FROM {source} {only} GROUP BY 2, 3, 4, 5, 6"
    )


def _begin(dialect: str, minutes: int) -> str:
    """Of the hour or day in which a quarter lies."""
    if dialect == "postgresql":
        return f"to_timestamp(floor(date_part('epoch', at) / {minutes * 60}) * {minutes * 60})"
    return (
        "substr(at, 1, 14) || '00:00.000000'" if minutes == HOUR_MINUTES else "substr(at, 1, 11) || '00:00:00.000000'"
    )


def nil(dialect: str) -> str:
    """What stands for all surveys."""
    return f"CAST('{ALL_SURVEYS}' AS UUID)" if dialect == "postgresql" else f"'{ALL_SURVEYS.hex}'"


def at_level(level: tuple[int, bool], surveys: str) -> str:
    """The condition of the sums of one level: each fact is named, since rows of one level lie by fact and then by survey."""
    return f"level = {level[0]} AND fact IN ({_FACTS}) AND {surveys}"


def is_alone(connection: Connection) -> bool:
    """Whether no other process writes sums, until the transaction ends."""
    if connection.dialect.name == "sqlite":
        return True
    return bool(connection.exec_driver_sql(f"SELECT pg_try_advisory_xact_lock({_LOCK})").scalar_one())


def wait_to_be_alone(connection: Connection) -> None:
    """No other process writes sums from here until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
