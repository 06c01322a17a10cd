"""Decisions that can still be taken back.

Revision 0033, after 0032.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

TABLE = "held_decision"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("moderator_id", sa.Uuid(), nullable=True),
        sa.Column("decision", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(4000), nullable=False),
        sa.Column("note", sa.String(4000), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announce_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["survey_session.id"], name="fk_held_decision_session_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["proctor_review.id"], name="fk_held_decision_review_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["moderator_id"], ["user_account.id"], name="fk_held_decision_moderator_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_held_decision"),
        sa.UniqueConstraint("review_id", name="uq_held_decision_review_id"),
    )
    op.create_index("ix_held_decision_session_id", TABLE, ["session_id"])


def downgrade() -> None:
    op.drop_index("ix_held_decision_session_id", TABLE)
    op.drop_table(TABLE)
