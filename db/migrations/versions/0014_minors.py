"""What a survey does about takers who are not of age.

Revision 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("survey", sa.Column("minors", sa.String(40), nullable=False, server_default="unsupported"))


def downgrade() -> None:
    op.drop_column("survey", "minors")
