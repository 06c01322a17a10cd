"""A survey has ready reasons of its own for rejections and escalations.

Revision 0041, after 0040.
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

COLUMNS = ("rejection_reasons", "escalation_reasons")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("survey", sa.Column(name, sa.String(2000), nullable=False, server_default=""))


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("survey", name)
