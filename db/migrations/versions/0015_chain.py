"""The chain over what is kept, and the log of its ends; SHA-256 of the reference, the observation log and the thumbnails.

Nothing is chained here: the key is the program's, and what was written before is found as it is (docs/decisions/0026).
Revision 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chain_record",
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.String(32), nullable=True),
        sa.Column("record_sha256", sa.String(64), nullable=False),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("link", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "number", name="pk_chain_record"),
    )
    op.create_index("ix_chain_record_object", "chain_record", ["chain_id", "object_id"])
    op.create_table(
        "chain_log",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(64), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("link", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_chain_log"),
    )
    op.create_index("ix_chain_log_chain", "chain_log", ["chain_id", "number"])
    op.create_table(
        "chain_end",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("link", sa.String(64), nullable=False),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chain_end"),
    )
    op.add_column("survey_session", sa.Column("reference_sha256", sa.String(64), nullable=True))
    json = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
    op.add_column("survey_session", sa.Column("observation_log_sha256", json, nullable=True))
    op.add_column("session_recording", sa.Column("thumbnails_sha256", sa.String(64), nullable=True))


def downgrade() -> None:
    op.drop_column("session_recording", "thumbnails_sha256")
    for column in ("observation_log_sha256", "reference_sha256"):
        op.drop_column("survey_session", column)
    for table in ("chain_end", "chain_log", "chain_record"):
        op.drop_table(table)
