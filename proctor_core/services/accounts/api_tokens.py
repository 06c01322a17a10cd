"""Bearer tokens of the REST API: made and revoked by an administrator, short ones for one session by a platform.

The database keeps SHA-256 of a token; whoever made it is told the token once.
"""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, update
from sqlmodel import Session, col

from db.engine import reading, transaction
from db.queries.accounts import find_user
from db.queries.api_access import issued_tokens, lasting_tokens, live_token
from db.queries.inserting import insert_if_absent
from db.tables import ApiToken, User
from proctor_core.codes.account_refusals import AccountRefusal
from proctor_core.codes.missing import Missing
from proctor_core.domain.storable import storable
from proctor_core.domain.token_scope import ROLE_OF_SCOPE, TokenScope
from proctor_core.errors import InvalidInput, NotFound
from proctor_core.services.accounts.access_ending import end_access
from proctor_core.services.accounts.sign_ins import hash_of_token
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.permissions import has_role, require_administrator

PREFIX = "spt_"
"""Begins every token, so that people and secret scanners know one when they see it."""
LONGEST = timedelta(days=366)
NAME_LENGTH = 80
STAMPED_EVERY = timedelta(minutes=1)
"""`last_used_at` is no more exact than this: a write at every request would cost more than the request."""
_LIST = 500


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token and its row; the token is told here and never again."""

    row: ApiToken
    token: str


@dataclass(frozen=True, slots=True)
class ListedToken:
    """A token and whom it acts for."""

    row: ApiToken
    person: User


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a signed-in person, or one behind a token with the token's scope.

    Attributes:
        token: None for a signed-in browser.
    """

    person: User
    token: ApiToken | None = None

    @property
    def session_id(self) -> UUID | None:
        """The one session that the token is for; None: not bound to one."""
        return self.token.session_id if self.token else None

    @property
    def platform(self) -> str | None:
        """The platform whose server asks; None: a person does."""
        return self.token.platform if self.token else None

    def reach(self, session_id: UUID) -> User:
        """The person, when this session is not closed to the token.

        Raises:
            NotFound: the token is for another session.
        """
        if self.session_id not in (None, session_id):
            raise NotFound(Missing.SESSION)
        return self.person


def fresh_api_token() -> str:
    """256 bits of chance."""
    return PREFIX + secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class ApiTokenService:
    """Issues, lists and revokes tokens, and says who is behind one."""

    engine: Engine
    clock: Callable[[], datetime]
    new_token: Callable[[], str] = fresh_api_token

    def issue(
        self, actor: User, name: str, scope: TokenScope, lasts: timedelta, person_id: UUID | None = None
    ) -> IssuedToken:
        """Make a token. A service token acts for a platform called `name`; every other acts for a person of its role.

        Raises:
            NotAllowed: the actor is no administrator.
            NotFound: no such person.
            InvalidInput: name, time or person do not fit.
        """
        require_administrator(actor)
        if not 0 < len(storable(name.strip(), "name")) <= NAME_LENGTH:
            raise InvalidInput("name", AccountRefusal.WRONG_LENGTH, longest=NAME_LENGTH, length=len(name.strip()))
        if not timedelta(0) < lasts <= LONGEST:
            raise InvalidInput("lasts", AccountRefusal.WRONG_DAYS, days=LONGEST.days)
        with transaction(self.engine) as db:
            person = actor if scope is TokenScope.SERVICE else find_user(db, _needed(person_id))
            if not has_role(person, ROLE_OF_SCOPE[scope]):
                raise InvalidInput(
                    "person_id", AccountRefusal.OTHER_ROLE, wanted=ROLE_OF_SCOPE[scope], role=person.role
                )
            now = self.clock()
            row = ApiToken(
                name=name.strip(),
                scope=scope,
                user_id=person.id,
                token_hash="",
                created_by=actor.id,
                created_at=now,
                expires_at=now + lasts,
            )
            return keep_token(db, row, self.new_token(), actor.id)

    def tokens(self, actor: User) -> Sequence[ListedToken]:
        """The tokens that administrators made, newest first.

        Raises:
            NotAllowed: the actor is no administrator.
        """
        require_administrator(actor)
        with reading(self.engine) as db:
            return [ListedToken(row, person) for row, person in lasting_tokens(db, _LIST)]

    def revoke(self, actor: User, token_id: UUID) -> None:
        """End a token now; one that has ended already is fine.

        Raises:
            NotAllowed: the actor is no administrator.
            NotFound: no such token.
        """
        require_administrator(actor)
        with transaction(self.engine) as db:
            row = db.get(ApiToken, token_id)
            if row is None:
                raise NotFound(Missing.TOKEN)
            if row.revoked_at is None:
                row.revoked_at = self.clock()
                audit(db, row.revoked_at, AuditAction.TOKEN_REVOKED, row, actor_id=actor.id, detail=row.name)
                end_access(db)

    def caller_of(self, token: str) -> Caller | None:
        """Who is behind a token; None: unknown, over, revoked, or its person is inactive or of another role now."""
        now = self.clock()
        with reading(self.engine) as db:
            found = live_token(db, hash_of_token(token), now)
        if found is None or not has_role(found[1], ROLE_OF_SCOPE[found[0].scope]):
            return None
        row, person = found
        if row.last_used_at is None or now - row.last_used_at > STAMPED_EVERY:
            self._note_use(row.id, now)
        return Caller(person, row)

    def working_among(self, tokens: Sequence[str]) -> Collection[str]:
        """Those of some tokens, 500 at most, behind which somebody is; one read for all that were never issued."""
        by_hash = {hash_of_token(token): token for token in tokens}
        with reading(self.engine) as db:
            issued = issued_tokens(db, by_hash)
        return {by_hash[found] for found in issued if self.caller_of(by_hash[found]) is not None}

    def _note_use(self, token_id: UUID, now: datetime) -> None:
        use = update(ApiToken).where(col(ApiToken.id) == token_id).values(last_used_at=now)
        with transaction(self.engine) as db:
            db.exec(use.execution_options(synchronize_session=False))


def keep_token(db: Session, row: ApiToken, token: str, actor_id: UUID | None) -> IssuedToken:
    """Store a token's row; the same token again is stored once."""
    row.token_hash = hash_of_token(token)
    if insert_if_absent(db, row):
        detail = f"{row.name}: {row.scope}"
        audit(db, row.created_at, AuditAction.TOKEN_ISSUED, row, actor_id=actor_id, detail=detail)
    return IssuedToken(row, token)


def _needed(person_id: UUID | None) -> UUID:
    if person_id is None:
        raise InvalidInput("person_id", AccountRefusal.NOBODY_TO_ACT_FOR)
    return person_id
