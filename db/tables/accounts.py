"""Who may sign in, and who is signed in."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from db.columns import Id, id_field, str_enum, time_field
from proctor_core.domain.roles import Role


class User(SQLModel, table=True):
    """A person with a role.

    Personal data: name, display_name, email, language (until the account is erased); password_hash (until changed or erased).
    No personal data: id, role, is_active, is_demo, created_at.
    """

    __tablename__ = "user_account"

    id: Id = id_field()
    name: str = Field(unique=True, max_length=120, description="What the person types to sign in.")
    display_name: str = Field(max_length=200)
    email: str | None = Field(default=None, max_length=320)
    role: Role = Field(sa_type=str_enum(Role))
    password_hash: str | None = Field(default=None, max_length=400)
    is_active: bool = True
    is_demo: bool = False
    created_at: datetime = time_field()
    language: str | None = Field(
        default=None,
        max_length=35,
        description="BCP 47 tag of the language that the person chose; None: the browser's.",
    )


class SignIn(SQLModel, table=True):
    """One signed-in browser; the cookie holds the token, this row only its hash.

    Personal data: user_id, created_at, expires_at, revoked_at, address_hash, browser (until 30 days after expires_at).
    No personal data: id, token_hash.
    """

    __tablename__ = "sign_in"

    id: Id = id_field()
    user_id: Id = Field(foreign_key="user_account.id", index=True, ondelete="CASCADE")
    token_hash: str = Field(unique=True, max_length=64)
    created_at: datetime = time_field()
    expires_at: datetime = time_field()
    revoked_at: datetime | None = time_field(nullable=True)
    address_hash: str = Field(default="", max_length=64, description="Keyed hash of where it came from.")
    browser: str = Field(default="", max_length=80, description="Such as Firefox on Linux.")


class SignInThrottle(SQLModel, table=True):
    """How often a name or an address was tried lately; in the database, so that it holds over restarts and processes.

    Personal data: key, a keyed hash, last_tried_at, blocked_until (until a day after last_tried_at).
    No personal data: id, tries.
    """

    __tablename__ = "sign_in_throttle"

    id: Id = id_field()
    key: str = Field(unique=True, max_length=64)
    tries: int = 0
    last_tried_at: datetime = time_field(index=True)
    blocked_until: datetime | None = time_field(nullable=True)


class Invitation(SQLModel, table=True):
    """A one-time link by which a person sets their password; the link holds the token, this row only its hash.

    Personal data: user_id, created_by, created_at, expires_at, used_at (until that account is erased).
    No personal data: id, token_hash.
    """

    __tablename__ = "invitation"

    id: Id = id_field()
    user_id: Id = Field(foreign_key="user_account.id", index=True, ondelete="CASCADE")
    token_hash: str = Field(unique=True, max_length=64)
    created_by: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    created_at: datetime = time_field()
    expires_at: datetime = time_field()
    used_at: datetime | None = time_field(nullable=True)
