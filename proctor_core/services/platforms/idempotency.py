"""The same POST again, after a lost answer, does nothing again and is answered the same: `Idempotency-Key`.

Source: draft-ietf-httpapi-idempotency-key-header.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, delete
from sqlmodel import Session, col, select

from db.engine import transaction
from db.queries.inserting import insert_if_absent
from db.shared_clock import SharedClock
from db.tables import IdempotentAnswer
from proctor_core.codes.survey_refusals import SurveyRefusal
from proctor_core.errors import Conflict, InvalidInput

KEPT = timedelta(hours=24)
LEFT_ALONE = timedelta(minutes=1)
"""After so long without an answer the first request has died, and the next one may try."""
KEY_LENGTH = 200


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What a request was answered: HTTP status and JSON body."""

    status: int
    body: Any


@dataclass(frozen=True, slots=True)
class KeyOwner:
    """Whose key it is: a platform's, whoever issued the service token that asks, or else the person's."""

    user_id: UUID
    platform: str | None = None

    def hash_of(self, key: str) -> str:
        """What the row is found by; two platforms whose tokens one administrator issued do not meet."""
        owned = key if self.platform is None else f"platform {self.platform}\0{key}"
        return sha256(owned.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class IdempotencyService:
    """Keeps answers by owner and key for a day; `shared`: the clock by which processes agree on what is dead."""

    engine: Engine
    clock: Callable[[], datetime]
    shared: SharedClock | None = None

    def answer_once(self, owner: KeyOwner, key: str, request: bytes, make: Callable[[], GivenAnswer]) -> GivenAnswer:
        """The kept answer, or what `make` returns now; an error that `make` raises is not kept.

        Raises:
            InvalidInput: the key is too long, or was used for another request.
            Conflict: the first request of this key is still being answered.
        """
        if not 0 < len(key) <= KEY_LENGTH:
            raise InvalidInput("Idempotency-Key", SurveyRefusal.WRONG_LENGTH, longest=KEY_LENGTH, length=len(key))
        key_hash, request_hash = owner.hash_of(key), sha256(request).hexdigest()
        kept = self._begin(owner, key_hash, request_hash)
        if kept is not None:
            return kept
        try:
            answer = make()
        except BaseException:
            self._forget(owner, key_hash)
            raise
        with transaction(self.engine) as db:
            row = _row(db, owner, key_hash)
            if row is not None:
                row.status, row.body = answer.status, answer.body
        return answer

    def _begin(self, owner: KeyOwner, key_hash: str, request_hash: str) -> GivenAnswer | None:
        with transaction(self.engine) as db:
            now, answer = self.shared(db) if self.shared else self.clock(), IdempotentAnswer
            begun = IdempotentAnswer(
                user_id=owner.user_id,
                platform=owner.platform,
                key_hash=key_hash,
                request_hash=request_hash,
                created_at=now,
            )
            is_old = col(answer.created_at) < now - KEPT
            # One of the future was begun before the clock was set back.
            is_being_made = col(answer.created_at).between(now - LEFT_ALONE, now + LEFT_ALONE)
            is_dead = col(answer.status).is_(None) & ~is_being_made
            db.exec(delete(answer).where(is_old | is_dead).execution_options(synchronize_session=False))
            if insert_if_absent(db, begun):
                return None
            row = _row(db, owner, key_hash)
        if row is not None and row.request_hash != request_hash:
            raise InvalidInput("Idempotency-Key", SurveyRefusal.KEY_USED)
        if row is None or row.status is None:
            raise Conflict(SurveyRefusal.KEY_AT_WORK)
        return GivenAnswer(row.status, row.body)

    def _forget(self, owner: KeyOwner, key_hash: str) -> None:
        with transaction(self.engine) as db:
            row = _row(db, owner, key_hash)
            if row is not None:
                db.delete(row)


def _row(db: Session, owner: KeyOwner, key_hash: str) -> IdempotentAnswer | None:
    answer = IdempotentAnswer
    is_theirs = answer.user_id == owner.user_id if owner.platform is None else answer.platform == owner.platform
    return db.exec(select(answer).where(is_theirs, answer.key_hash == key_hash)).one_or_none()
