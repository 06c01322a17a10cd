"""What a client said of its upload, as it said it: a HEAD gives it back.

Revision 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recording_upload", sa.Column("upload_metadata", sa.String(length=4000), nullable=True))


def downgrade() -> None:
    op.drop_column("recording_upload", "upload_metadata")
