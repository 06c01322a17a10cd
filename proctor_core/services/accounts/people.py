"""People in an administrator's hands: invitations, roles, switching accounts off and on, one-time links for a new password."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from pwdlib import PasswordHash
from sqlalchemy import Engine, update
from sqlmodel import Session, col

from db.engine import reading, transaction
from db.queries.accounts import find_user, invited_user, locked_administrators
from db.tables import Invitation, User
from proctor_core.codes.account_refusals import AccountRefusal
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import message
from proctor_core.codes.missing import Missing
from proctor_core.domain.roles import Role
from proctor_core.errors import IllegalMove, NotFound
from proctor_core.services.accounts.access_ending import end_access
from proctor_core.services.accounts.accounts import fresh_token, new_account
from proctor_core.services.accounts.passwords import hash_of_password
from proctor_core.services.accounts.sign_ins import end_all, hash_of_token
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.permissions import require_administrator


@dataclass(frozen=True, slots=True)
class Invited:
    """A person and the token of their link, which is told once and never again."""

    person: User
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PeopleService:
    """What an administrator does with accounts; whoever holds a link sets the password.

    Attributes:
        invitation_time: how long a link works.
    """

    engine: Engine
    clock: Callable[[], datetime]
    invitation_time: timedelta = timedelta(days=7)
    passwords: PasswordHash = field(default_factory=PasswordHash.recommended)
    new_token: Callable[[], str] = fresh_token

    def invite(self, actor: User, name: str, display_name: str, role: Role, email: str | None = None) -> Invited:
        """Make an account that has no password yet, and the link by which its person sets one.

        Raises:
            NotAllowed: the actor is no administrator.
            InvalidInput: a name is empty or too long.
            Conflict: the name is taken.
        """
        require_administrator(actor)
        now = self.clock()
        made = User(name=name, display_name=display_name, email=email, role=role, created_at=now)
        with transaction(self.engine) as db:
            user = new_account(db, made, actor)
            return self._link(db, user, actor, AuditAction.PERSON_INVITED)

    def reset(self, actor: User, person_id: UUID) -> Invited:
        """Take the password away, end the sign-ins, and make a new link; older links stop working.

        Raises:
            NotAllowed: the actor is no administrator.
            NotFound: no such person.
            IllegalMove: it is the actor, a demo person, or a switched-off account.
        """
        require_administrator(actor)
        with transaction(self.engine) as db:
            user = _somebody_else(db, actor, person_id)
            if user.is_demo or not user.is_active:
                raise IllegalMove(AccountRefusal.NO_PASSWORD)
            _end_access(db, user, self.clock())
            user.password_hash = None
            return self._link(db, user, actor, AuditAction.PASSWORD_RESET)

    def change_role(self, actor: User, person_id: UUID, role: Role) -> None:
        """Give a person another role; it holds from their next click on.

        Raises:
            NotAllowed: the actor is no administrator.
            NotFound: no such person.
            IllegalMove: it is the actor.
        """
        require_administrator(actor)
        with transaction(self.engine) as db:
            user = _somebody_else(db, actor, person_id)
            before, user.role = user.role, role
            detail = message(AuditDetail.CHANGED, before=before.value, after=role.value)
            audit(db, self.clock(), AuditAction.ROLE_CHANGED, user, actor_id=actor.id, detail=detail)
            end_access(db)

    def deactivate(self, actor: User, person_id: UUID) -> None:
        """Switch an account off: its sign-ins end, its links stop working, nothing is erased.

        Raises:
            NotAllowed: the actor is no administrator.
            NotFound: no such person.
            IllegalMove: it is the actor.
        """
        require_administrator(actor)
        with transaction(self.engine) as db:
            user = _somebody_else(db, actor, person_id)
            user.is_active = False
            ended = _end_access(db, user, self.clock())
            detail = message(AuditDetail.ACCESS_ENDED, count=ended)
            audit(db, self.clock(), AuditAction.ACCOUNT_DEACTIVATED, user, actor_id=actor.id, detail=detail)
            end_access(db)

    def activate(self, actor: User, person_id: UUID) -> None:
        """Switch an account on again; its person signs in with the password it had.

        Raises:
            NotAllowed: the actor is no administrator.
            NotFound: no such person.
        """
        require_administrator(actor)
        with transaction(self.engine) as db:
            user = find_user(db, person_id)
            user.is_active = True
            audit(db, self.clock(), AuditAction.ACCOUNT_ACTIVATED, user, actor_id=actor.id)

    def invited_person(self, token: str) -> User:
        """Whom a link is for.

        Raises:
            NotFound: it is unknown, over or used, or its account is switched off: the four are never told apart.
        """
        with reading(self.engine) as db:
            user = invited_user(db, hash_of_token(token), self.clock())
        if user is None:
            raise NotFound(Missing.LINK)
        return user

    def set_password(self, token: str, password: str) -> User:
        """Use a link: of two at once, one sets the password.

        Raises:
            NotFound: the link does not work any more.
            InvalidInput: the password is weak; the link still works.
        """
        self.invited_person(token)
        hashed = hash_of_password(self.passwords, password)
        with transaction(self.engine) as db:
            now = self.clock()
            user = invited_user(db, hash_of_token(token), now)
            if user is None or not _used(db, hash_of_token(token), now):
                raise NotFound(Missing.LINK)
            user.password_hash = hashed
            end_all(db, user.id, now)
            audit(db, now, AuditAction.PASSWORD_SET, user, actor_id=user.id)
        return user

    def _link(self, db: Session, user: User, actor: User, action: AuditAction) -> Invited:
        token, now = self.new_token(), self.clock()
        ends = now + self.invitation_time
        invitation = Invitation(
            user_id=user.id, token_hash=hash_of_token(token), created_by=actor.id, created_at=now, expires_at=ends
        )
        db.add(invitation)
        audit(db, now, action, user, actor_id=actor.id, detail=user.role)
        return Invited(user, token, ends)


def _somebody_else(db: Session, actor: User, person_id: UUID) -> User:
    """Nobody acts on their own account, and the actor still is an administrator: so there is always one left."""
    if actor.id not in {administrator.id for administrator in locked_administrators(db)}:
        raise IllegalMove(AccountRefusal.NO_ADMINISTRATOR)
    if person_id == actor.id:
        raise IllegalMove(AccountRefusal.OWN_ACCOUNT)
    return find_user(db, person_id)


def _end_access(db: Session, user: User, now: datetime) -> int:
    void = (
        update(Invitation)
        .where(col(Invitation.user_id) == user.id, col(Invitation.used_at).is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    db.exec(void)
    return end_all(db, user.id, now)


def _used(db: Session, token_hash: str, now: datetime) -> bool:
    use = (
        update(Invitation)
        .where(col(Invitation.token_hash) == token_hash, col(Invitation.used_at).is_(None))
        .values(used_at=now)
        .returning(col(Invitation.id))
        .execution_options(synchronize_session=False)
    )
    return db.exec(use).one_or_none() is not None
