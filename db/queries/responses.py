"""Reads of what a survey's owner gets: handed-in sessions of one version by keyset, with what belongs to a page of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, and_, col, func, select

from db.queries.paging import newer_than
from db.tables import Answer, Consent, ProctorReview, Signal, Survey, SurveySession, User, Violation
from proctor_core.domain.consent import Purpose
from proctor_core.domain.paging import Cursor
from proctor_core.domain.states import HANDED_IN
from proctor_core.domain.violation import ViolationType
from proctor_core.domain.watching import WatchedBy

"""What was withdrawn, has expired or was erased is nobody's response."""


class ListedVersion(NamedTuple):
    """A survey version without its questions, and how many responses it has."""

    id: UUID
    platform: str
    slug: str
    title: str
    version: int
    responses: int


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A handed-in session with everything that its response is made of."""

    session: SurveySession
    review: ProctorReview | None
    taker_name: str
    answers: Sequence[Answer]
    violations: Mapping[ViolationType, int]
    signals: Sequence[Signal]
    consent: Consent | None


def handed_in_after(
    db: Session, survey_id: UUID, after: Cursor | None, until: datetime, limit: int
) -> Sequence[HandedIn]:
    """Up to `limit` sessions of a version that were handed in by `until`, the oldest first, from behind the cursor on."""
    at, row_id = col(SurveySession.submitted_at), col(SurveySession.id)
    rows = db.exec(
        select(SurveySession, ProctorReview, User.display_name)
        .join(User, col(User.id) == SurveySession.taker_id)
        .outerjoin(ProctorReview, col(ProctorReview.session_id) == SurveySession.id)
        .where(SurveySession.survey_id == survey_id, col(SurveySession.status).in_(HANDED_IN), at <= until)
        .where(*newer_than(after, SurveySession.submitted_at, SurveySession.id))
        .order_by(at, row_id)
        .limit(limit)
    ).all()
    ids = [session.id for session, _, _ in rows]
    answers, signals = _by_session(db, Answer, ids), _by_session(db, Signal, ids)
    violations, consents = _violations(db, ids), _consents(db, ids)
    return [
        HandedIn(
            session=session,
            review=review,
            taker_name=name,
            answers=answers[session.id],
            violations=violations[session.id],
            signals=signals[session.id],
            consent=consents.get(session.id),
        )
        for session, review, name in rows
    ]


def listed_versions(db: Session) -> Sequence[ListedVersion]:
    """Every survey version, the newest first, with how many sessions of it were handed in."""
    is_handed_in = and_(col(SurveySession.survey_id) == Survey.id, col(SurveySession.status).in_(HANDED_IN))
    named: list[Any] = [Survey.id, Survey.platform, Survey.slug, Survey.title, Survey.version]
    columns: list[Any] = [*named, func.count(col(SurveySession.id))]
    listed = (
        select(*columns)
        .select_from(Survey)
        .outerjoin(SurveySession, is_handed_in)
        .group_by(col(Survey.id))
        .order_by(col(Survey.created_at).desc(), col(Survey.id).desc())
    )
    return [ListedVersion(*row) for row in db.exec(listed).all()]


def handed_in_counts(db: Session, survey_id: UUID) -> Mapping[WatchedBy, int]:
    """How many sessions of a version were handed in, by who watched them."""
    count = select(SurveySession.watched_by, func.count()).where(*_of(survey_id))
    found = db.exec(count.group_by(col(SurveySession.watched_by))).all()
    return {WatchedBy(watcher): number for watcher, number in found}


def value_counts(db: Session, survey_id: UUID, question_ids: Collection[str]) -> Sequence[tuple[str, Any, int]]:
    """(Question id, stored value, how many gave it) over the handed-in sessions of a version."""
    given = (
        select(Answer.question_id, Answer.value, func.count())
        .join(SurveySession, col(SurveySession.id) == Answer.session_id)
        .where(*_of(survey_id), col(Answer.question_id).in_(question_ids), col(Answer.value).is_not(None))
        .group_by(col(Answer.question_id), col(Answer.value))
    )
    return list(db.exec(given).all())


def answered_counts(db: Session, survey_id: UUID) -> Mapping[str, int]:
    """Question id -> how many handed-in sessions of a version answer it."""
    given = (
        select(Answer.question_id, func.count())
        .join(SurveySession, col(SurveySession.id) == Answer.session_id)
        .where(*_of(survey_id), col(Answer.value).is_not(None))
        .group_by(col(Answer.question_id))
    )
    return dict(db.exec(given).all())


def newest_values(db: Session, survey_id: UUID, question_id: str, limit: int) -> Sequence[Any]:
    """The values of one question, those of the newest sessions first."""
    given = (
        select(Answer.value)
        .join(SurveySession, col(SurveySession.id) == Answer.session_id)
        .where(*_of(survey_id), Answer.question_id == question_id, col(Answer.value).is_not(None))
        .order_by(col(SurveySession.submitted_at).desc(), col(SurveySession.id).desc())
    )
    return db.exec(given.limit(limit)).all()


def _of(survey_id: UUID) -> tuple[Any, ...]:
    return SurveySession.survey_id == survey_id, col(SurveySession.status).in_(HANDED_IN)


def _by_session(db: Session, table: Any, ids: Collection[UUID]) -> Mapping[UUID, list[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in db.exec(select(table).where(col(table.session_id).in_(ids)).order_by(col(table.id))).all():
        found[row.session_id].append(row)
    return found


def _violations(db: Session, ids: Collection[UUID]) -> Mapping[UUID, dict[ViolationType, int]]:
    found: defaultdict[UUID, dict[ViolationType, int]] = defaultdict(dict)
    counted = select(Violation.session_id, Violation.type, func.count()).where(col(Violation.session_id).in_(ids))
    for session_id, kind, count in db.exec(counted.group_by(col(Violation.session_id), col(Violation.type))).all():
        found[session_id][ViolationType(kind)] = count
    return found


def _consents(db: Session, ids: Collection[UUID]) -> Mapping[UUID, Consent]:
    """What was said last about the camera."""
    said = select(Consent).where(col(Consent.session_id).in_(ids), Consent.purpose == Purpose.MONITORING)
    return {row.session_id: row for row in db.exec(said.order_by(col(Consent.given_at))).all()}
