"""Indexes for the gallery of snapshots: all reviews by their time, verdicts by what they say.

Revision 0038, after 0037.
"""

from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

REVIEWS, VERDICTS = "ix_proctor_review_created", "ix_incident_verdict_kind"


def upgrade() -> None:
    op.create_index(REVIEWS, "proctor_review", ["created_at", "id", "session_id"])
    op.create_index(VERDICTS, "incident_verdict", ["kind", "session_id"])


def downgrade() -> None:
    op.drop_index(VERDICTS, "incident_verdict")
    op.drop_index(REVIEWS, "proctor_review")
