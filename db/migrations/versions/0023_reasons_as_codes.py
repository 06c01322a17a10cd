"""Reasons as a code and its numbers, so that they can be said in other languages than the sentence beside them.

Rows from before keep their sentence alone.

Revision 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLES = ("violation", "signal", "review_event")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("reason_code", sa.String(length=40), nullable=True))
        op.add_column(table, sa.Column("reason_numbers", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "reason_numbers")
        op.drop_column(table, "reason_code")
