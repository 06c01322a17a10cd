"""Reads and writes of the one row that says which database this is, and of the proofs that sessions were erased."""

from collections.abc import Collection, Iterable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlmodel import Session, col, select

from db.queries.chunks import chunks
from db.queries.inserting import insert_if_absent
from db.tables import DatabaseIdentity, ErasedSession, SurveySession
from db.tables.identity import THE_ROW
from proctor_core.domain.states import SessionStatus


def identity_of(db: Session) -> DatabaseIdentity:
    """The database's row, held; made where there is none."""
    statement = select(DatabaseIdentity).where(DatabaseIdentity.id == THE_ROW).with_for_update()
    found = db.exec(statement).one_or_none()
    if found is None:
        insert_if_absent(db, DatabaseIdentity())
        found = db.exec(statement).one()
    return found


def known_identity(db: Session) -> DatabaseIdentity | None:
    """The same without holding or making it."""
    return db.get(DatabaseIdentity, THE_ROW)


def note_erased(db: Session, session_ids: Iterable[UUID], at: datetime) -> None:
    """Keep the proof that these sessions were erased, in the transaction that erases them."""
    for session_id in session_ids:
        insert_if_absent(db, ErasedSession(id_sha256=_hash_of(session_id), erased_at=at))


def sessions_there(db: Session) -> set[UUID]:
    """Every session that has a row and was not emptied for good."""
    return set(db.exec(select(SurveySession.id).where(SurveySession.status != SessionStatus.ERASED)).all())


def proven_erased(db: Session, session_ids: Collection[UUID]) -> set[UUID]:
    """Those of the ids whose erasure this database itself has noted."""
    hashes = {_hash_of(session_id): session_id for session_id in session_ids}
    found: set[UUID] = set()
    for chunk in chunks(list(hashes)):
        rows = db.exec(select(ErasedSession.id_sha256).where(col(ErasedSession.id_sha256).in_(chunk))).all()
        found |= {hashes[one] for one in rows}
    emptied = db.exec(select(SurveySession.id).where(SurveySession.status == SessionStatus.ERASED)).all()
    return found | (set(emptied) & set(session_ids))


def _hash_of(session_id: UUID) -> str:
    return sha256(b"erased session " + session_id.bytes).hexdigest()
