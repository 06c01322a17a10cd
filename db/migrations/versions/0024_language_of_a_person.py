"""In which language a person reads the pages, where they chose one; else the browser says.

Revision 0024, after 0023.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("user_account", sa.Column("language", sa.String(length=35), nullable=True))


def downgrade() -> None:
    op.drop_column("user_account", "language")
