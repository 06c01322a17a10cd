"""A look at a picture names the look at its case that it was part of, so that the audit log shows one line for both.

Revision 0018, after 0017. Lines from before stay lines of their own.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit_event", sa.Column("part_of", sa.Uuid(), nullable=True))
    op.create_index("ix_audit_event_part_of", "audit_event", ["part_of"])


def downgrade() -> None:
    op.drop_index("ix_audit_event_part_of", "audit_event")
    op.drop_column("audit_event", "part_of")
