"""A page of a list, however deep, and the newest of its kind are looked up in an index: no database reads up to them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import reading
from db.queries.audit import newest_event
from db.queries.audit_log import events_before
from db.queries.blind_samples import count_samples
from db.queries.gallery import GalleryFilter, pictured_sessions
from db.queries.queue_filter import QueueFilter
from db.queries.queue_order import QueueCursor, QueueOrder, QueueSort
from db.queries.responses import handed_in_after
from db.queries.review_queue import QueueView, queue_rows
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.filters import AuditFilter
from proctor_core.domain.paging import Cursor
from proctor_core.services.auditing import AuditAction
from tests.support.statements import statements

NOON, SOMEBODY = datetime(2026, 11, 24, 12, 0, tzinfo=UTC), uuid4()
BY_AGE = QueueOrder(QueueSort.WAITING)
DEEP = Cursor(NOON, uuid4())
Ask = Callable[[Session], object]


def audit_page(wanted: AuditFilter) -> Ask:
    return lambda db: events_before(db, wanted, DEEP, 50, is_folded=True)


def queue_page(view: QueueView, after: QueueCursor | None, order: QueueOrder = BY_AGE) -> Ask:
    asked = {"actor_id": SOMEBODY, "now": NOON, "narrowed": QueueFilter(), "order": order, "after": after, "limit": 26}
    return lambda db: queue_rows(db, view, **asked)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def listed(view: QueueView, by: QueueSort, at: datetime | float, *, is_reversed: bool = False) -> Ask:
    return queue_page(view, QueueCursor(at, DEEP.id), QueueOrder(by, is_reversed))


QUEUE = QueueCursor(DEEP.at, DEEP.id)
WAITING, DECIDED = QueueView.WAITING, QueueView.DECIDED
PAGES: dict[str, tuple[Ask, str, str]] = {
    "audit log": (audit_page(AuditFilter()), "ix_audit_event_at", "at"),
    "audit log by action": (audit_page(AuditFilter(action="survey.added")), "ix_audit_event_action", "at"),
    "queue, decided": (queue_page(QueueView.DECIDED, QUEUE), "ix_proctor_review_decided", "decided_at"),
    "queue, decided, the oldest first": (
        listed(DECIDED, QueueSort.WAITING, NOON, is_reversed=True),
        "ix_proctor_review_decided",
        "decided_at",
    ),
    "queue, decided, by longest": (
        listed(DECIDED, QueueSort.LONGEST, 9.0),
        "ix_proctor_review_decided_longest",
        "longest_s",
    ),
    "queue, decided, by coverage": (
        listed(DECIDED, QueueSort.COVERAGE, 0.1),
        "ix_proctor_review_decided_unseen",
        "unseen_share",
    ),
    "responses": (
        lambda db: handed_in_after(db, SOMEBODY, DEEP, NOON, 100),
        "ix_survey_session_submitted",
        "submitted_at",
    ),
}
"""What is listed -> a page of it, the index, and the time in it."""


def plan_of(engine: Engine, ask: Ask) -> str:
    """How the database goes about the first limited query; PostgreSQL, whose tables are empty, may neither scan nor sort."""
    with statements(engine) as said, reading(engine) as db:
        ask(db)
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


ORDERS = {
    "priority": (QueueSort.PRIORITY, NOON, "ix_proctor_review_open_rank", "ranks_since, id) >"),
    "waiting": (QueueSort.WAITING, NOON, "ix_proctor_review_open ", "created_at, id) >"),
    "longest": (QueueSort.LONGEST, 9.0, "ix_proctor_review_open_longest", "longest_s, id) <"),
    "coverage": (QueueSort.COVERAGE, 0.1, "ix_proctor_review_open_unseen", "unseen_share, id) <"),
}
"""Name -> by what, a place in it, its index, and where its page begins."""


@pytest.mark.parametrize(("by", "at", "index", "begins"), ORDERS.values(), ids=ORDERS.keys())
def test_waiting_reviews_come_in_the_order_of_an_index(
    postgres_engine: Engine, by: QueueSort, at: datetime | float, index: str, begins: str
) -> None:
    """SQLite begins with the sessions that are under review, and sorts them: as many as wait, however many were decided."""
    first, deep = (
        plan_of(postgres_engine, queue_page(WAITING, after, QueueOrder(by)))
        for after in (None, QueueCursor(at, DEEP.id))
    )
    for plan in (first, deep):
        assert index in plan and not SORTS.search(plan), plan
    assert begins in deep, deep


def test_the_newest_sweep_is_looked_up(engine: Engine) -> None:
    plan = plan_of(engine, lambda db: newest_event(db, AuditAction.SWEPT))
    assert "ix_audit_event_action" in plan and not SORTS.search(plan), plan


def test_the_gallery_by_verdict_begins_among_reviews_of_which_something_was_said(engine: Engine) -> None:
    wanted = GalleryFilter(verdict=VerdictKind.CONFIRM)
    plan = plan_of(engine, lambda db: pictured_sessions(db, wanted, actor_id=SOMEBODY, after=DEEP, limit=24))
    assert "ix_proctor_review_judged" in plan, plan
    assert re.search(r"\(created_at,id\)<|ROW\((\w+\.)?created_at, (\w+\.)?id\) <", plan), plan


@pytest.mark.parametrize("is_of_samples", [False, True], ids=["gallery", "drawn sessions"])
def test_sqlite_does_not_begin_with_every_session_that_was_handed_in(
    sqlite_engine: Engine, is_of_samples: bool
) -> None:
    def ask(db: Session) -> object:
        if is_of_samples:
            return count_samples(db, SOMEBODY, NOON, held_by_moderator=False)
        return pictured_sessions(db, GalleryFilter(), actor_id=SOMEBODY, after=None, limit=24)

    with statements(sqlite_engine) as said, reading(sqlite_engine) as db:
        ask(db)
    statement, parameters = next(one for one in said if one[0].startswith("SELECT"))
    with sqlite_engine.connect() as connection:
        explained = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
        plan = [str(row[-1]) for row in explained]
    assert plan and not any("ix_survey_session_status" in step for step in plan), plan
