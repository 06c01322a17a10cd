"""By what sessions are judged: each policy once, under the hash of its content."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from db.columns import json_field, str_enum, time_field
from proctor_core.domain.policy import PolicyName


class KeptPolicy(SQLModel, table=True):
    """One policy in full. Added when the first session is judged by it; never changed, since its key is its content's hash.

    Personal data: none (kept for good: whoever verifies a session reads what it was judged by).
    No personal data: sha256, profile, version, content, first_seen_at.
    """

    __tablename__ = "policy"

    sha256: str = Field(primary_key=True, max_length=64, description="Of `content` in its canonical form.")
    profile: PolicyName = Field(sa_type=str_enum(PolicyName), description="The shipped profile that it comes from.")
    version: int = Field(description="That profile's.")
    content: dict[str, Any] = json_field(description="All numbers and words: `domain.policy.policy_to_json`.")
    first_seen_at: datetime = time_field()
