"""Who may sign in, and who is signed in."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from db.columns import Id, id_field, str_enum, time_field
from proctor_core.domain.roles import Role


class User(SQLModel, table=True):
    """A person with a role.

    Personal data: name, display_name, email (until the account is erased); password_hash (until changed or erased).
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


class SignIn(SQLModel, table=True):
    """One signed-in browser; the cookie holds the token, this row only its hash.

    Personal data: user_id, created_at, expires_at, revoked_at (until 30 days after expires_at).
    No personal data: id, token_hash.
    """

    __tablename__ = "sign_in"

    id: Id = id_field()
    user_id: Id = Field(foreign_key="user_account.id", index=True, ondelete="CASCADE")
    token_hash: str = Field(unique=True, max_length=64)
    created_at: datetime = time_field()
    expires_at: datetime = time_field()
    revoked_at: datetime | None = time_field(nullable=True)
