"""Tables of a PostgreSQL database whose files still hold what was deleted from them.

Revision 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "overwrite_due",
        sa.Column("table_name", sa.String(63), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("table_name", name=op.f("pk_overwrite_due")),
    )


def downgrade() -> None:
    op.drop_table("overwrite_due")
