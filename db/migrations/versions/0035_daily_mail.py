"""Moderators may want a mail each day on which something waits.

Revision 0035, after 0034.
"""

import sqlalchemy as sa
from alembic import op

from db.columns import UtcDateTime

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

TABLE = "queue_mail"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("moderator_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("mailed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        sa.UniqueConstraint("moderator_id", name=f"uq_{TABLE}_moderator_id"),
        sa.ForeignKeyConstraint(
            ["moderator_id"], ["user_account.id"], name=f"fk_{TABLE}_moderator_id", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
