"""Where a review stands in the queue, kept with it. Inside the caller's transaction, after whatever changed its case."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from db.queries.review_queue import type_totals
from db.tables import ProctorReview, SurveySession
from proctor_core.domain.alleged_total import AllegedTotal
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.priority import priority_of


def rank_review(db: Session, session_id: UUID) -> None:
    """Count rank, longest violation and unseen share of the session's review anew; nothing happens where it has none.

    Whoever changes a session's violations holds the session's row, so that of two the second counts what the first wrote.
    """
    asked = select(ProctorReview.id, ProctorReview.created_at, ProctorReview.flag_reasons, SurveySession.coverage)
    joined = asked.join(SurveySession, col(SurveySession.id) == ProctorReview.session_id)
    found = db.exec(joined.where(ProctorReview.session_id == session_id)).one_or_none()
    if found is None:
        return
    review_id, created_at, reasons, coverage = found
    totals = type_totals(db, [session_id]).get(session_id, ())
    place = place_of(totals, [FlagRule(str(reason["rule"])) for reason in reasons], created_at, coverage)
    db.exec(update(ProctorReview).where(col(ProctorReview.id) == review_id).values(place))


def place_of(
    totals: Sequence[AllegedTotal], met: Sequence[FlagRule], created_at: datetime, coverage: float | None
) -> dict[str, Any]:
    """The columns by which queues are listed, of a review that was created then; `coverage` None: not known yet."""
    return {
        "ranks_since": priority_of(totals, met).waits_since(created_at),
        "longest_s": max((total.longest_s for total in totals), default=0.0),
        "unseen_share": 0.0 if coverage is None else 1.0 - coverage,
    }
