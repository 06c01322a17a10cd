"""Who did what, when."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from db.columns import Id, id_field, json_field, partial_index, time_field


class AuditEvent(SQLModel, table=True):
    """One act of a person or of the program; appended, never changed.

    Personal data: actor_id, object_id, detail, detail_values (until 365 days after at).
    No personal data: id, at, action, object_type, part_of, detail_code.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_at", "at", "id"),
        Index("ix_audit_event_actor", "actor_id", "at"),
        Index("ix_audit_event_object", "object_id", "at"),
        Index("ix_audit_event_action", "action", "at", "id"),
        # Not of those that are no part: SQLite would look up nearly the whole log by it, and sort it.
        partial_index("ix_audit_event_part_of", "part_of", only="part_of IS NOT NULL"),
    )

    id: Id = id_field()
    at: datetime = time_field()
    actor_id: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    action: str = Field(max_length=60)
    object_type: str = Field(max_length=40)
    object_id: str = Field(max_length=80)
    detail: str = Field(default="", max_length=1000)
    detail_code: str | None = Field(
        default=None, max_length=40, description="A code of `domain.audit_detail`; the detail is its English sentence."
    )
    detail_values: dict[str, Any] | None = json_field(default=None, description="What the code's sentence quotes.")
    part_of: Id | None = Field(default=None, description="The look at a case during which this picture was looked at.")
