"""An index of proposed rejections, for how far moderators agree.

Revision 0042, after 0041.
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

INDEX, PROPOSAL = "ix_review_event_proposal", "kind = 'proposed'"


def upgrade() -> None:
    only = sa.text(PROPOSAL)
    op.create_index(INDEX, "review_event", ["at"], sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    op.drop_index(INDEX, "review_event")
