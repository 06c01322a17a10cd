"""Verdicts say whether they were given together with others, without a look at each.

Revision 0039, after 0038.
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

TABLE, INDEX, ONLY = "incident_verdict", "ix_incident_verdict_batch", "batch_id IS NOT NULL"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("batch_id", sa.Uuid(), nullable=True))
    columns = ["moderator_id", "at", "batch_id"]
    op.create_index(INDEX, TABLE, columns, sqlite_where=sa.text(ONLY), postgresql_where=sa.text(ONLY))


def downgrade() -> None:
    op.drop_index(INDEX, table_name=TABLE)
    op.drop_column(TABLE, "batch_id")
