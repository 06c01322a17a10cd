"""Takes demo content away, some hundred sessions at a time: files first, then rows. A killed removal can be asked again."""

import shutil
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine, delete
from sqlmodel import Session, col, or_, select

from db.engine import reading, transaction
from db.queries.chunks import chunks
from db.queries.identity import note_erased
from db.rollups.folding import fold_changes
from db.tables import AuditEvent, BlindSample, ProctorReview, Survey, SurveySession, User
from proctor_core.media.store import MediaStore, media_key

_DEMO_PEOPLE = select(User.id).where(col(User.is_demo))
_DEMO_SURVEYS = select(Survey.id).where(col(Survey.is_demo))


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
    folders, count = tuple(session_dirs), 0
    # Asked again, for what began meanwhile.
    while sessions := demo_sessions(engine):
        for some in chunks(sessions):
            remove_sessions(engine, media, folders, some, at)
            # A picture that was on its way while the rows went.
            _remove_files(media, folders, some)
        count += len(sessions)
    with transaction(engine) as db:
        _forget_events(db, [*db.exec(_DEMO_PEOPLE).all(), *db.exec(_DEMO_SURVEYS).all()])
        db.exec(delete(Survey).where(col(Survey.is_demo)))
        db.exec(delete(User).where(col(User.is_demo)))
    with transaction(engine) as db:
        fold_changes(db.connection())
    return count


def demo_sessions(engine: Engine) -> Sequence[UUID]:
    """Every session that goes with the demo content."""
    session = SurveySession
    is_demo = or_(
        col(session.is_demo), col(session.taker_id).in_(_DEMO_PEOPLE), col(session.survey_id).in_(_DEMO_SURVEYS)
    )
    with reading(engine) as db:
        return db.exec(select(session.id).where(is_demo)).all()


def _reviews_of(db: Session, session_ids: Sequence[UUID]) -> Sequence[UUID]:
    """Drawn ones too, by which moderators' acts are known as by a review's."""
    return [
        found
        for table in (ProctorReview, BlindSample)
        for found in db.exec(select(table.id).where(col(table.session_id).in_(session_ids))).all()
    ]


def _forget_events(db: Session, object_ids: Sequence[UUID]) -> None:
    """The audit log's lines about things that go."""
    for some in chunks(object_ids):
        db.exec(delete(AuditEvent).where(col(AuditEvent.object_id).in_([str(object_id) for object_id in some])))


def _remove_files(media: MediaStore, session_dirs: tuple[Path, ...], session_ids: Sequence[UUID]) -> None:
    for session_id in session_ids:
        media.delete_prefix(media_key(session_id))
        for folder in session_dirs:
            shutil.rmtree(folder / str(session_id), ignore_errors=True)
