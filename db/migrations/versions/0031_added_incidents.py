"""Incidents that moderators add, and second faces that they mute.

Revision 0031, after 0030.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

ADDED, MUTE = "added_incident", "face_mute"


def upgrade() -> None:
    json = sa.JSON().with_variant(JSONB(), "postgresql")
    _create(
        ADDED,
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("onset_s", sa.Float(), nullable=False),
        sa.Column("offset_s", sa.Float(), nullable=False),
    )
    _create(MUTE, sa.Column("violation_id", sa.Uuid(), nullable=False), sa.Column("face_box", json, nullable=False))


def downgrade() -> None:
    for table in (MUTE, ADDED):
        op.drop_index(f"ix_{table}_review_id", table)
        op.drop_index(f"ix_{table}_session", table)
        op.drop_table(table)


def _create(table: str, *about: sa.Column[object]) -> None:
    """What both have around what they are about."""
    references = (("session_id", "survey_session", "CASCADE"), ("review_id", "proctor_review", "CASCADE"))
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("moderator_id", sa.Uuid(), nullable=True),
        *about,
        sa.Column("takes_back", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete=end)
            for column, other, end in (*references, ("moderator_id", "user_account", "SET NULL"))
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_session", table, ["session_id", "at"])
    op.create_index(f"ix_{table}_review_id", table, ["review_id"])
