"""What is counted, as one query over the rows: triggers, full counts and the parts of an hour that no sum holds all use it.

A fact lies in the quarter of an hour of UTC in which it happened, so that sums can be read in every zone:

- `session`: a proctored session that was handed in. counted: sessions; flagged; allegations: in them; approved, rejected,
  waiting: what moderators decided, or that they have not yet.
- `allegation`, by type: a violation began. counted: violations; sessions: those whose first one of the type it is; approved,
  rejected, waiting: violations in such sessions; confirmed, dismissed, unsure: the verdict that stands, given with a look.
- `again`, by type: a violation of a session that had one of its type, a day ago or more (`since`); both times are exact.
- `decision`, by kind: a moderator approved, rejected or escalated.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from db.tables.reviews import DECISION, OPEN
from db.tables.statistics import Sums

At = Callable[[str, str], str]
"""From the dialect and a time to the time by which it is counted."""
ALL_SURVEYS = UUID(int=0)
QUARTER_MINUTES, HOUR_MINUTES, DAY_MINUTES = 15, 60, 1440
SESSION, ALLEGATION, AGAIN, DECIDED = "session", "allegation", "again", "decision"
FACTS = (SESSION, ALLEGATION, AGAIN, DECIDED)
KEYS = ("survey_id", "fact", "kind", "at", "since")
SUMS = tuple(Sums.model_fields)
_EPOCH: Mapping[str, str] = MappingProxyType(
    {"postgresql": "TIMESTAMPTZ '1970-01-01 00:00:00+00'", "sqlite": "'1970-01-01 00:00:00.000000'"}
)
_ONCE: Mapping[str, str] = MappingProxyType({"postgresql": "OFFSET 0", "sqlite": "LIMIT -1"})
"""Keeps the planner from looking a column up wherever it is named."""
_OUTCOME = f"""
    CASE WHEN r.status = 'approved' THEN 1 ELSE 0 END AS approved,
    CASE WHEN r.status = 'rejected' THEN 1 ELSE 0 END AS rejected,
    CASE WHEN r.{OPEN} AND s.status = 'under_review' THEN 1 ELSE 0 END AS waiting"""
_NO_VERDICT = "0 AS confirmed, 0 AS dismissed, 0 AS unsure"
_ONE = ", ".join(f"{int(name == 'counted')} AS {name}" for name in SUMS)


@dataclass(frozen=True, slots=True)
class Rows:
    """Which rows are counted, as conditions of SQL: of sessions `s`, of violations `v`, of entries of the history `e`.

    Where `r` is the review of a session.
    """

    sessions: str = "TRUE"
    violations: str = "TRUE"
    events: str = "TRUE"

    @classmethod
    def of_sessions(cls, are: str) -> "Rows":
        """All of some sessions; `are`: what their ids are, as an operator with its operand."""
        return cls(f"s.id {are}", f"v.session_id {are}", f"r.session_id {are}")


def quarter(dialect: str, at: str) -> str:
    """The beginning of the quarter of an hour in which a time lies."""
    if dialect == "postgresql":
        return f"to_timestamp(floor(date_part('epoch', {at}) / 900) * 900)"
    minutes = f"printf('%02d', CAST(substr({at}, 15, 2) AS INTEGER) / 15 * 15)"
    return f"substr({at}, 1, 14) || {minutes} || ':00.000000'"


def is_a_day_later(dialect: str, later: str, earlier: str) -> str:
    """Whether one time is a day after another or more."""
    if dialect == "postgresql":
        return f"{later} >= {earlier} + INTERVAL '24 hours'"
    return f"julianday({later}) - julianday({earlier}) >= 1"


def summed(dialect: str, rows: Rows, sign: str = "1", facts: Sequence[str] = FACTS) -> str:
    """One row for each place in which something of `rows` is counted: `KEYS`, then `SUMS`, each times `sign`."""
    sums = ", ".join(f"CAST({sign} * SUM({name}) AS INTEGER) AS {name}" for name in SUMS)
    keys = ", ".join(KEYS)
    single = " UNION ALL ".join(facts_of(dialect, fact, rows) for fact in facts)
    return f"SELECT {keys}, {sums} FROM ({single}) AS facts GROUP BY {keys}"


def facts_of(dialect: str, fact: str, rows: Rows, at: At = quarter) -> str:
    """One row for each fact of a kind; `at`: what stands in place of its time."""
    return _FACTS[fact](dialect, rows, at)


def exact(_: str, at: str) -> str:
    """The time itself."""
    return at


def _sessions(dialect: str, rows: Rows, at: At) -> str:
    return f"""
SELECT s.survey_id AS survey_id, 'session' AS fact, '' AS kind, {at(dialect, "s.submitted_at")} AS at,
    {_EPOCH[dialect]} AS since, 1 AS counted, CAST(s.flagged_for_review AS INTEGER) AS flagged,
    s.violations_count AS allegations, 0 AS sessions, {_OUTCOME}, {_NO_VERDICT}
FROM survey_session s LEFT JOIN proctor_review r ON r.session_id = s.id
WHERE s.proctoring_enabled AND s.submitted_at IS NOT NULL AND {rows.sessions}"""


def _allegations(dialect: str, rows: Rows, at: At) -> str:
    verdicts = ", ".join(
        f"CASE WHEN x.verdict = '{word}' THEN 1 ELSE 0 END AS {name}"
        for word, name in (("confirm", "confirmed"), ("dismiss", "dismissed"), ("unsure", "unsure"))
    )
    return f"""
SELECT s.survey_id AS survey_id, 'allegation' AS fact, x.type AS kind, {at(dialect, "x.started_at")} AS at,
    {_EPOCH[dialect]} AS since, 1 AS counted, 0 AS flagged, 0 AS allegations, x.is_first AS sessions, {_OUTCOME}, {verdicts}
FROM (
    SELECT v.session_id, v.type, v.started_at, ({_standing(dialect)}) AS verdict,
        CASE WHEN EXISTS (SELECT 1 FROM {_EARLIER}) THEN 0 ELSE 1 END AS is_first
    FROM violation v WHERE {rows.violations} {_ONCE[dialect]}
) AS x
JOIN survey_session s ON s.id = x.session_id LEFT JOIN proctor_review r ON r.session_id = s.id"""


_EARLIER = """violation p WHERE p.session_id = v.session_id AND p.type = v.type
        AND p.started_at <= v.started_at AND (p.started_at < v.started_at OR p.id < v.id)"""


def _standing(dialect: str) -> str:
    """As `rules/standing_verdicts.py`: the newest that was not taken back. What was dismissed in bulk says nothing."""
    covers = {
        "postgresql": "jsonb_exists(d.violation_ids, CAST(v.id AS TEXT))",
        "sqlite": "instr(replace(d.violation_ids, '-', ''), v.id) > 0",
    }
    return f"""
        SELECT d.kind FROM incident_verdict d
        WHERE d.session_id = v.session_id AND d.kind IS NOT NULL AND d.batch_id IS NULL AND {covers[dialect]}
            AND NOT EXISTS (SELECT 1 FROM incident_verdict t
                WHERE t.session_id = d.session_id AND t.takes_back = d.id AND t.batch_id IS NULL)
        ORDER BY d.at DESC, d.id DESC LIMIT 1"""


def _again(dialect: str, rows: Rows, _: At) -> str:
    return f"""
SELECT s.survey_id AS survey_id, 'again' AS fact, x.type AS kind, x.started_at AS at, x.since AS since, {_ONE}
FROM (
    SELECT v.session_id, v.type, v.started_at, (SELECT MAX(p.started_at) FROM {_EARLIER}) AS since
    FROM violation v WHERE {rows.violations} {_ONCE[dialect]}
) AS x
JOIN survey_session s ON s.id = x.session_id WHERE {is_a_day_later(dialect, "x.started_at", "x.since")}"""


def _decisions(dialect: str, rows: Rows, at: At) -> str:
    return f"""
SELECT s.survey_id AS survey_id, 'decision' AS fact, e.kind AS kind, {at(dialect, "e.at")} AS at,
    {_EPOCH[dialect]} AS since, {_ONE}
FROM review_event e JOIN proctor_review r ON r.id = e.review_id JOIN survey_session s ON s.id = r.session_id
WHERE e.{DECISION} AND {rows.events}"""


_FACTS: Mapping[str, Callable[[str, Rows, At], str]] = MappingProxyType(
    {SESSION: _sessions, ALLEGATION: _allegations, AGAIN: _again, DECIDED: _decisions}
)
