"""Why a client's snapshot was left out while its report counted.

Revision 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("violation", sa.Column("snapshot_refused", sa.String(40), nullable=True))


def downgrade() -> None:
    op.drop_column("violation", "snapshot_refused")
