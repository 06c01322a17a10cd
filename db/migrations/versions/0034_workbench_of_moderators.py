"""Moderators keep views of the queue and see who has a case open; a survey says what its owner asks of them.

Revision 0034, after 0033.
"""

import sqlalchemy as sa
from alembic import op

from db.columns import Json, UtcDateTime

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("survey", sa.Column("moderator_instructions", sa.String(4000), nullable=False, server_default=""))
    op.create_table(
        "saved_queue_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("moderator_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("choices", Json, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_queue_view"),
        sa.UniqueConstraint("moderator_id", "name", name="uq_saved_queue_view_moderator_id_name"),
        _of("saved_queue_view", "moderator_id", "user_account"),
    )
    op.create_table(
        "case_presence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("moderator_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_presence"),
        sa.UniqueConstraint("session_id", "moderator_id", name="uq_case_presence_session_id_moderator_id"),
        _of("case_presence", "session_id", "survey_session"),
        _of("case_presence", "moderator_id", "user_account"),
    )
    op.create_index("ix_case_presence_moderator_id", "case_presence", ["moderator_id"])


def downgrade() -> None:
    op.drop_table("case_presence")
    op.drop_table("saved_queue_view")
    op.drop_column("survey", "moderator_instructions")


def _of(table: str, column: str, whose: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{whose}.id"], name=f"fk_{table}_{column}", ondelete="CASCADE")
