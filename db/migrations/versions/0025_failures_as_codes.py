"""Why a recording or its analysis failed as codes and their values, beside the text.

Rows from before keep their text alone.

Revision 0025, after 0024.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

COLUMNS = {"session_recording": "failure_codes", "recording_analysis": "last_error_codes"}


def upgrade() -> None:
    for table, column in COLUMNS.items():
        op.add_column(table, sa.Column(column, sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True))


def downgrade() -> None:
    for table, column in COLUMNS.items():
        op.drop_column(table, column)
