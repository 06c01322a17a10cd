"""Who may use the REST API, for whom, and which of its answers may be asked for again."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.columns import Id, id_field, json_field, str_enum, time_field
from proctor_core.domain.token_scope import TokenScope


class ApiToken(SQLModel, table=True):
    """A bearer token of the API; whoever made it was told the token once, this row holds only its hash.

    Personal data: user_id, session_id, created_by, created_at, expires_at, revoked_at, last_used_at
        (until 30 days after expires_at).
    No personal data: id, name (what the token is for), scope, token_hash.
    """

    __tablename__ = "api_token"

    id: Id = id_field()
    name: str = Field(max_length=80, description="What it is for; of a service token the platform's name.")
    scope: TokenScope = Field(sa_type=str_enum(TokenScope))
    user_id: Id = Field(foreign_key="user_account.id", index=True, ondelete="CASCADE")
    session_id: Id | None = Field(default=None, foreign_key="survey_session.id", index=True, ondelete="CASCADE")
    token_hash: str = Field(unique=True, max_length=64)
    created_by: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    created_at: datetime = time_field()
    expires_at: datetime = time_field()
    revoked_at: datetime | None = time_field(nullable=True)
    last_used_at: datetime | None = time_field(nullable=True)

    @property
    def platform(self) -> str | None:
        """The platform that a service token belongs to; None for every other token."""
        return self.name if self.scope is TokenScope.SERVICE else None


class ExternalPerson(SQLModel, table=True):
    """A person as another platform knows them, and the account that stands for them here.

    Personal data: user_id, external_id, created_at (until the account is erased).
    No personal data: id, platform.
    """

    __tablename__ = "external_person"
    __table_args__ = (UniqueConstraint("platform", "external_id"),)

    id: Id = id_field()
    platform: str = Field(max_length=80, description="The name of its service tokens.")
    external_id: str = Field(max_length=200)
    user_id: Id = Field(foreign_key="user_account.id", index=True, ondelete="CASCADE")
    created_at: datetime = time_field()


class IdempotentAnswer(SQLModel, table=True):
    """What a POST with an Idempotency-Key was answered, so that the same POST again is answered the same; holds no token.

    Personal data: user_id, body, created_at (until 24 hours after created_at).
    No personal data: id, platform, key_hash, request_hash, status.
    """

    __tablename__ = "idempotent_answer"
    __table_args__ = (
        UniqueConstraint("user_id", "key_hash"),
        Index("uq_idempotent_answer_platform", "platform", "key_hash", unique=True),
    )

    id: Id = id_field()
    user_id: Id = Field(foreign_key="user_account.id", ondelete="CASCADE")
    platform: str | None = Field(
        default=None, max_length=80, description="Whose key it is, where a service token asked; None: the user's."
    )
    key_hash: str = Field(max_length=64)
    request_hash: str = Field(max_length=64)
    status: int | None = Field(default=None, description="None while the first request is still being answered.")
    body: Any = json_field(default=None, nullable=True)
    created_at: datetime = time_field(index=True)
