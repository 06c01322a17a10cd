"""What was measured of a violation's picture itself: brightness, what is burnt out, the camera's rate; old rows stay unmeasured.

Revision 0043, after 0042.
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

TABLE, COLUMNS = "evidence", ("brightness", "overexposed", "frames_per_s")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column(TABLE, sa.Column(name, sa.Float(), nullable=True))


def downgrade() -> None:
    for name in reversed(COLUMNS):
        op.drop_column(TABLE, name)
