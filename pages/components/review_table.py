"""The review queue as a table that scans: a bar of alleged seconds, type chips with counts, numbers aligned right."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pages import texts
from pages.components import spoken
from pages.components.colours import TYPE_COLOUR
from pages.components.plain_component import plain_component
from pages.texts_spoken import listed
from proctor_core.domain.policy import policy_from_json
from proctor_core.domain.session_code import session_code
from proctor_core.services.reviewing.case import flag_reasons_of
from proctor_core.services.reviewing.reviewing import QueueRow, QueueView, TypeTotal

FULL_BAR_S = 120.0
NUMBERS = frozenset({"longest", "coverage", "waiting"})


def review_table(rows: Sequence[QueueRow], view: QueueView, now: datetime, key: str) -> UUID | None:
    """Draw the rows; the survey session whose row was clicked just now, or None."""
    labels = texts.DECIDED_COLUMNS if view is QueueView.DECIDED else texts.QUEUE_COLUMNS
    columns = [{"label": label, "is_number": name in NUMBERS} for name, label in labels.items()]
    data = {"columns": columns, "rows": [_line(row, view, now) for row in rows]}
    clicked = plain_component("review_table")(key=key, data=data, on_opened_change=lambda: None)
    return UUID(clicked.opened) if clicked.opened else None


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
        "bar": _bar(row.totals),
        "bar_title": listed(f"{texts.TYPE_LABEL[t.type]} {spoken.duration(t.total_s)}" for t in row.totals),
        "why": [*(_chip(total) for total in row.totals), *_rules(row)],
        "longest": spoken.duration(row.longest_s) if row.totals else texts.NOTHING,
        "coverage": spoken.percent(session.coverage),
        "is_coverage_low": session.coverage is not None and session.coverage < floor,
        "waiting": waiting,
        "holder": _holder(row),
        "is_free": row.claimed_by is None,
    }


def _holder(row: QueueRow) -> str:
    if row.claimed_by is not None:
        return row.claimed_by
    return texts.REVIEW_STATUS[row.review.status][0] if row.review.decided_at else texts.HOLDER_NOBODY


def _bar(totals: Sequence[TypeTotal]) -> list[dict[str, Any]]:
    """Shares of the bar in percent; more than the full bar is scaled down to it."""
    whole_s = max(FULL_BAR_S, sum(total.total_s for total in totals))
    return [{"percent": round(100 * t.total_s / whole_s, 1), "colour": TYPE_COLOUR[t.type]} for t in totals]


def _rules(row: QueueRow) -> list[dict[str, str]]:
    """The flag rules that were met, but for the count, which the chips show."""
    words = (texts.FLAG_RULE_SHORT[r.rule].format(measured=r.measured) for r in flag_reasons_of(row.review))
    return [{"text": word, "colour": ""} for word in words if word]


def _chip(total: TypeTotal) -> dict[str, str]:
    return {"text": f"{texts.TYPE_LABEL[total.type]} {spoken.number(total.count)}", "colour": TYPE_COLOUR[total.type]}
