"""What a person can ask about their own data: what is kept, a copy of it, and that it goes. Pictures go before rows.

Whoever calls `erase_person` ends the watching first (`monitoring/erasure.py`): a monitor would write again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from db.engine import reading, transaction
from db.overwriting import overwrite_deleted
from db.queries.accounts import find_user, hold_user, user_by_name
from db.queries.appeals import held_sessions
from db.queries.identity import note_erased
from db.queries.personal_data import (
    hold_sessions_of,
    open_cases,
    rows_measured,
    rows_of_person,
    rows_within,
    sessions_of,
)
from db.queries.session_video import recordings_of
from db.tables import SurveySession, User
from proctor_core.codes.erasure_refusals import ErasureRefusal
from proctor_core.codes.missing import Missing
from proctor_core.domain.erasure import ErasureReceipt, KeptData, TableCount
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.roles import Role
from proctor_core.domain.session_code import session_code
from proctor_core.domain.spelling import normal_name
from proctor_core.domain.states import SessionStatus
from proctor_core.errors import IllegalMove, NotAllowed, NotFound
from proctor_core.services.accounts.access_ending import end_access
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.files.session_files import SessionFiles
from proctor_core.services.keeping.erasing import (
    erase_rows,
    forget_name_in_answers,
    forget_object,
    forget_words,
    held_after,
    new_receipt,
    note_erasure,
)
from proctor_core.services.keeping.person_export import without_opinions, write_export
from proctor_core.services.permissions import has_role, require_administrator
from proctor_core.services.recordings.recordings import bury_recordings
from proctor_core.services.session_moves import move_session, own_session
from proctor_core.services.surveys.kept_policies import forget_easing

ERASED: Mapping[str, Any] = {
    **dict.fromkeys(("face_reference_image", "baseline", "observation_log", "coverage"), None),
    **dict.fromkeys(("reference_bytes", "reference_sha256", "observation_log_bytes", "observation_log_sha256"), None),
    **dict.fromkeys(("started_at", "submitted_at", "ended_at", "last_seen_at"), None),
    **dict.fromkeys(("snapshots", "snapshot_bytes", "current_question", "violations_count"), 0),
    **dict.fromkeys(("flagged_for_review", "initial_face_verified"), False),
}
"""What an erased session's own row keeps in place of what was in it."""


@dataclass(frozen=True, slots=True)
class PrivacyService:
    """Export and erasure. `actor` is the person, an administrator, or None for the command line."""

    engine: Engine
    clock: Callable[[], datetime]
    files: SessionFiles

    # ---- reading ----

    def person_called(self, name: str) -> User:
        """The person who signs in with this name.

        Raises:
            NotFound: there is none.
        """
        with reading(self.engine) as db:
            person = user_by_name(db, normal_name(name))
        if person is None:
            raise NotFound(Missing.NAME, name=normal_name(name))
        return person

    def what_is_kept(self, actor: User | None, person_id: UUID) -> KeptData:
        """How much is kept about a person, and which cases are open; to themselves of what their own copy has.

        Raises:
            NotAllowed: neither the actor's own data, nor is the actor an administrator.
            NotFound: no such person.
        """
        _require_own_or_administrator(actor, person_id)
        with reading(self.engine) as db:
            find_user(db, person_id)
            sessions, is_own = sessions_of(db, person_id), actor is not None and actor.id == person_id
            parts = rows_of_person(person_id, sessions)
            rows = tuple(
                TableCount(
                    str(table.__tablename__), db.exec(select(func.count()).select_from(table).where(where)).one()
                )
                for table, where in (without_opinions(part, person_id) if is_own else part for part in parts)
            )
            cases = tuple(map(session_code, open_cases(db, person_id)))
        sizes = [file.size_bytes for session_id in sessions for file in self.files.of(session_id)]
        return KeptData(rows, len(sizes), sum(sizes), cases)

    def export(self, actor: User | None, person_id: UUID, out: BinaryIO) -> None:
        """Write everything that is kept about a person to `out`, as a ZIP; their own copy lacks moderators' notes to each other.

        Raises:
            NotAllowed: neither the actor's own data, nor is the actor an administrator.
            NotFound: no such person.
        """
        _require_own_or_administrator(actor, person_id)
        with transaction(self.engine) as db:
            person = find_user(db, person_id)
            actor_id = actor.id if actor else None
            audit(db, self.clock(), AuditAction.PERSON_EXPORTED, person, actor_id=actor_id)
        with reading(self.engine) as db:
            sessions, is_own = sessions_of(db, person_id), actor_id == person_id
            write_export(db, self.files, person, sessions, self.clock(), out, with_colleague_notes=not is_own)

    # ---- erasing ----

    def sessions_to_erase(self, actor: User | None, person_id: UUID) -> Sequence[UUID]:
        """The sessions that go with the person; asked before their watching is ended.

        Raises:
            NotAllowed: neither the actor's own data, nor is the actor an administrator.
            NotFound: no such person.
            IllegalMove: the actor's own case is open, a legal hold stands, or nobody could administer any more.
        """
        _require_own_or_administrator(actor, person_id)
        with reading(self.engine) as db:
            person = find_user(db, person_id)
            _refuse_erasure(db, actor, person)
            return sessions_of(db, person_id)

    def erase_person(self, actor: User | None, person_id: UUID) -> ErasureReceipt:
        """Erase a person: files, rows, the account, and what names them in the audit log.

        Raises:
            NotAllowed, NotFound, IllegalMove: as `sessions_to_erase`; then nothing was erased.
        """
        files = self._remove_files(self.sessions_to_erase(actor, person_id))
        at, actor_id = self.clock(), actor.id if actor and actor.id != person_id else None
        with transaction(self.engine) as db:
            hold_sessions_of(db, person_id)
            # Held: nobody invites the person meanwhile.
            person = hold_user(db, person_id)
            sessions = sessions_of(db, person_id)
            forget_words(db, person, sessions)
            forget_name_in_answers(db, person_id)
            rows = erase_rows(db, rows_of_person(person_id, sessions), at)
            # What was on its way into the store while the rows went.
            receipt = new_receipt(at, rows, files + self._remove_files(sessions))
            note_erasure(db, receipt, AuditAction.PERSON_ERASED, actor_id)
            note_erased(db, sessions, at)
            end_access(db)
        return held_after(receipt, self.engine)

    def erase_session(self, actor: User, session_id: UUID) -> ErasureReceipt:
        """Erase everything of the actor's own withdrawn session; that there was one stays.

        Raises:
            NotFound: no such session, or somebody else's.
            IllegalMove: it was not withdrawn.
        """
        with reading(self.engine) as db:
            session = db.get(SurveySession, session_id)
        if session is None or session.taker_id != actor.id:
            raise NotFound(Missing.SESSION)
        if session.status is not SessionStatus.WITHDRAWN:
            raise IllegalMove(ErasureRefusal.NOT_WITHDRAWN, status=session.status)
        files = self._remove_files([session_id])
        with transaction(self.engine) as db:
            receipt = empty_session(db, own_session(db, actor, session_id), self.clock(), files, actor.id)
        self._remove_files([session_id])
        return held_after(receipt, self.engine)

    def erase_face_data(self, actor: User, session_id: UUID) -> int:
        """Erase what the camera left of the actor's own session that goes on without it; answers stay. How many files went.

        Raises:
            NotFound: no such session, or somebody else's.
            IllegalMove: it is not without camera by the taker's choice.
        """
        with transaction(self.engine) as db:
            session = own_session(db, actor, session_id)
            if not session.without_by_choice:
                raise IllegalMove(ErasureRefusal.WITH_CAMERA)
        files = self.files.remove(session_id, keeps_answers=True)
        with transaction(self.engine) as db:
            session, at = own_session(db, actor, session_id), self.clock()
            forget_measurements(db, session, at, AuditAction.FACE_DATA_ERASED, actor.id)
        overwrite_deleted(self.engine)
        return files + self.files.remove(session_id, keeps_answers=True)

    def erase_video(self, actor: User, session_id: UUID) -> int:
        """Erase the video of the actor's own session that was not handed in; the chain's links stay. How many files went.

        Raises:
            NotFound: no such session, or somebody else's.
            IllegalMove: the agreement to recording was not taken back.
        """
        with transaction(self.engine) as db:
            session = own_session(db, actor, session_id)
            if session.recording_mode is not RecordingMode.OFF:
                raise IllegalMove(ErasureRefusal.RECORDING_AGREED)
            bury_recordings(db, recordings_of(db, session_id), self.clock())
        overwrite_deleted(self.engine)
        return self.files.remove_video(session_id)

    def remove_files(self, session_ids: Sequence[UUID]) -> None:
        """Remove what a monitor wrote after its session had gone."""
        for session_id in session_ids:
            self.files.remove(session_id, keeps_answers=True)

    def _remove_files(self, session_ids: Sequence[UUID]) -> int:
        return sum(self.files.remove(session_id) for session_id in session_ids)


def empty_session(
    db: Session, session: SurveySession, at: datetime, files: int, actor_id: UUID | None = None
) -> ErasureReceipt:
    """Take everything out of a locked session whose files are gone, and leave that it was there; -> erased."""
    rows = erase_rows(db, rows_within([session.id]), at)
    move_session(db, session, SessionStatus.ERASED, at)
    for column, emptied in ERASED.items():
        setattr(session, column, emptied)
    forget_easing(db, session, at)
    db.flush()
    forget_object(db, session.id)
    receipt = new_receipt(at, rows, files)
    note_erasure(db, receipt, AuditAction.SESSION_ERASED, actor_id)
    return receipt


def forget_measurements(
    db: Session, session: SurveySession, at: datetime, action: AuditAction, actor_id: UUID | None = None
) -> None:
    """Take out of a locked session whose files are gone what the monitoring left; answers, consent and decision stay."""
    counts = erase_rows(db, rows_measured(session.id), at)
    bury_recordings(db, recordings_of(db, session.id), at)
    session.face_reference_image = session.baseline = session.observation_log = None
    session.reference_bytes = session.reference_sha256 = None
    session.observation_log_bytes = session.observation_log_sha256 = None
    session.snapshots = session.snapshot_bytes = 0
    detail = ", ".join(f"{table} {rows}" for table, rows in counts if rows)
    audit(db, at, action, session, actor_id=actor_id, detail=detail)


def _require_own_or_administrator(actor: User | None, person_id: UUID) -> None:
    if actor is not None and not (actor.id == person_id and actor.is_active):
        require_administrator(actor)


def _refuse_erasure(db: Session, actor: User | None, person: User) -> None:
    if person.role is Role.ADMINISTRATOR and not _has_other_administrator(db, person.id):
        raise IllegalMove(ErasureRefusal.ONLY_ADMINISTRATOR)
    held = ", ".join(map(session_code, held_sessions(db, person.id)))
    if held:
        raise IllegalMove(ErasureRefusal.HELD, cases=held)
    if actor is None or has_role(actor, Role.ADMINISTRATOR):
        return
    if not has_role(actor, Role.TAKER):
        raise NotAllowed(ErasureRefusal.BY_ADMINISTRATOR)
    cases = ", ".join(map(session_code, open_cases(db, person.id)))
    if cases:
        raise IllegalMove(ErasureRefusal.UNDECIDED, cases=cases)


def _has_other_administrator(db: Session, person_id: UUID) -> bool:
    others = select(User.id).where(User.role == Role.ADMINISTRATOR, col(User.is_active).is_(True), User.id != person_id)
    return db.exec(others.limit(1)).first() is not None
