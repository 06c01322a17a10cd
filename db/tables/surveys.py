"""What is asked."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from db.columns import Id, id_field, json_field, str_enum, time_field
from proctor_core.domain.minors import Minors
from proctor_core.domain.ownership import HOUSE
from proctor_core.domain.policy import PolicyName, RecordingMode
from proctor_core.domain.watching import HybridUnflagged


class Survey(SQLModel, table=True):
    """One version of a survey; a changed definition is a new row with the same slug, so that sessions keep what they answered.

    Its owner is a platform, or the house; two owners may use the same slug without meeting.

    Personal data: created_by (until that account is erased).
    No personal data: id, platform, slug, version, title, definition (questions, no answers), proctoring_enabled, policy,
        policy_values, recording_mode, allow_without_camera, hybrid_unflagged, minors, moderator_instructions,
        rejection_reasons, escalation_reasons, is_open, is_demo, created_at.
    """

    __tablename__ = "survey"
    __table_args__ = (UniqueConstraint("platform", "slug", "version"),)

    id: Id = id_field()
    platform: str = Field(
        default=HOUSE,
        max_length=80,
        sa_column_kwargs={"server_default": HOUSE},
        description="The platform that owns it, by the name of its service tokens; empty: the house.",
    )
    slug: str = Field(max_length=80)
    version: int = 1
    title: str = Field(max_length=200)
    definition: dict[str, Any] = json_field()
    proctoring_enabled: bool = True
    policy: PolicyName = Field(default=PolicyName.STANDARD, sa_type=str_enum(PolicyName))
    policy_values: dict[str, float] = json_field(
        default_factory=dict,
        sa_column_kwargs={"server_default": "{}"},
        description="Numbers in which it differs from its profile, by their names in `domain.policy_values`; empty: none.",
    )
    recording_mode: RecordingMode = Field(default=RecordingMode.OFF, sa_type=str_enum(RecordingMode))
    allow_without_camera: bool = Field(default=False, description="Who refuses the camera may take it all the same.")
    hybrid_unflagged: HybridUnflagged = Field(
        default=HybridUnflagged.REVIEW,
        sa_type=str_enum(HybridUnflagged),
        description="What becomes of a session that rests on its client's word and that no rule flagged.",
    )
    minors: Minors = Field(
        default=Minors.UNSUPPORTED,
        sa_type=str_enum(Minors),
        sa_column_kwargs={"server_default": Minors.UNSUPPORTED.value},
        description="What it does about takers who are not of age.",
    )
    moderator_instructions: str = Field(
        default="",
        max_length=4000,
        sa_column_kwargs={"server_default": ""},
        description="What its owner asks moderators to go by; they read it in each case.",
    )
    rejection_reasons: str = Field(
        default="",
        max_length=2000,
        sa_column_kwargs={"server_default": ""},
        description="Ready reasons to reject, one on each line; takers read the one that was chosen. Empty: the program's own.",
    )
    escalation_reasons: str = Field(
        default="",
        max_length=2000,
        sa_column_kwargs={"server_default": ""},
        description="Ready notes to escalate, one on each line. Empty: the program's own.",
    )
    is_open: bool = True
    is_demo: bool = False
    created_by: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    created_at: datetime = time_field()
