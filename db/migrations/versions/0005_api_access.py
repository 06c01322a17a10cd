"""Tokens of the REST API, other platforms' people, answers to be asked for again, and what clients report.

Revision 0005, after 0003.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    _tokens()
    _external_people()
    _answers()
    op.create_table(
        "client_watch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["survey_session.id"], name="fk_client_watch_session_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_client_watch"),
        sa.UniqueConstraint("session_id", name="uq_client_watch_session_id"),
    )
    no = sa.text("false")
    op.add_column("survey_session", sa.Column("new_reference_allowed", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("face_verification", sa.Column("source", sa.String(20), nullable=False, server_default="server"))
    op.add_column("violation", sa.Column("server_look", JSON, nullable=True))
    op.add_column("violation", sa.Column("is_confirmed", sa.Boolean(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("violation") as table:
        table.drop_column("is_confirmed")
        table.drop_column("server_look")
    with op.batch_alter_table("face_verification") as table:
        table.drop_column("source")
    with op.batch_alter_table("survey_session") as table:
        table.drop_column("new_reference_allowed")
    for table in ("client_watch", "idempotent_answer", "external_person", "api_token"):
        op.drop_table(table)


def _tokens() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("scope", sa.String(40), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_api_token_user_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["survey_session.id"], name="fk_api_token_session_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name="fk_api_token_created_by", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("token_hash", name="uq_api_token_token_hash"),
    )
    op.create_index("ix_api_token_user_id", "api_token", ["user_id"])
    op.create_index("ix_api_token_session_id", "api_token", ["session_id"])


def _external_people() -> None:
    op.create_table(
        "external_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("platform", sa.String(80), nullable=False),
        sa.Column("external_id", sa.String(200), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name="fk_external_person_user_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_external_person"),
        sa.UniqueConstraint("platform", "external_id", name="uq_external_person_platform_external_id"),
    )
    op.create_index("ix_external_person_user_id", "external_person", ["user_id"])


def _answers() -> None:
    op.create_table(
        "idempotent_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("request_hash", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("body", JSON, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name="fk_idempotent_answer_user_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_idempotent_answer"),
        sa.UniqueConstraint("user_id", "key_hash", name="uq_idempotent_answer_user_id_key_hash"),
    )
    op.create_index("ix_idempotent_answer_created_at", "idempotent_answer", ["created_at"])
