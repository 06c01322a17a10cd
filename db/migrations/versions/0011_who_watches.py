"""Who watches a session, which platform opened it, and what becomes of sessions that rest on their client's word.

Revision 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# Who was asked by an administrator has an audit line that names one; a platform's own request names nobody.
OPENED_BY_PLATFORM = """
UPDATE survey_session SET platform = (
    SELECT min(p.platform) FROM external_person p WHERE p.user_id = survey_session.taker_id
)
WHERE NOT EXISTS (
    SELECT 1 FROM audit_event a
    WHERE a.action = 'session.assigned' AND a.object_type = 'survey_session' AND a.actor_id IS NOT NULL
        AND a.object_id = {id_text}
)
"""
HYBRID = "UPDATE survey_session SET watched_by = 'hybrid' WHERE platform IS NOT NULL"
OFF = "UPDATE survey_session SET watched_by = 'off' WHERE proctoring_enabled IS NOT TRUE"
# A reference of one look came as a picture over the API: the server's own camera check takes many.
UNVERIFIED = """
UPDATE survey_session SET initial_face_verified = {false}
WHERE watched_by = 'server' AND status IN ('consented', 'enrolling') AND initial_face_verified IS TRUE
    AND NOT EXISTS (
        SELECT 1 FROM face_verification f
        WHERE f.session_id = survey_session.id AND f.is_initial IS TRUE AND f.face_detected IS TRUE AND f.samples > 1
    )
"""
# SQLite keeps an id as 32 digits; the audit log has it with dashes everywhere.
DASHED = " || '-' || ".join(
    f"substr(survey_session.id, {start}, {length})" for start, length in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
)


def upgrade() -> None:
    session, survey = "survey_session", "survey"
    op.add_column(session, sa.Column("watched_by", sa.String(40), nullable=False, server_default="server"))
    op.add_column(session, sa.Column("platform", sa.String(80), nullable=True))
    op.add_column(survey, sa.Column("hybrid_unflagged", sa.String(40), nullable=False, server_default="review"))
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    id_text = DASHED if is_sqlite else "CAST(survey_session.id AS text)"
    op.execute(sa.text(OPENED_BY_PLATFORM.format(id_text=id_text)))
    op.execute(sa.text(HYBRID))
    op.execute(sa.text(OFF))
    op.execute(sa.text(UNVERIFIED.format(false="0" if is_sqlite else "false")))


def downgrade() -> None:
    op.drop_column("survey", "hybrid_unflagged")
    op.drop_column("survey_session", "platform")
    op.drop_column("survey_session", "watched_by")
