"""Where a person is signed in, and ending it: one's own, or as an administrator anybody's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Engine, update
from sqlmodel import Session, col

from db.engine import reading, transaction
from db.queries.accounts import live_sign_ins
from db.tables import SignIn, User
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import message
from proctor_core.codes.missing import Missing
from proctor_core.domain.roles import Role
from proctor_core.errors import NotFound
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.permissions import has_role


def hash_of_token(token: str) -> str:
    """What the database keeps of a token."""
    return sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class SignedInPlace:
    """One browser that is signed in; `is_here` marks the one that asks."""

    id: UUID
    browser: str
    since: datetime
    until: datetime
    is_here: bool


@dataclass(frozen=True, slots=True)
class SignInService:
    """Lists and ends sign-ins."""

    engine: Engine
    clock: Callable[[], datetime]

    def places(self, actor: User, person_id: UUID, token: str | None = None) -> tuple[SignedInPlace, ...]:
        """Where the person is signed in now, the newest first; `token` is the asking browser's.

        Raises:
            NotFound: somebody else's, and the actor is no administrator.
        """
        _require_own_or_administrator(actor, person_id)
        here = hash_of_token(token) if token else ""
        with reading(self.engine) as db:
            rows = live_sign_ins(db, person_id, self.clock())
        return tuple(
            SignedInPlace(row.id, row.browser, row.created_at, row.expires_at, row.token_hash == here) for row in rows
        )

    def end(self, actor: User, sign_in_id: UUID) -> None:
        """End one sign-in; one that has ended already is fine.

        Raises:
            NotFound: no such sign-in, or somebody else's.
        """
        with transaction(self.engine) as db:
            sign_in = db.get(SignIn, sign_in_id)
            if sign_in is None:
                raise NotFound(Missing.SIGN_IN)
            _require_own_or_administrator(actor, sign_in.user_id)
            now = self.clock()
            sign_in.revoked_at = sign_in.revoked_at or now
            person = db.get_one(User, sign_in.user_id)
            detail = message(AuditDetail.ONE_SIGN_IN)
            audit(db, now, AuditAction.SIGN_INS_ENDED, person, actor_id=actor.id, detail=detail)

    def end_others(self, actor: User, person_id: UUID, token: str | None = None) -> int:
        """End all sign-ins of a person but the one of `token`; returns how many.

        Raises:
            NotFound: somebody else's, and the actor is no administrator.
        """
        _require_own_or_administrator(actor, person_id)
        with transaction(self.engine) as db:
            now = self.clock()
            ended = end_all(db, person_id, now, but=hash_of_token(token) if token else "")
            person = db.get_one(User, person_id)
            detail = message(AuditDetail.SIGN_INS, count=ended)
            audit(db, now, AuditAction.SIGN_INS_ENDED, person, actor_id=actor.id, detail=detail)
        return ended


def end_all(db: Session, person_id: UUID, now: datetime, but: str = "") -> int:
    """Revoke every running sign-in of a person, except the one with the token hash `but`; returns how many."""
    revoke = (
        update(SignIn)
        .where(
            col(SignIn.user_id) == person_id,
            col(SignIn.revoked_at).is_(None),
            col(SignIn.expires_at) > now,
            col(SignIn.token_hash) != but,
        )
        .values(revoked_at=now)
        .returning(col(SignIn.id))
        .execution_options(synchronize_session=False)
    )
    return len(db.exec(revoke).all())


def _require_own_or_administrator(actor: User, person_id: UUID) -> None:
    if actor.id != person_id and not has_role(actor, Role.ADMINISTRATOR):
        raise NotFound(Missing.SIGN_IN)
