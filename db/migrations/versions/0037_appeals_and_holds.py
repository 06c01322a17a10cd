"""Takers' objections with their answers, and administrators' holds.

Revision 0037, after 0036.
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

APPEAL, ANSWER, HOLD = "appeal", "appeal_answer", "legal_hold"


def upgrade() -> None:
    op.create_table(
        APPEAL,
        *_ids("session_id", "review_id"),
        _person("decided_by"),
        sa.Column("words", sa.String(4000), nullable=False),
        *_times("at", "answer_by"),
        _refers(APPEAL, "session_id", "survey_session", "CASCADE"),
        _refers(APPEAL, "review_id", "proctor_review", "CASCADE"),
        _refers(APPEAL, "decided_by", "user_account", "SET NULL"),
        *_keys(APPEAL, "session_id"),
    )
    op.create_index("ix_appeal_review_id", APPEAL, ["review_id"])
    op.create_table(
        ANSWER,
        *_ids("session_id", "appeal_id"),
        _person("moderator_id"),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("words", sa.String(4000), nullable=False),
        *_times("at"),
        _refers(ANSWER, "session_id", "survey_session", "CASCADE"),
        _refers(ANSWER, "appeal_id", APPEAL, "CASCADE"),
        _refers(ANSWER, "moderator_id", "user_account", "SET NULL"),
        *_keys(ANSWER, "appeal_id"),
    )
    for column in ("session_id", "at"):
        op.create_index(f"ix_appeal_answer_{column}", ANSWER, [column])
    op.create_table(
        HOLD,
        *_ids("session_id"),
        _person("administrator_id"),
        sa.Column("reason", sa.String(4000), nullable=False),
        sa.Column("lifts", sa.Uuid(), nullable=True),
        *_times("at"),
        _refers(HOLD, "session_id", "survey_session", "CASCADE"),
        _refers(HOLD, "administrator_id", "user_account", "SET NULL"),
        *_keys(HOLD, "lifts"),
    )
    op.create_index("ix_legal_hold_session_id", HOLD, ["session_id"])


def downgrade() -> None:
    for table in (HOLD, ANSWER, APPEAL):
        op.drop_table(table)


def _ids(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Uuid(), nullable=False) for name in ("id", *names)]


def _person(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=True)


def _times(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in names]


def _refers(table: str, column: str, other: str, end: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete=end)


def _keys(table: str, once: str) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint(once, name=f"uq_{table}_{once}"),
    ]
