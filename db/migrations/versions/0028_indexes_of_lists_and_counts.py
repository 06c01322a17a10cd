"""Indexes by which lists are paged and counts are made without reading whole tables.

Revision 0028, after 0027.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

# Name, table, columns, and which rows; None: all.
INDEXES = (
    (
        "ix_survey_session_handed_in",
        "survey_session",
        ("submitted_at", "proctoring_enabled", "flagged_for_review", "violations_count", "survey_id", "id"),
        "submitted_at IS NOT NULL",
    ),
    ("ix_violation_started", "violation", ("started_at", "type", "session_id"), None),
    ("ix_proctor_review_decided", "proctor_review", ("decided_at", "id"), "decided_at IS NOT NULL"),
    ("ix_review_event_decision", "review_event", ("at", "kind"), "kind IN ('approve', 'reject', 'flag')"),
    ("ix_audit_event_action", "audit_event", ("action", "at", "id"), None),
)
PART_OF = ("ix_audit_event_part_of", "audit_event", ("part_of",))


def upgrade() -> None:
    op.drop_index(PART_OF[0], table_name=PART_OF[1])
    for name, table, columns, only in (*INDEXES, (*PART_OF, "part_of IS NOT NULL")):
        where = sa.text(only) if only else None
        op.create_index(name, table, list(columns), sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_index(PART_OF[0], table_name=PART_OF[1])
    op.create_index(PART_OF[0], PART_OF[1], list(PART_OF[2]))
    for name, table, _, _ in reversed(INDEXES):
        op.drop_index(name, table_name=table)
