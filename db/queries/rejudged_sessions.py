"""Sessions that are to be judged again, a few at a time, with all that was alleged and said about each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, func
from sqlmodel import Session, col, select

from db.engine import reading
from db.queries.chunks import chunks
from db.queries.paging import newer_than
from db.queries.rows_by_session import rows_by_session
from db.tables import (
    AddedIncident,
    Evidence,
    FaceMute,
    IncidentVerdict,
    KeptPolicy,
    ProctorReview,
    Signal,
    Survey,
    SurveySession,
    Violation,
)
from proctor_core.domain.paging import Cursor
from proctor_core.domain.violation import ViolationType

AT_ONCE = 40
"""Sessions read together; raising it asks the database less often and holds more in memory."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which sessions: those named, else those handed in from `start` up to, without, `end`, of one survey or of all.

    Two owners may use the same slug: with `platform` (empty: the house) it is the survey of that one alone.
    """

    sessions: tuple[UUID, ...] = ()
    survey_slug: str | None = None
    platform: str | None = None
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class SaidRows:
    """Some sessions with their rows, each list in the order of its time.

    `pictures`: of violations that show a second face, by violation, where a face was muted in their session.
    """

    sessions: Sequence[SurveySession]
    slugs: Mapping[UUID, str]
    violations: Mapping[UUID, Sequence[Violation]]
    signals: Mapping[UUID, Sequence[Signal]]
    verdicts: Mapping[UUID, Sequence[IncidentVerdict]]
    added: Mapping[UUID, Sequence[AddedIncident]]
    mutes: Mapping[UUID, Sequence[FaceMute]]
    pictures: Mapping[UUID, Sequence[Evidence]]
    reviews: Mapping[UUID, ProctorReview]


def count_chosen(db: Session, choice: Choice) -> int:
    """How many sessions these are."""
    return db.exec(select(func.count()).select_from(SurveySession).where(*_chosen(choice))).one()


def usual_policy(db: Session, choice: Choice) -> KeptPolicy | None:
    """The policy that most of these sessions were judged by; of equals the one that was seen last."""
    by_policy = (
        select(KeptPolicy)
        .join(SurveySession, col(SurveySession.policy_sha256) == KeptPolicy.sha256)
        .where(*_chosen(choice))
        .group_by(col(KeptPolicy.sha256))
        .order_by(func.count().desc(), col(KeptPolicy.first_seen_at).desc())
    )
    return db.exec(by_policy.limit(1)).first()


def unknown_sessions(db: Session, ids: Sequence[UUID]) -> Sequence[UUID]:
    """Those of these ids that no session has."""
    known: set[UUID] = set()
    for some in chunks(ids):
        known.update(db.exec(select(SurveySession.id).where(col(SurveySession.id).in_(some))).all())
    return [one for one in ids if one not in known]


def has_survey(db: Session, slug: str) -> bool:
    """Whether any survey is called so."""
    return db.exec(select(Survey.id).where(Survey.slug == slug).limit(1)).first() is not None


def chosen_sessions(engine: Engine, choice: Choice) -> Iterator[SaidRows]:
    """The sessions with their rows, `AT_ONCE` at a time; no connection is held in between."""
    for some in chunks(choice.sessions, AT_ONCE) if choice.sessions else _handed_in(engine, choice):
        with reading(engine) as db:
            yield _rows(db, some)


def _handed_in(engine: Engine, choice: Choice) -> Iterator[Sequence[UUID]]:
    """In the order in which they were handed in; what is handed in meanwhile comes at the end."""
    columns: list[Any] = [SurveySession.submitted_at, SurveySession.id]
    after: Cursor | None = None
    while True:
        page = select(*columns).where(*_chosen(choice), *newer_than(after, *columns)).order_by(*columns)
        with reading(engine) as db:
            found = db.exec(page.limit(AT_ONCE)).all()
        if not found:
            return
        yield [session_id for _, session_id in found]
        after = Cursor(*found[-1])


def _chosen(choice: Choice) -> tuple[ColumnElement[bool], ...]:
    session = SurveySession
    if choice.sessions:
        return (col(session.id).in_(choice.sessions),)
    chosen: list[ColumnElement[bool]] = [col(session.submitted_at).is_not(None)]
    if choice.start is not None:
        chosen.append(col(session.submitted_at) >= choice.start)
    if choice.end is not None:
        chosen.append(col(session.submitted_at) < choice.end)
    if choice.survey_slug is not None:
        survey = select(Survey.id).where(Survey.slug == choice.survey_slug)
        of_owner = survey if choice.platform is None else survey.where(Survey.platform == choice.platform)
        chosen.append(col(session.survey_id).in_(of_owner))
    return tuple(chosen)


def _rows(db: Session, ids: Sequence[UUID]) -> SaidRows:
    found = {one.id: one for one in db.exec(select(SurveySession).where(col(SurveySession.id).in_(ids))).all()}
    # One may be gone since its id was read.
    sessions = [found[one] for one in ids if one in found]
    surveys = {one.survey_id for one in sessions}
    mutes = rows_by_session(db, FaceMute, ids, "at")
    reviews = db.exec(select(ProctorReview).where(col(ProctorReview.session_id).in_(ids))).all()
    return SaidRows(
        sessions=sessions,
        slugs=dict(db.exec(select(Survey.id, Survey.slug).where(col(Survey.id).in_(surveys))).all()),
        violations=rows_by_session(db, Violation, ids, "onset_s"),
        signals=rows_by_session(db, Signal, ids, "onset_s"),
        verdicts=rows_by_session(db, IncidentVerdict, ids, "at"),
        added=rows_by_session(db, AddedIncident, ids, "at"),
        mutes=mutes,
        pictures=_second_faces(db, list(mutes)),
        reviews={review.session_id: review for review in reviews},
    )


def _second_faces(db: Session, sessions: Sequence[UUID]) -> Mapping[UUID, Sequence[Evidence]]:
    pictures = (
        select(Evidence)
        .join(Violation, col(Violation.id) == Evidence.violation_id)
        .where(col(Evidence.session_id).in_(sessions), Violation.type == ViolationType.MULTIPLE_FACES)
        .order_by(col(Evidence.taken_s), col(Evidence.id))
    )
    by_violation: defaultdict[UUID, list[Evidence]] = defaultdict(list)
    for picture in db.exec(pictures).all() if sessions else ():
        by_violation[picture.violation_id].append(picture)
    return by_violation
