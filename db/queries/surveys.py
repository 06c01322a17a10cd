"""Reads of surveys and their versions."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, col, func, select

from db.queries.paging import older_than
from db.tables import Survey, SurveySession
from proctor_core.codes.missing import Missing
from proctor_core.domain.ownership import platform_may_use
from proctor_core.domain.paging import Cursor
from proctor_core.domain.states import UNFINISHED
from proctor_core.errors import NotFound


def find_survey(db: Session, survey_id: UUID) -> Survey:
    """The survey version with this id.

    Raises:
        NotFound: there is none.
    """
    survey = db.get(Survey, survey_id)
    if survey is None:
        raise NotFound(Missing.SURVEY)
    return survey


def hold_survey(db: Session, survey_id: UUID) -> Survey:
    """The survey version, held until the transaction ends: who else wants to hold it waits.

    Raises:
        NotFound: there is none.
    """
    survey = db.exec(select(Survey).where(Survey.id == survey_id).with_for_update(key_share=True)).first()
    if survey is None:
        raise NotFound(Missing.SURVEY)
    return survey


def survey_for_platform(db: Session, platform: str, survey_id: UUID) -> Survey:
    """A survey version that a platform may use.

    Raises:
        NotFound: there is none, or it is another platform's.
    """
    survey = find_survey(db, survey_id)
    if not platform_may_use(platform, survey.platform):
        raise NotFound(Missing.SURVEY)
    return survey


def newest_survey(db: Session, platform: str, slug: str) -> Survey | None:
    """The newest version of this owner's survey; None: there is none yet."""
    versions = select(Survey).where(Survey.platform == platform, Survey.slug == slug)
    return db.exec(versions.order_by(col(Survey.version).desc()).limit(1)).first()


def versions_of(db: Session, platform: str, slug: str) -> Sequence[Survey]:
    """All versions of an owner's survey, the oldest first."""
    return db.exec(
        select(Survey).where(Survey.platform == platform, Survey.slug == slug).order_by(col(Survey.version))
    ).all()


def sessions_by_survey(db: Session, survey_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """How many sessions each of these versions has; one without any is left out."""
    count = select(SurveySession.survey_id, func.count()).where(col(SurveySession.survey_id).in_(survey_ids))
    return dict(db.exec(count.group_by(col(SurveySession.survey_id))).all())


def takers_asked(db: Session, survey_id: UUID, taker_ids: Collection[UUID]) -> set[UUID]:
    """Those of the takers who have a session of this version that is not at its end: asking again would be a second one."""
    running = select(SurveySession.taker_id).where(
        SurveySession.survey_id == survey_id,
        col(SurveySession.taker_id).in_(taker_ids),
        col(SurveySession.status).in_(UNFINISHED),
    )
    return set(db.exec(running).all())


class NamedSurvey(NamedTuple):
    """A version as lists call it: without what is asked in it, which is most of the row."""

    id: UUID
    title: str
    platform: str
    slug: str
    version: int


def named_surveys(db: Session, limit: int) -> Sequence[NamedSurvey]:
    """Survey versions, newest first."""
    columns: list[Any] = [getattr(Survey, name) for name in NamedSurvey._fields]
    named = select(*columns)
    newest_first = named.order_by(col(Survey.created_at).desc(), col(Survey.id).desc())
    return [NamedSurvey(*row) for row in db.exec(newest_first.limit(limit)).all()]


def surveys_before(
    db: Session, cursor: Cursor | None, limit: int, owners: Collection[str] | None = None
) -> Sequence[Survey]:
    """Survey versions, newest first; of these owners alone, where they are given."""
    theirs = [] if owners is None else [col(Survey.platform).in_(owners)]
    return db.exec(
        select(Survey)
        .where(*older_than(cursor, Survey.created_at, Survey.id), *theirs)
        .order_by(col(Survey.created_at).desc(), col(Survey.id).desc())
        .limit(limit)
    ).all()
