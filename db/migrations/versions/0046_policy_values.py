"""A survey may differ from its profile in some numbers.

Revision 0046, after 0045.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("survey", sa.Column("policy_values", Json, nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("survey", "policy_values")
