"""Sums of what the statistics count, and how long each decision took.

The sums are filled, and the triggers that keep them made, after the newest revision (`db/migrate.py`).

Revision 0044, after 0043.
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

REVIEW, WAITED, IS_DECIDED = "proctor_review", "ix_proctor_review_waited", sa.text("decided_at IS NOT NULL")
ROLLUP, EMPTY, IS_EMPTY = "statistics_rollup", "ix_statistics_rollup_empty", sa.text("counted = 0")
TIME = sa.DateTime(timezone=True)
SUMS = (
    *("counted", "flagged", "allegations", "sessions", "approved", "rejected", "waiting"),
    *("confirmed", "dismissed", "unsure"),
)
KEY = ("level", "fact", "survey_id", "at", "kind", "since")


def upgrade() -> None:
    op.add_column(REVIEW, sa.Column("waited_s", sa.Float(), nullable=True))
    op.execute(sa.table(REVIEW, sa.column("waited_s")).update().where(IS_DECIDED).values(waited_s=sa.text(_waited())))
    op.create_index(
        *(WAITED, REVIEW, ["decided_at", "waited_s", "session_id"]),
        sqlite_where=IS_DECIDED,
        postgresql_where=IS_DECIDED,
    )
    op.create_table(
        ROLLUP,
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact", sa.String(20), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("since", TIME, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in SUMS),
        sa.PrimaryKeyConstraint(*KEY, name="pk_statistics_rollup"),
    )
    op.create_index(EMPTY, ROLLUP, ["level"], sqlite_where=IS_EMPTY, postgresql_where=IS_EMPTY)
    op.create_table(
        "statistics_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("fact", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("since", TIME, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in SUMS),
        sa.PrimaryKeyConstraint("id", name="pk_statistics_change"),
    )


def downgrade() -> None:
    op.drop_table("statistics_change")
    op.drop_table(ROLLUP)
    op.drop_index(WAITED, REVIEW)
    op.drop_column(REVIEW, "waited_s")


def _waited() -> str:
    handed_in = "(SELECT submitted_at FROM survey_session WHERE survey_session.id = session_id)"
    if op.get_bind().dialect.name == "sqlite":
        return f"(julianday(decided_at) - julianday({handed_in})) * 86400"
    return f"date_part('epoch', decided_at - {handed_in})"
