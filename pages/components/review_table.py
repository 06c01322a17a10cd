"""The review queue as a table that scans: priority and its parts, a bar of alleged seconds, type chips, numbers on the right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

import streamlit as st

from pages import texts
from pages import texts_queue as words
from pages.components import spoken
from pages.components.colours import TYPE_COLOUR
from pages.components.plain_component import plain_component
from pages.texts_spoken import listed
from proctor_core.domain.alleged_total import AllegedTotal
from proctor_core.domain.policy import policy_from_json
from proctor_core.domain.session_code import session_code
from proctor_core.services.reviewing.case import shown_reasons
from proctor_core.services.reviewing.reviewing import QueueOrder, QueueRow, QueueSort, QueueView

FULL_BAR_S = 120.0
HOUR_S = 3600.0
NUMBERS = frozenset({"longest", "coverage", "waiting"})
SORTS: Mapping[str, QueueSort] = MappingProxyType(
    {
        "seconds": QueueSort.PRIORITY,
        "longest": QueueSort.LONGEST,
        "coverage": QueueSort.COVERAGE,
        "waiting": QueueSort.WAITING,
    }
)
"""Column -> by what a press on its heading lists."""


@dataclass(frozen=True, slots=True)
class TableClick:
    """What was clicked just now: a row's session, or the heading of a column."""

    opened: UUID | None
    sorted_by: QueueSort | None


def review_table(rows: Sequence[QueueRow], view: QueueView, order: QueueOrder, now: datetime, key: str) -> TableClick:
    """Draw the rows."""
    data = {"columns": _columns(view, order), "rows": [_line(row, view, now) for row in rows]}
    clicked = plain_component("review_table")(
        key=key, data=data, on_opened_change=lambda: None, on_sorted_change=lambda: None
    )
    st.caption(texts.QUEUE_FOOT if view is QueueView.DECIDED else words.PRIORITY_FOOT)
    return TableClick(
        UUID(clicked.opened) if clicked.opened else None, QueueSort(clicked.sorted) if clicked.sorted else None
    )


def _columns(view: QueueView, order: QueueOrder) -> list[dict[str, Any]]:
    is_decided = view is QueueView.DECIDED
    labels = texts.DECIDED_COLUMNS if is_decided else {**texts.QUEUE_COLUMNS, "seconds": words.PRIORITY}
    by = QueueSort.WAITING if is_decided and order.by is QueueSort.PRIORITY else order.by
    return [
        {
            "label": label,
            "is_number": name in NUMBERS,
            "sort": None if is_decided and name == "seconds" else SORTS.get(name),
            "direction": _direction(by, order) if SORTS.get(name) is by else "none",
        }
        for name, label in labels.items()
    ]


def _direction(by: QueueSort, order: QueueOrder) -> str:
    """Of the numbers as they are shown: the least coverage, or the youngest decision, comes first."""
    is_ascending = by is QueueSort.COVERAGE
    return "ascending" if is_ascending is not order.is_reversed else "descending"


def _line(row: QueueRow, view: QueueView, now: datetime) -> dict[str, Any]:
    session, review = row.session, row.review
    code = session_code(session.id)
    waiting = spoken.ago(review.created_at, now)
    if view is QueueView.DECIDED and review.decided_at:
        waiting = texts.DECIDED_AGO.format(time=spoken.ago(review.decided_at, now))
    floor = policy_from_json(session.policy).coverage_floor
    return {
        "id": str(session.id),
        "code": code,
        "open_label": texts.OPEN_SESSION.format(code=code),
        "survey": row.survey_title,
        "priority": None if view is QueueView.DECIDED else _priority(row, now),
        "bar": _bar(row.totals),
        "bar_title": listed(f"{texts.TYPE_LABEL[t.type]} {spoken.duration(t.total_s)}" for t in row.totals),
        "why": [*(_chip(total) for total in row.totals), *_rules(row)],
        "longest": spoken.duration(row.review.longest_s) if row.totals else texts.NOTHING,
        "coverage": spoken.percent(session.coverage),
        "is_coverage_low": session.coverage is not None and session.coverage < floor,
        "waiting": waiting,
        "holder": _holder(row),
        "looked_at": words.LOOKED_AT_BY.format(names=listed(row.looked_at_by)) if row.looked_at_by else "",
        "is_free": row.claimed_by is None,
    }


def _priority(row: QueueRow, now: datetime) -> dict[str, str]:
    """The points and their parts, all whole, so that the parts make up the points."""
    found = row.priority
    waiting = max(0.0, (now - row.review.created_at).total_seconds() / HOUR_S)
    exact = {"what": found.what, "how_long": found.how_long, "how_sure": found.how_sure, "waiting": waiting}
    parts = {name: spoken.number(part) for name, part in _whole(exact).items()}
    points = spoken.number(round(sum(exact.values())))
    return {
        "points": points,
        "parts": words.PRIORITY_PARTS.format(**parts),
        "sentence": words.PRIORITY_IN_WORDS.format(points=points, **parts),
    }


def _whole(exact: Mapping[str, float]) -> dict[str, int]:
    """Whole numbers that add up to the rounded sum: what was cut off most is rounded up."""
    whole = {name: int(value) for name, value in exact.items()}
    missing = round(sum(exact.values())) - sum(whole.values())
    for name in sorted(exact, key=lambda name: exact[name] - whole[name], reverse=True)[:missing]:
        whole[name] += 1
    return whole


def _holder(row: QueueRow) -> str:
    if row.claimed_by is not None:
        return row.claimed_by
    return texts.REVIEW_STATUS[row.review.status][0] if row.review.decided_at else texts.HOLDER_NOBODY


def _bar(totals: Sequence[AllegedTotal]) -> list[dict[str, Any]]:
    """Shares of the bar in percent; more than the full bar is scaled down to it."""
    whole_s = max(FULL_BAR_S, sum(total.total_s for total in totals))
    return [{"percent": round(100 * t.total_s / whole_s, 1), "colour": TYPE_COLOUR[t.type]} for t in totals]


def _rules(row: QueueRow) -> list[dict[str, str]]:
    """The flag rules that were met, but for the count, which the chips show; of what is not decided none is said."""
    words = (texts.FLAG_RULE_SHORT[r.rule].format(measured=r.measured) for r in shown_reasons(row.review))
    return [{"text": word, "colour": ""} for word in words if word]


def _chip(total: AllegedTotal) -> dict[str, str]:
    return {"text": f"{texts.TYPE_LABEL[total.type]} {spoken.number(total.count)}", "colour": TYPE_COLOUR[total.type]}
