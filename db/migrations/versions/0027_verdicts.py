"""What moderators say about single incidents.

Revision 0027, after 0026.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TABLE = "incident_verdict"


def upgrade() -> None:
    json = sa.JSON().with_variant(JSONB(), "postgresql")
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("moderator_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=True),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.Column("type", sa.String(40), nullable=True),
        sa.Column("onset_s", sa.Float(), nullable=False),
        sa.Column("offset_s", sa.Float(), nullable=False),
        sa.Column("violation_ids", json, nullable=False),
        sa.Column("signal_ids", json, nullable=False),
        sa.Column("takes_back", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["survey_session.id"], name="fk_incident_verdict_session_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["proctor_review.id"], name="fk_incident_verdict_review_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["moderator_id"], ["user_account.id"], name="fk_incident_verdict_moderator_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_incident_verdict"),
    )
    op.create_index("ix_incident_verdict_session", TABLE, ["session_id", "at"])
    op.create_index("ix_incident_verdict_review_id", TABLE, ["review_id"])


def downgrade() -> None:
    op.drop_index("ix_incident_verdict_review_id", TABLE)
    op.drop_index("ix_incident_verdict_session", TABLE)
    op.drop_table(TABLE)
