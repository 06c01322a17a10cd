"""Reads of surveys and their versions."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, func, select

from db.queries.paging import Cursor, older_than
from db.tables import Survey
from proctor_core.errors import NotFound


def find_survey(db: Session, survey_id: UUID) -> Survey:
    """The survey version with this id.

    Raises:
        NotFound: there is none.
    """
    survey = db.get(Survey, survey_id)
    if survey is None:
        raise NotFound("no such survey")
    return survey


def newest_version(db: Session, slug: str) -> int:
    """The newest version's number, 0 when there is none yet."""
    return db.exec(select(func.coalesce(func.max(Survey.version), 0)).where(Survey.slug == slug)).one()


def surveys_before(db: Session, cursor: Cursor | None, limit: int) -> Sequence[Survey]:
    """Survey versions, newest first."""
    return db.exec(
        select(Survey)
        .where(*older_than(cursor, Survey.created_at, Survey.id))
        .order_by(col(Survey.created_at).desc(), col(Survey.id).desc())
        .limit(limit)
    ).all()
