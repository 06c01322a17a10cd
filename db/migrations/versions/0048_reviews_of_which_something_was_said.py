"""When somebody first said something about an incident of a review, and an index of such reviews.

Revision 0048, after 0047.
"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

TABLE, COLUMN, INDEX = "proctor_review", "judged_at", "ix_proctor_review_judged"
IS_JUDGED = sa.text("judged_at IS NOT NULL")


def upgrade() -> None:
    op.add_column(TABLE, sa.Column(COLUMN, sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE proctor_review SET judged_at = first.at FROM (SELECT review_id, min(at) AS at FROM"
        " (SELECT review_id, at FROM incident_verdict UNION ALL SELECT review_id, at FROM face_mute) AS said"
        " GROUP BY review_id) AS first WHERE first.review_id = proctor_review.id"
    )
    op.create_index(
        *(INDEX, TABLE, ["created_at", "id", "session_id"]), sqlite_where=IS_JUDGED, postgresql_where=IS_JUDGED
    )


def downgrade() -> None:
    op.drop_index(INDEX, TABLE)
    op.drop_column(TABLE, COLUMN)
