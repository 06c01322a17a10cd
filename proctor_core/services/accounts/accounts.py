"""Who may sign in, and who is behind a token. Passwords are kept as Argon2 hashes, tokens as SHA-256."""

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from pwdlib import PasswordHash
from sqlalchemy import Engine, update
from sqlmodel import Session, col

from db.away import PERHAPS_AWAY, is_away
from db.engine import reading, transaction
from db.queries.accounts import (
    find_user,
    first_demo_user,
    has_own_user,
    people_count,
    signed_in_user,
    user_by_name,
    users_after,
)
from db.queries.inserting import insert_if_absent
from db.shared_clock import SharedClock
from db.tables import AuditEvent, SignIn, User
from proctor_core.codes.account_refusals import AccountRefusal
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.domain.filters import PeopleFilter
from proctor_core.domain.roles import Role
from proctor_core.domain.spelling import normal_name
from proctor_core.domain.storable import storable
from proctor_core.errors import Conflict, InvalidInput, NotAllowed, NotSignedIn
from proctor_core.services.accounts.known_takers import KnownTakers
from proctor_core.services.accounts.passwords import hash_of_password, verify_password
from proctor_core.services.accounts.sign_in_throttle import Counters, SignInOrigin, Throttle
from proctor_core.services.accounts.sign_ins import hash_of_token
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.permissions import require_administrator

NOWHERE = SignInOrigin()
EVERYBODY = PeopleFilter()
PEOPLE_PAGE = 100
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}")


def fresh_token() -> str:
    """256 bits of chance, safe in a cookie."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class AccountService:
    """Sign-in, sign-out and people.

    Attributes:
        sign_in_time: how long a sign-in lasts; nothing prolongs it.
        allows_demo: demo accounts have no password, so they are refused where other machines can reach the program.
        shared: the clock by which processes agree how long a name waits.
        known: the takers whose sessions are watched here; they stay signed in while the database is away.
    """

    engine: Engine
    clock: Callable[[], datetime]
    sign_in_time: timedelta = timedelta(hours=12)
    allows_demo: bool = False
    passwords: PasswordHash = field(default_factory=PasswordHash.recommended)
    throttle: Throttle = field(default_factory=Throttle)
    new_token: Callable[[], str] = fresh_token
    known: KnownTakers | None = None
    shared: SharedClock | None = None

    def sign_in(self, name: str, password: str, origin: SignInOrigin = NOWHERE) -> str:
        """Return a new token for the right name and password.

        Raises:
            TooManyTries: this name or address was tried too often; nothing was looked at.
            NotSignedIn: they are not right; it does the same work and says the same, whether or not the name is known.
        """
        user, counters = self._admitted(normal_name(name), origin)
        known_hash = user.password_hash if user and user.is_active else None
        is_right, better_hash = verify_password(self.passwords, password, known_hash or _decoy_hash(self.passwords))
        if user is None or known_hash is None or not is_right:
            self._note_refusal(user, origin)
            raise NotSignedIn(AccountRefusal.WRONG_PASSWORD)
        with transaction(self.engine) as db:
            self.throttle.forgive(db, counters, self._now(db))
            if better_hash is not None:
                db.merge(user).password_hash = better_hash
            return self._begin(db, user, origin)

    def sign_in_invited(self, user: User, origin: SignInOrigin = NOWHERE) -> str:
        """Return a new token for somebody who has just set their password by a link."""
        with transaction(self.engine) as db:
            return self._begin(db, user, origin)

    def demo_sign_in(self, role: Role, origin: SignInOrigin = NOWHERE) -> str:
        """Return a new token for the first demo person of this role.

        Raises:
            NotAllowed: demo accounts are not allowed here, or there is no demo content.
        """
        if not self.allows_demo:
            raise NotAllowed(AccountRefusal.DEMO_IN_REACH)
        with transaction(self.engine) as db:
            user = first_demo_user(db, role)
            if user is None:
                raise NotAllowed(AccountRefusal.NO_DEMO, role=role)
            return self._begin(db, user, origin)

    def person_of(self, token: str) -> User | None:
        """The person behind a token; None when it is unknown, over, revoked, or its account is switched off. One read."""
        token_hash = hash_of_token(token)
        try:
            with reading(self.engine) as db:
                user = signed_in_user(db, token_hash, self.clock())
        except PERHAPS_AWAY as error:
            if is_away(error) and self.known and (taker := self.known.person(token_hash)):
                return taker
            raise
        user = None if user and user.is_demo and not self.allows_demo else user
        if self.known:
            self.known.note_person(token_hash, user)
        return user

    def sign_out(self, token: str) -> None:
        """Revoke a token; one that is unknown or revoked already is fine."""
        now = self.clock()
        if self.known:
            self.known.forget_sign_in(hash_of_token(token))
        revoke = (
            update(SignIn)
            .where(col(SignIn.token_hash) == hash_of_token(token), col(SignIn.revoked_at).is_(None))
            .values(revoked_at=now)
        )
        with transaction(self.engine) as db:
            user = signed_in_user(db, hash_of_token(token), now)
            db.exec(revoke)
            if user is not None:
                audit(db, now, AuditAction.SIGNED_OUT, user, actor_id=user.id)

    def keep_language(self, person: User, language: str | None) -> None:
        """The language that a person chose for the pages (BCP 47); None: the browser's again.

        Raises:
            InvalidInput: that is no language tag.
        """
        if language is not None and not LANGUAGE_TAG.fullmatch(language):
            raise InvalidInput("language", AccountRefusal.NO_LANGUAGE, language=language[:35])
        with transaction(self.engine) as db:
            db.get_one(User, person.id).language = language

    def create_user(
        self,
        actor: User | None,
        name: str,
        display_name: str,
        role: Role,
        password: str | None,
        *,
        email: str | None = None,
        is_demo: bool = False,
    ) -> User:
        """Make an account; `actor` is an administrator, or None for the program itself. Only demo people have no password.

        Raises:
            NotAllowed: the actor is no administrator.
            InvalidInput: a name is empty or too long, or the password is weak.
            Conflict: the name is taken.
        """
        require_administrator(actor)
        is_without = password is None and is_demo
        user = User(
            name=name,
            display_name=display_name,
            email=email,
            role=role,
            password_hash=None if is_without else hash_of_password(self.passwords, password),
            is_demo=is_demo,
            created_at=self.clock(),
        )
        with transaction(self.engine) as db:
            return new_account(db, user, actor)

    def create_administrator(self, name: str, password: str) -> User:
        """Make an administrator, as the command line does for the first one.

        Raises:
            InvalidInput: the password is weak.
            Conflict: the name is taken.
        """
        return self.create_user(None, name, name, Role.ADMINISTRATOR, password)

    def users(
        self, actor: User, wanted: PeopleFilter = EVERYBODY, *, after: str = "", limit: int = PEOPLE_PAGE
    ) -> Sequence[User]:
        """People in the order of their names; `after` is the last name of the page before. For administrators.

        Raises:
            NotAllowed: the actor is no administrator.
        """
        require_administrator(actor)
        with reading(self.engine) as db:
            return users_after(db, after, wanted, limit)

    def count_users(self, actor: User, wanted: PeopleFilter = EVERYBODY) -> int:
        """How many people the filter lets through, on all pages.

        Raises:
            NotAllowed: the actor is no administrator.
        """
        require_administrator(actor)
        with reading(self.engine) as db:
            return people_count(db, wanted)

    def user(self, actor: User, user_id: UUID) -> User:
        """One person. For administrators.

        Raises:
            NotAllowed: the actor is no administrator.
            NotFound: there is none.
        """
        require_administrator(actor)
        with reading(self.engine) as db:
            return find_user(db, user_id)

    def has_own_people(self) -> bool:
        """Whether anybody but the demo's people has an account."""
        with reading(self.engine) as db:
            return has_own_user(db)

    def has_demo_people(self) -> bool:
        """Whether the sign-in page can offer demo roles."""
        if not self.allows_demo:
            return False
        with reading(self.engine) as db:
            return first_demo_user(db, Role.TAKER) is not None

    def _admitted(self, name: str, origin: SignInOrigin) -> tuple[User | None, Counters]:
        with transaction(self.engine) as db:
            user = user_by_name(db, name)
            counters = self.throttle.counters(db, name, user, origin)
            self.throttle.admit(db, counters, self._now(db))
        return user, counters

    def _now(self, db: Session) -> datetime:
        return self.shared(db) if self.shared else self.clock()

    def _begin(self, db: Session, user: User, origin: SignInOrigin) -> str:
        token, now = self.new_token(), self.clock()
        sign_in = SignIn(
            user_id=user.id,
            token_hash=hash_of_token(token),
            created_at=now,
            expires_at=now + self.sign_in_time,
            address_hash=self.throttle.address_hash(origin),
            browser=origin.browser,
        )
        db.add(sign_in)
        audit(db, now, AuditAction.SIGNED_IN, user, actor_id=user.id)
        return token

    def _note_refusal(self, user: User | None, origin: SignInOrigin) -> None:
        # A name that nobody has is not kept: people type passwords into that field. That there was a try is, until an address
        # tries name after name. Something is written in any case: a write less would tell by its time that the name is unknown.
        with transaction(self.engine) as db:
            is_worth_a_line = self.throttle.is_worth_a_line(db, origin, self._now(db))
            if user is not None:
                audit(db, self.clock(), AuditAction.SIGN_IN_REFUSED, user)
            elif is_worth_a_line:
                said = AuditDetail.UNKNOWN_NAME
                event = AuditEvent(
                    at=self.clock(),
                    action=AuditAction.SIGN_IN_REFUSED,
                    object_type=str(User.__tablename__),
                    object_id="",
                    detail=said.english,
                    detail_code=said.value,
                )
                db.add(event)


def new_account(db: Session, user: User, actor: User | None) -> User:
    """Store an account under the one form of its name.

    Raises:
        InvalidInput: a name is empty or too long.
        Conflict: the name is taken.
    """
    user.name = _checked("name", normal_name(user.name), 120)
    user.display_name = _checked("display_name", user.display_name.strip(), 200)
    if not insert_if_absent(db, user):
        raise Conflict(AccountRefusal.NAME_TAKEN, name=user.name)
    actor_id = actor.id if actor else None
    audit(db, user.created_at, AuditAction.ACCOUNT_CREATED, user, actor_id=actor_id, detail=user.role)
    return find_user(db, user.id)


def _checked(field_name: str, value: str, longest: int) -> str:
    if not 0 < len(value) <= longest:
        raise InvalidInput(field_name, AccountRefusal.WRONG_LENGTH, longest=longest, length=len(value))
    return storable(value, field_name)


@cache
def _decoy_hash(passwords: PasswordHash) -> str:
    return passwords.hash("a password that nobody has")
