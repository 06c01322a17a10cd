"""Sessions that were drawn to be judged unmarked, and what was said of them.

Revision 0045, after 0044.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

SAMPLE, OPINION, HELD = "blind_sample", "sample_opinion", "held_decision"
SAID = ("sample_verdict", "sample_addition", "sample_mute")
OPEN = "closed_at IS NULL"
Json = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        SAMPLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        _time("drawn_at"),
        _time("decided_at", nullable=True),
        sa.Column("earlier", sa.String(40), nullable=True),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        _time("claim_expires_at", nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        _time("ranks_since"),
        sa.Column("longest_s", sa.Float(), nullable=False),
        sa.Column("unseen_share", sa.Float(), nullable=False),
        _time("closed_at", nullable=True),
        _refers(SAMPLE, "session_id", "survey_session", "CASCADE"),
        _refers(SAMPLE, "claimed_by", "user_account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{SAMPLE}"),
        sa.UniqueConstraint("session_id", name=f"uq_{SAMPLE}_session_id"),
    )
    op.create_index("ix_blind_sample_drawn", SAMPLE, ["drawn_at", "id"])
    for name, column in (("rank", "ranks_since"), ("claim", "claimed_by")):
        only = {"sqlite_where": sa.text(OPEN), "postgresql_where": sa.text(OPEN)}
        op.create_index(f"ix_blind_sample_open_{name}", SAMPLE, [column, "id"], **only)
    op.create_table(
        OPINION,
        *_said(OPINION),
        sa.Column("decision", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(4000), nullable=False),
        sa.Column("note", sa.String(4000), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.Column("length_s", sa.Float(), nullable=False),
        sa.Column("video_s", sa.Float(), nullable=False),
        sa.UniqueConstraint("sample_id", name=f"uq_{OPINION}_sample_id"),
    )
    op.create_index(f"ix_{OPINION}_session_id", OPINION, ["session_id"])
    _create_said()
    with op.batch_alter_table(HELD) as table:
        table.add_column(sa.Column("sample_id", sa.Uuid(), nullable=True))
        table.alter_column("review_id", existing_type=sa.Uuid(), nullable=True)
        table.create_unique_constraint(f"uq_{HELD}_sample_id", ["sample_id"])
        table.create_foreign_key(f"fk_{HELD}_sample_id", SAMPLE, ["sample_id"], ["id"], ondelete="CASCADE")


def downgrade() -> None:
    held = sa.table(HELD, sa.column("review_id", sa.Uuid()))
    op.execute(held.delete().where(held.c.review_id.is_(None)))
    with op.batch_alter_table(HELD) as table:
        table.drop_constraint(f"fk_{HELD}_sample_id", type_="foreignkey")
        table.drop_constraint(f"uq_{HELD}_sample_id", type_="unique")
        table.alter_column("review_id", existing_type=sa.Uuid(), nullable=False)
        table.drop_column("sample_id")
    for name in (*SAID, OPINION, SAMPLE):
        op.drop_table(name)


def _create_said() -> None:
    columns = {
        "sample_verdict": [
            *(sa.Column(name, sa.String(40), nullable=True) for name in ("kind", "reason", "type")),
            *_span(),
            *(sa.Column(name, Json, nullable=False) for name in ("violation_ids", "signal_ids")),
        ],
        "sample_addition": [sa.Column("type", sa.String(40), nullable=False), *_span()],
        "sample_mute": [
            sa.Column("violation_id", sa.Uuid(), nullable=False),
            sa.Column("face_box", Json, nullable=False),
        ],
    }
    for name, own in columns.items():
        op.create_table(name, *_said(name), *own, sa.Column("takes_back", sa.Uuid(), nullable=True))
        op.create_index(f"ix_{name}_session_id", name, ["session_id"])
        op.create_index(f"ix_{name}_sample_id", name, ["sample_id"])


def _said(table: str) -> list[sa.Column[object] | sa.Constraint]:
    """What each row that a moderator said has."""
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("sample_id", sa.Uuid(), nullable=False),
        sa.Column("moderator_id", sa.Uuid(), nullable=True),
        _time("at"),
        _refers(table, "session_id", "survey_session", "CASCADE"),
        _refers(table, "sample_id", SAMPLE, "CASCADE"),
        _refers(table, "moderator_id", "user_account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    ]


def _span() -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Float(), nullable=False) for name in ("onset_s", "offset_s")]


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _refers(table: str, column: str, other: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete=ondelete)
