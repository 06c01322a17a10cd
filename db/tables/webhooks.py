"""Which servers are told what happened to sessions, and each message to them: waiting, delivered, given up."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from db.columns import Id, id_field, json_field, partial_index, str_enum, time_field
from proctor_core.domain.webhook import DeliveryState, WebhookEvent


class Webhook(SQLModel, table=True):
    """A server that is told; its secret is made from the program's key and this id, and stored nowhere.

    Personal data: created_by (until that account is erased).
    No personal data: id, name, url, platform, created_at, ended_at.
    """

    __tablename__ = "webhook"

    id: Id = id_field()
    name: str = Field(max_length=80)
    url: str = Field(max_length=500)
    platform: str | None = Field(
        default=None, max_length=80, description="Only sessions of this platform's people; None: all sessions."
    )
    created_by: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    created_at: datetime = time_field()
    ended_at: datetime | None = time_field(nullable=True)


class WebhookDelivery(SQLModel, table=True):
    """One message to one server, written in the transaction of what it tells; the id is the same at every try.

    Personal data: session_id, payload (until 30 days after created_at, or until the session is erased).
    No personal data: id, webhook_id, event, created_at, state, tries, next_try_at, status, error.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        Index("ix_webhook_delivery_created_at", "created_at", "id"),
        partial_index("ix_webhook_delivery_due", "next_try_at", only="state = 'waiting'"),
    )

    id: Id = id_field()
    webhook_id: Id = Field(foreign_key="webhook.id", ondelete="CASCADE")
    session_id: Id = Field(foreign_key="survey_session.id", index=True, ondelete="CASCADE")
    event: WebhookEvent = Field(sa_type=str_enum(WebhookEvent))
    payload: dict[str, Any] = json_field(description="What is sent as `data`: ids, states and numbers.")
    created_at: datetime = time_field()
    state: DeliveryState = Field(default=DeliveryState.WAITING, sa_type=str_enum(DeliveryState))
    tries: int = 0
    next_try_at: datetime = time_field()
    status: int | None = Field(default=None, description="HTTP status of the last answer.")
    error: str = Field(default="", max_length=200, description="Why the last try failed, without an answer's text.")
