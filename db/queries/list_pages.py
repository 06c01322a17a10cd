"""How a page of a long list is found.

What is rare is looked up by itself, since whoever walks along the list to the next one passes thousands of others. PostgreSQL
reads a page in one process: others that it begins to help read far past the page before anybody tells them that it is full.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, func, text
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from db.tables import ProctorReview, SurveySession, Violation
from proctor_core.domain.violation import ViolationType

FEW = 2000
"""So many sessions are fetched and sorted sooner than a list is walked along."""


def read_alone(db: Session) -> None:
    """Until the end of this transaction no query of it begins another process."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SET LOCAL max_parallel_workers_per_gather = 0"))


def if_rare(db: Session, survey_id: UUID | None, kind: ViolationType | None) -> list[ColumnElement[bool]]:
    """Conditions that a review of such a session meets anyhow, where there are few of the survey or with the type.

    With one of them both databases begin at those few instead of at the list's beginning.
    """
    wanted: list[SelectOfScalar[UUID]] = []
    if survey_id is not None:
        wanted.append(select(SurveySession.id).where(SurveySession.survey_id == survey_id))
    if kind is not None:
        wanted.append(select(Violation.session_id).where(Violation.type == kind))
    # The limit keeps PostgreSQL from making one question of two, and tells it how few there are.
    return [col(ProctorReview.session_id).in_(of.limit(FEW)) for of in wanted if _are_few(db, of)]


def _are_few(db: Session, ids: SelectOfScalar[UUID]) -> bool:
    counted = select(func.count()).select_from(ids.limit(FEW).subquery())
    return db.exec(counted).one() < FEW
