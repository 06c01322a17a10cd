"""Triggers that append what a transaction changes in the counts, whoever writes: the program, a bulk insert, or a hand.

Before a row that counts is changed, all that its session counts is taken off; after it, all that it counts then is added. So no
trigger knows what a change means: `facts.py` does. They are taken away before tables are changed and made anew after it
(`db/migrate.py`).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from db.rollups.facts import AGAIN, ALLEGATION, DECIDED, FACTS, KEYS, SUMS, Rows, summed
from db.tables.reviews import DECISION

_INTO = f"INSERT INTO statistics_change ({', '.join((*KEYS, *SUMS))})"
_IS_DECISION = "{row}." + DECISION
_ALLEGED = (ALLEGATION, AGAIN)
_MOVES_THE_COUNT = """(OLD.submitted_at IS NOT NULL OR NEW.submitted_at IS NOT NULL OR OLD.survey_id <> NEW.survey_id
    OR (OLD.status = 'under_review') <> (NEW.status = 'under_review'))"""


@dataclass(frozen=True, slots=True)
class _Counted:
    """A table whose rows count.

    Attributes:
        session: the session's id of a {row}. changes: columns that count.
        only: which rows count at all. new: which new ones do. moves: which of their changes do.
        key: what is unique beside the id; SQLite's triggers before an insert run also where the row is there already.
        holds: tables whose rows go with a row of it. facts: what its rows change; all, where counted rows go with them.
    """

    table: str
    session: str
    changes: tuple[str, ...]
    only: str = ""
    new: str = ""
    moves: str = ""
    key: str = ""
    holds: tuple[str, ...] = ()
    facts: tuple[str, ...] = FACTS


_ALL = (
    _Counted(
        "survey_session",
        "{row}.id",
        ("survey_id", "status", "proctoring_enabled", "submitted_at", "flagged_for_review", "violations_count"),
        new="NEW.submitted_at IS NOT NULL",
        moves=_MOVES_THE_COUNT,
    ),
    _Counted("violation", "{row}.session_id", ("type", "started_at"), facts=_ALLEGED),
    _Counted(
        "proctor_review", "{row}.session_id", ("status",), key="session_id", holds=("incident_verdict", "review_event")
    ),
    _Counted(
        "review_event",
        "(SELECT session_id FROM proctor_review WHERE id = {row}.review_id)",
        ("kind", "at"),
        only=_IS_DECISION,
        facts=(DECIDED,),
    ),
    _Counted(
        "incident_verdict",
        "{row}.session_id",
        ("kind", "violation_ids", "takes_back", "batch_id"),
        facts=(ALLEGATION,),
    ),
)
COUNTED = frozenset(one.table for one in _ALL)
"""Tables whose rows count."""
_ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def make_triggers(connection: Connection) -> None:
    """Count from now on."""
    make = _postgres() if connection.dialect.name == "postgresql" else (*_sqlite(), *_sqlite_waits())
    for statement in make:
        connection.exec_driver_sql(statement)


def drop_triggers(connection: Connection) -> None:
    """Count no longer, so that tables can be changed."""
    if connection.dialect.name == "postgresql":
        for function in _FUNCTIONS:
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {function} CASCADE")
        return
    for prefix in (_COUNTS, _WAITS):
        _drop_sqlite(connection, prefix)


def has_triggers(connection: Connection) -> bool:
    """Whether anything counts; a copy that was put together by hand may have lost them."""
    names = (
        "SELECT tgname FROM pg_trigger" if connection.dialect.name == "postgresql" else "SELECT name FROM sqlite_master"
    )
    found = connection.exec_driver_sql(names).scalars().all()
    return any(str(name).startswith("statistics_wait") for name in found)


@contextmanager
def without_triggers(connection: Connection) -> Iterator[None]:
    """For a change of a table within the block, in the connection's transaction."""
    drop_triggers(connection)
    yield
    make_triggers(connection)


@contextmanager
def uncounted(connection: Connection) -> Iterator[None]:
    """Rows that the transaction writes within the block count for nothing; whoever writes them counts them.

    On SQLite the transaction holds the whole database, so that the triggers may be away meanwhile.
    """
    is_server = connection.dialect.name == "postgresql"
    if is_server:
        connection.exec_driver_sql("SELECT set_config('proctor.uncounted', 'yes', true)")
    else:
        _drop_sqlite(connection, _COUNTS)
    yield
    if is_server:
        connection.exec_driver_sql("SELECT set_config('proctor.uncounted', '', true)")
    else:
        for statement in _sqlite():
            connection.exec_driver_sql(statement)


def count_sessions(connection: Connection, ids: Iterable[UUID]) -> None:
    """Add what some sessions count that were written `uncounted`."""
    if connection.dialect.name == "postgresql":
        listed = ",".join(map(str, ids))
        connection.exec_driver_sql(f"SELECT statistics_count(CAST('{{{listed}}}' AS uuid[]), 1)")
        return
    listed = ", ".join(f"'{one.hex}'" for one in ids)
    among = Rows.of_sessions(f"IN ({listed})")
    connection.exec_driver_sql(f"{_INTO} {summed('sqlite', among)}")


# ---- PostgreSQL ----
# A session's counts are taken off before its first row that a transaction changes, and added when the transaction commits:
# once, however much it changes. Meanwhile its id stands in a setting of the transaction.

_FUNCTIONS = (
    "statistics_count(uuid[], integer)",
    "statistics_begin(uuid)",
    "statistics_end()",
    "statistics_wait()",
    *(f"statistics_of_{one.table}()" for one in _ALL),
)
_AMONG = Rows.of_sessions("= ANY(ids)")
_BODIES = (
    # Planned once: to plan for each session takes three times as long as to count it.
    f"""CREATE FUNCTION statistics_count(ids uuid[], sign integer) RETURNS void
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$ BEGIN
    {_INTO} {summed("postgresql", _AMONG, "sign")};
END $$""",
    """CREATE FUNCTION statistics_begin(id uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE begun text := coalesce(current_setting('proctor.counting', true), '');
BEGIN
    IF id IS NULL OR position(id::text IN begun) > 0 THEN RETURN; END IF;
    PERFORM statistics_count(ARRAY[id], -1);
    PERFORM set_config('proctor.counting', begun || id || ' ', true);
END $$""",
    """CREATE FUNCTION statistics_end() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE begun text := coalesce(current_setting('proctor.counting', true), '');
BEGIN
    IF begun <> '' THEN
        PERFORM set_config('proctor.counting', '', true);
        PERFORM statistics_count(string_to_array(rtrim(begun), ' ')::uuid[], 1);
    END IF;
    RETURN NULL;
END $$""",
    """CREATE FUNCTION statistics_wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    NEW.waited_s := (SELECT date_part('epoch', NEW.decided_at - submitted_at) FROM survey_session WHERE id = NEW.session_id);
    RETURN NEW;
END $$""",
    # Also where a row was there already, so that nothing was inserted.
    """CREATE CONSTRAINT TRIGGER statistics_end AFTER INSERT ON statistics_change DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.counted < 0) EXECUTE FUNCTION statistics_end()""",
    """CREATE TRIGGER statistics_wait BEFORE INSERT OR UPDATE OF decided_at ON proctor_review
    FOR EACH ROW EXECUTE FUNCTION statistics_wait()""",
)


def _postgres() -> Iterator[str]:
    yield from _BODIES
    for one in _ALL:
        old, new = one.session.format(row="OLD"), one.session.format(row="NEW")
        yield f"""CREATE FUNCTION statistics_of_{one.table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'INSERT' THEN PERFORM statistics_begin({new}); RETURN NEW; END IF;
    PERFORM statistics_begin({old});
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$"""
        for event in _ROWS:
            counts = ["coalesce(current_setting('proctor.uncounted', true), '') <> 'yes'", *_conditions(one, event)]
            name, on = event.lower(), f"{_event(one, event)} ON {one.table}"
            only = f"FOR EACH ROW WHEN ({' AND '.join(counts)}) EXECUTE FUNCTION"
            yield f"CREATE TRIGGER statistics_{name} BEFORE {on} {only} statistics_of_{one.table}()"
            yield (
                f"CREATE CONSTRAINT TRIGGER statistics_{name}_end AFTER {on} DEFERRABLE INITIALLY DEFERRED "
                f"{only} statistics_end()"
            )


# ---- SQLite ----
# Triggers run row by row. What goes with a row goes before it, so that it is still known whose it was.

_COUNTS, _WAITS = "statistics_count_", "statistics_wait_"


def _drop_sqlite(connection: Connection, prefix: str) -> None:
    found = f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, {len(prefix)}) = '{prefix}'"
    for name in connection.exec_driver_sql(found).scalars().all():
        connection.exec_driver_sql(f"DROP TRIGGER {name}")


def _sqlite() -> Iterator[str]:
    for one in _ALL:
        for event in _ROWS:
            before, after = _ROWS[event][0], _ROWS[event][-1]
            yield _sqlite_trigger(one, event, "BEFORE", before, "-1")
            if event != "DELETE" or one.table != "survey_session":
                yield _sqlite_trigger(one, event, "AFTER", after, "1")


def _sqlite_waits() -> Iterator[str]:
    wait = """UPDATE proctor_review SET waited_s = (SELECT (julianday(NEW.decided_at) - julianday(submitted_at)) * 86400
    FROM survey_session WHERE id = NEW.session_id) WHERE id = NEW.id"""
    for event in ("INSERT", "UPDATE OF decided_at"):
        name = f"{_WAITS}{event.split()[0].lower()}"
        yield f"CREATE TRIGGER {name} AFTER {event} ON proctor_review BEGIN {wait}; END"


def _sqlite_trigger(one: _Counted, event: str, when: str, row: str, sign: str) -> str:
    conditions, statements = _conditions(one, event), list[str]()
    if event == "INSERT" and when == "BEFORE":
        same = "id = NEW.id" + (f" OR {one.key} = NEW.{one.key}" if one.key else "")
        conditions.append(f"NOT EXISTS (SELECT 1 FROM {one.table} WHERE {same})")
    if event == "DELETE" and when == "BEFORE":
        statements += [f"DELETE FROM {held} WHERE review_id = OLD.id" for held in one.holds]
    rows = Rows.of_sessions(f"= {one.session.format(row=row)}")
    statements.append(f"{_INTO} {summed('sqlite', rows, sign, one.facts)}")
    only = f"WHEN {' AND '.join(conditions)}" if conditions else ""
    name = f"{_COUNTS}{one.table}_{when}_{event}".lower()
    return f"CREATE TRIGGER {name} {when} {_event(one, event)} ON {one.table} {only} BEGIN {'; '.join(statements)}; END"


# ---- both ----


def _event(one: _Counted, event: str) -> str:
    return f"UPDATE OF {', '.join(one.changes)}" if event == "UPDATE" else event


def _conditions(one: _Counted, event: str) -> list[str]:
    """Of the rows that an event has."""
    counts = ["(" + " OR ".join(one.only.format(row=row) for row in _ROWS[event]) + ")"] if one.only else []
    of_event = {"INSERT": one.new, "UPDATE": one.moves}.get(event)
    return [*counts, of_event] if of_event else counts
