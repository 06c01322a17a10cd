"""Details of the audit log as a code and its values, so that they can be said in other languages than the sentence beside them.

Lines from before keep their sentence alone.

Revision 0026, after 0025.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TABLE = "audit_event"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("detail_code", sa.String(length=40), nullable=True))
    op.add_column(TABLE, sa.Column("detail_values", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True))


def downgrade() -> None:
    op.drop_column(TABLE, "detail_values")
    op.drop_column(TABLE, "detail_code")
