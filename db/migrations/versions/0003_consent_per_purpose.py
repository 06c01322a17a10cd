"""Consent per purpose as appended rows, surveys without camera, and the faces in each picture.

Revision 0003, after 0004.
"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
TIME = sa.DateTime(timezone=True)
CONSENT = sa.table(
    "consent",
    sa.column("id", sa.Uuid()),
    sa.column("session_id", sa.Uuid()),
    sa.column("purpose", sa.String()),
    sa.column("text_version", sa.String()),
    sa.column("text_sha256", sa.String()),
    sa.column("is_given", sa.Boolean()),
    sa.column("given_at", TIME),
    sa.column("withdrawn_at", TIME),
)


def upgrade() -> None:
    op.add_column("survey", sa.Column("allow_without_camera", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column(
        "survey_session", sa.Column("without_by_choice", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("evidence", sa.Column("face_boxes", JSON, nullable=True))
    _append_withdrawals()
    op.drop_column("consent", "withdrawn_at")


def downgrade() -> None:
    op.add_column("consent", sa.Column("withdrawn_at", TIME, nullable=True))
    _mark_withdrawals()
    op.drop_column("evidence", "face_boxes")
    op.drop_column("survey_session", "without_by_choice")
    op.drop_column("survey", "allow_without_camera")


def _append_withdrawals() -> None:
    """What was a mark on a row becomes a row: a no, said when the consent was taken back."""
    db = op.get_bind()
    for row in db.execute(sa.select(CONSENT).where(CONSENT.c.withdrawn_at.is_not(None))).mappings().all():
        said = {**row, "id": uuid4(), "is_given": False, "given_at": row["withdrawn_at"], "withdrawn_at": None}
        db.execute(CONSENT.insert().values(said))
        without = "UPDATE survey_session SET without_by_choice = :yes WHERE id = :id"
        session = sa.text(without).bindparams(sa.bindparam("id", type_=sa.Uuid()), sa.bindparam("yes", True))
        db.execute(session, {"id": row["session_id"]})


def _mark_withdrawals() -> None:
    db = op.get_bind()
    given = db.execute(sa.select(CONSENT).where(CONSENT.c.is_given)).mappings().all()
    for row in given:
        later = sa.select(sa.func.min(CONSENT.c.given_at)).where(
            CONSENT.c.session_id == row["session_id"],
            CONSENT.c.purpose == row["purpose"],
            CONSENT.c.is_given.is_(False),
            CONSENT.c.given_at > row["given_at"],
        )
        taken_back = db.execute(later).scalar_one()
        if taken_back is not None:
            db.execute(CONSENT.update().where(CONSENT.c.id == row["id"]).values(withdrawn_at=taken_back))
            db.execute(
                CONSENT.delete().where(
                    CONSENT.c.session_id == row["session_id"],
                    CONSENT.c.purpose == row["purpose"],
                    CONSENT.c.is_given.is_(False),
                    CONSENT.c.given_at == taken_back,
                )
            )
