"""A page of a list, however deep, and the newest of its kind are looked up in an index: no database reads up to them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from db.engine import reading
from db.queries.audit import newest_event
from db.queries.audit_log import events_before
from db.queries.responses import handed_in_after
from db.queries.review_queue import QueueCursor, QueueFilter, QueueView, queue_rows
from proctor_core.domain.filters import AuditFilter
from proctor_core.domain.paging import Cursor
from proctor_core.services.auditing import AuditAction

NOON, SOMEBODY = datetime(2026, 11, 24, 12, 0, tzinfo=UTC), uuid4()
DEEP = Cursor(NOON, uuid4())
Ask = Callable[[Session], object]


def audit_page(wanted: AuditFilter) -> Ask:
    return lambda db: events_before(db, wanted, DEEP, 50, is_folded=True)


def queue_page(view: QueueView, after: QueueCursor | None) -> Ask:
    return lambda db: queue_rows(db, view, actor_id=SOMEBODY, now=NOON, narrowed=QueueFilter(), after=after, limit=26)


QUEUE = QueueCursor(DEEP.at, DEEP.id)
PAGES: dict[str, tuple[Ask, str, str]] = {
    "audit log": (audit_page(AuditFilter()), "ix_audit_event_at", "at"),
    "audit log by action": (audit_page(AuditFilter(action="survey.added")), "ix_audit_event_action", "at"),
    "queue, decided": (queue_page(QueueView.DECIDED, QUEUE), "ix_proctor_review_decided", "decided_at"),
    "responses": (
        lambda db: handed_in_after(db, SOMEBODY, DEEP, NOON, 100),
        "ix_survey_session_submitted",
        "submitted_at",
    ),
}
"""What is listed -> a page of it, the index, and the time in it."""


def plan_of(engine: Engine, ask: Ask) -> str:
    """How the database goes about the first limited query; PostgreSQL, whose tables are empty, may neither scan nor sort."""
    said: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        said.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        with reading(engine) as db:
            ask(db)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    statement, parameters = next(one for one in said if "LIMIT" in one[0])
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if not is_sqlite:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        explain = f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{statement}"
        return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(explain, parameters))  # type: ignore[arg-type]


SORTS = re.compile(r"TEMP B-TREE|\bSort\b")
"""Words of a plan that puts rows in order itself: of SQLite's, of PostgreSQL's."""


@pytest.mark.parametrize(("ask", "index", "time"), PAGES.values(), ids=PAGES.keys())
def test_a_deep_page_begins_at_its_place_in_the_index(engine: Engine, ask: Ask, index: str, time: str) -> None:
    plan = plan_of(engine, ask)
    assert index in plan
    assert re.search(rf"\({time},id\)[<>]|ROW\((\w+\.)?{time}, (\w+\.)?id\) [<>]", plan), plan
    assert not SORTS.search(plan), plan


def test_decided_reviews_come_in_the_order_of_their_index(engine: Engine) -> None:
    plan = plan_of(engine, queue_page(QueueView.DECIDED, None))
    assert "ix_proctor_review_decided" in plan and not SORTS.search(plan), plan


@pytest.mark.parametrize("after", [None, QUEUE])
def test_waiting_reviews_come_in_the_order_of_their_index(postgres_engine: Engine, after: QueueCursor | None) -> None:
    """SQLite begins with the sessions that are under review, and sorts them: as many as wait, however many were decided."""
    plan = plan_of(postgres_engine, queue_page(QueueView.WAITING, after))
    assert "ix_proctor_review_open" in plan and not SORTS.search(plan), plan
    assert after is None or re.search(r"ROW\(created_at, id\) >", plan), plan


def test_the_newest_sweep_is_looked_up(engine: Engine) -> None:
    plan = plan_of(engine, lambda db: newest_event(db, AuditAction.SWEPT))
    assert "ix_audit_event_action" in plan and not SORTS.search(plan), plan
