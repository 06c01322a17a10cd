"""One-time links, the throttle of the sign-in page, and where a sign-in came from.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sign_in", sa.Column("address_hash", sa.String(64), nullable=False, server_default=""))
    op.add_column("sign_in", sa.Column("browser", sa.String(80), nullable=False, server_default=""))
    op.create_table(
        "sign_in_throttle",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_throttle"),
        sa.UniqueConstraint("key", name="uq_sign_in_throttle_key"),
    )
    op.create_index("ix_sign_in_throttle_last_tried_at", "sign_in_throttle", ["last_tried_at"])
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_invitation_user_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name="fk_invitation_created_by", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint("token_hash", name="uq_invitation_token_hash"),
    )
    op.create_index("ix_invitation_user_id", "invitation", ["user_id"])


def downgrade() -> None:
    op.drop_table("invitation")
    op.drop_table("sign_in_throttle")
    with op.batch_alter_table("sign_in") as table:
        table.drop_column("browser")
        table.drop_column("address_hash")
