"""Rejections that wait for another moderator.

Revision 0040, after 0039.
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

TABLE = "rejection_proposal"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("opposed_by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["survey_session.id"], name="fk_rejection_proposal_session_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["proctor_review.id"], name="fk_rejection_proposal_review_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["user_account.id"], name="fk_rejection_proposal_proposed_by", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["opposed_by"], ["user_account.id"], name="fk_rejection_proposal_opposed_by", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rejection_proposal"),
        sa.UniqueConstraint("review_id", name="uq_rejection_proposal_review_id"),
    )
    op.create_index("ix_rejection_proposal_session_id", TABLE, ["session_id"])


def downgrade() -> None:
    op.drop_index("ix_rejection_proposal_session_id", TABLE)
    op.drop_table(TABLE)
