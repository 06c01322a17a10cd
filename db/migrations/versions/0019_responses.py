"""A survey's handed-in sessions in the order in which they came: the way through its responses.

Revision 0019, after 0018.
"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_survey_session_submitted", "survey_session", ["survey_id", "submitted_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_survey_session_submitted", "survey_session")
