"""The tables of the first proctored survey.

Revision 0001, after nothing.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "user_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("display_name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(320), nullable=True),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("password_hash", sa.String(400), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_user_account"),
        sa.UniqueConstraint("name", name="uq_user_account_name"),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("object_type", sa.String(40), nullable=False),
        sa.Column("object_id", sa.String(80), nullable=False),
        sa.Column("detail", sa.String(1000), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name="fk_audit_event_actor_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_event"),
    )
    op.create_index("ix_audit_event_at", "audit_event", ["at", "id"])
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_sign_in_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in"),
        sa.UniqueConstraint("token_hash", name="uq_sign_in_token_hash"),
    )
    op.create_index("ix_sign_in_user_id", "sign_in", ["user_id"])
    op.create_table(
        "survey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("definition", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("proctoring_enabled", sa.Boolean(), nullable=False),
        sa.Column("policy", sa.String(40), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["user_account.id"], name="fk_survey_created_by", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_survey"),
        sa.UniqueConstraint("slug", "version", name="uq_survey_slug_version"),
    )
    op.create_table(
        "survey_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("taker_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("proctoring_enabled", sa.Boolean(), nullable=False),
        sa.Column("policy", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("initial_face_verified", sa.Boolean(), nullable=False),
        sa.Column("face_reference_image", sa.String(200), nullable=True),
        sa.Column("baseline", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("violations_count", sa.Integer(), nullable=False),
        sa.Column("flagged_for_review", sa.Boolean(), nullable=False),
        sa.Column("phone_check_available", sa.Boolean(), nullable=True),
        sa.Column("coverage", sa.Float(), nullable=True),
        sa.Column("observation_log", sa.String(200), nullable=True),
        sa.Column("current_question", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name="fk_survey_session_survey_id"),
        sa.ForeignKeyConstraint(["taker_id"], ["user_account.id"], name="fk_survey_session_taker_id"),
        sa.PrimaryKeyConstraint("id", name="pk_survey_session"),
    )
    op.create_index("ix_survey_session_status", "survey_session", ["status", "created_at"])
    op.create_index("ix_survey_session_survey", "survey_session", ["survey_id", "created_at"])
    op.create_index("ix_survey_session_taker", "survey_session", ["taker_id", "created_at"])
    op.create_table(
        "answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.String(80), nullable=False),
        sa.Column("value", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["survey_session.id"], name="fk_answer_session_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_answer"),
        sa.UniqueConstraint("session_id", "question_id", name="uq_answer_session_id_question_id"),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("text_version", sa.String(40), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["survey_session.id"], name="fk_consent_session_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
    )
    op.create_index("ix_consent_session_id", "consent", ["session_id"])
    op.create_table(
        "face_verification",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("is_initial", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("samples", sa.Integer(), nullable=False),
        sa.Column("face_detected", sa.Boolean(), nullable=True),
        sa.Column("face_count", sa.Integer(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("gaze_direction", sa.String(20), nullable=True),
        sa.Column("yaw_deg", sa.Float(), nullable=True),
        sa.Column("pitch_deg", sa.Float(), nullable=True),
        sa.Column("roll_deg", sa.Float(), nullable=True),
        sa.Column("mobile_detected", sa.Boolean(), nullable=True),
        sa.Column("violation_type", sa.String(40), nullable=True),
        sa.Column("signal", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["survey_session.id"], name="fk_face_verification_session_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_face_verification"),
    )
    op.create_index("ix_face_verification_session", "face_verification", ["session_id", "started_at"])
    op.create_table(
        "proctor_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("flag_reasons", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("moderator_id", sa.Uuid(), nullable=True),
        sa.Column("notes", sa.String(4000), nullable=False),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        sa.Column("claim_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("flagged_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_decision", sa.String(40), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["claimed_by"], ["user_account.id"], name="fk_proctor_review_claimed_by", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["flagged_by"], ["user_account.id"], name="fk_proctor_review_flagged_by", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["moderator_id"], ["user_account.id"], name="fk_proctor_review_moderator_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["survey_session.id"], name="fk_proctor_review_session_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_proctor_review"),
        sa.UniqueConstraint("session_id", name="uq_proctor_review_session_id"),
    )
    op.create_index(
        "ix_proctor_review_open",
        "proctor_review",
        ["created_at", "id"],
        sqlite_where=sa.text("status IN ('pending', 'flagged')"),
        postgresql_where=sa.text("status IN ('pending', 'flagged')"),
    )
    op.create_table(
        "signal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("onset_s", sa.Float(), nullable=False),
        sa.Column("offset_s", sa.Float(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["survey_session.id"], name="fk_signal_session_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_signal"),
    )
    op.create_index("ix_signal_session", "signal", ["session_id", "started_at"])
    op.create_table(
        "violation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("onset_s", sa.Float(), nullable=False),
        sa.Column("offset_s", sa.Float(), nullable=True),
        sa.Column("peak_s", sa.Float(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("measured", sa.Float(), nullable=True),
        sa.Column("limit", sa.Float(), nullable=True),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("positive", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["survey_session.id"], name="fk_violation_session_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_violation"),
    )
    op.create_index("ix_violation_session", "violation", ["session_id", "started_at"])
    op.create_index("ix_violation_type", "violation", ["type"])
    op.create_table(
        "evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("violation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("media_key", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("taken_s", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["survey_session.id"], name="fk_evidence_session_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["violation_id"], ["violation.id"], name="fk_evidence_violation_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
        sa.UniqueConstraint("violation_id", "kind", name="uq_evidence_violation_id_kind"),
    )
    op.create_index("ix_evidence_session", "evidence", ["session_id", "taken_s"])
    op.create_table(
        "review_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("notes", sa.String(4000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name="fk_review_event_author_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["proctor_review.id"], name="fk_review_event_review_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_event"),
    )
    op.create_index("ix_review_event_review", "review_event", ["review_id", "at"])


def downgrade() -> None:
    op.drop_table("review_event")
    op.drop_table("evidence")
    op.drop_table("violation")
    op.drop_table("signal")
    op.drop_table("proctor_review")
    op.drop_table("face_verification")
    op.drop_table("consent")
    op.drop_table("answer")
    op.drop_table("survey_session")
    op.drop_table("survey")
    op.drop_table("sign_in")
    op.drop_table("audit_event")
    op.drop_table("user_account")
