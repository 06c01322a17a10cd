"""Takes demo content away: files first, then every row in one transaction, so that a killed removal can be asked again."""

import shutil
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, delete
from sqlmodel import Session, col, or_, select

from db.engine import reading, transaction
from db.queries.identity import note_erased
from db.tables import AuditEvent, ProctorReview, Survey, SurveySession, User
from proctor_core.media.store import MediaStore, media_key


def remove_sessions(
    engine: Engine, media: MediaStore, session_dirs: Iterable[Path], session_ids: Sequence[UUID], at: datetime
) -> None:
    """Take some sessions away with all that belongs to them; what hangs on a session goes by cascade."""
    _remove_files(media, tuple(session_dirs), session_ids)
    with transaction(engine) as db:
        _forget_events(db, [*session_ids, *_reviews_of(db, session_ids)])
        db.exec(delete(SurveySession).where(col(SurveySession.id).in_(session_ids)))
        note_erased(db, session_ids, at)


def remove_all(engine: Engine, media: MediaStore, session_dirs: Iterable[Path], at: datetime) -> int:
    """Take all demo people, surveys and sessions away; returns how many sessions that were.

    Also the visitor's own: whatever a demo person took, and whoever took a demo survey. What demo people did to other
    things stays, without their name.
    """
    folders = tuple(session_dirs)
    sessions = demo_sessions(engine)
    _remove_files(media, folders, sessions)
    with transaction(engine) as db:
        people, surveys = _demo_ids(db)
        _forget_events(db, [*people, *surveys, *sessions, *_reviews_of(db, sessions)])
        db.exec(delete(SurveySession).where(_is_demo(people, surveys)))
        db.exec(delete(Survey).where(col(Survey.is_demo)))
        db.exec(delete(User).where(col(User.is_demo)))
        note_erased(db, sessions, at)
    # A picture that was on its way while the rows went.
    _remove_files(media, folders, sessions)
    return len(sessions)


def demo_sessions(engine: Engine) -> Sequence[UUID]:
    """Every session that goes with the demo content."""
    with reading(engine) as db:
        return db.exec(select(SurveySession.id).where(_is_demo(*_demo_ids(db)))).all()


def _demo_ids(db: Session) -> tuple[Sequence[UUID], Sequence[UUID]]:
    people = db.exec(select(User.id).where(col(User.is_demo))).all()
    surveys = db.exec(select(Survey.id).where(col(Survey.is_demo))).all()
    return people, surveys


def _is_demo(people: Sequence[UUID], surveys: Sequence[UUID]) -> ColumnElement[bool]:
    session = SurveySession
    return or_(col(session.is_demo), col(session.taker_id).in_(people), col(session.survey_id).in_(surveys))


def _reviews_of(db: Session, session_ids: Sequence[UUID]) -> Sequence[UUID]:
    return db.exec(select(ProctorReview.id).where(col(ProctorReview.session_id).in_(session_ids))).all()


def _forget_events(db: Session, object_ids: Sequence[UUID]) -> None:
    """The audit log's lines about things that go."""
    db.exec(delete(AuditEvent).where(col(AuditEvent.object_id).in_([str(object_id) for object_id in object_ids])))


def _remove_files(media: MediaStore, session_dirs: tuple[Path, ...], session_ids: Sequence[UUID]) -> None:
    for session_id in session_ids:
        media.delete_prefix(media_key(session_id))
        for folder in session_dirs:
            shutil.rmtree(folder / str(session_id), ignore_errors=True)
