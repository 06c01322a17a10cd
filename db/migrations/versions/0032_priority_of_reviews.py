"""Reviews keep by what the queue is put in order: a rank, the longest violation, what could not be seen.

Of reviews that wait the rank is counted here as the program of this revision counts it; the others rank by their age, and are
counted when they are opened again.

Revision 0032, after 0031.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from db.columns import Json, UtcDateTime

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

TABLE, OPEN, DECIDED = "proctor_review", "status IN ('pending', 'flagged')", "decided_at IS NOT NULL"
INDEXES: dict[str, tuple[Sequence[str], str]] = {
    "ix_proctor_review_open_rank": (("ranks_since", "id"), OPEN),
    "ix_proctor_review_open_longest": (("longest_s", "id"), OPEN),
    "ix_proctor_review_open_unseen": (("unseen_share", "id"), OPEN),
    "ix_proctor_review_decided_longest": (("longest_s", "id"), DECIDED),
    "ix_proctor_review_decided_unseen": (("unseen_share", "id"), DECIDED),
    "ix_proctor_review_decided_by": (("moderator_id", "decided_at", "id"), DECIDED),
}
TYPES = {"mobile_detected": 12, "multiple_faces": 12, "no_face": 8, "looking_away": 6, "low_confidence": 3}
RULES = {"ended_by_moderator": 12, "drawn_camera": 12, "camera_withdrawn": 8, "low_coverage": 6, "unseen_time": 6}
TOGETHER = 500

review = sa.table(
    TABLE,
    *(sa.column(name) for name in ("id", "session_id", "status", "longest_s", "unseen_share")),
    sa.column("created_at", UtcDateTime()),
    sa.column("ranks_since", UtcDateTime()),
    sa.column("flag_reasons", Json),
)
violation = sa.table(
    "violation", *(sa.column(name) for name in ("session_id", "type", "onset_s", "offset_s", "confidence"))
)
session = sa.table("survey_session", sa.column("id"), sa.column("coverage"))


def upgrade() -> None:
    op.add_column(
        TABLE,
        sa.Column("ranks_since", UtcDateTime(), nullable=False, server_default="1970-01-01 00:00:00.000000"),
    )
    for name in ("longest_s", "unseen_share"):
        op.add_column(TABLE, sa.Column(name, sa.Float(), nullable=False, server_default="0"))
    length_s = sa.func.coalesce(violation.c.offset_s, violation.c.onset_s) - violation.c.onset_s
    longest_s = sa.select(sa.func.max(length_s)).where(violation.c.session_id == review.c.session_id)
    unseen = sa.select(1 - sa.func.coalesce(session.c.coverage, 1)).where(session.c.id == review.c.session_id)
    op.execute(
        review.update().values(
            ranks_since=review.c.created_at,
            longest_s=sa.func.coalesce(longest_s.scalar_subquery(), 0),
            unseen_share=sa.func.coalesce(unseen.scalar_subquery(), 0),
        )
    )
    for some in _waiting():
        _rank(some)
    for name, (columns, only) in INDEXES.items():
        op.create_index(name, TABLE, list(columns), sqlite_where=sa.text(only), postgresql_where=sa.text(only))


def downgrade() -> None:
    for name in reversed(INDEXES):
        op.drop_index(name, table_name=TABLE)
    for name in ("unseen_share", "longest_s", "ranks_since"):
        op.drop_column(TABLE, name)


def _waiting() -> Iterator[Sequence[Any]]:
    """Some open reviews at a time."""
    asked = sa.select(review.c.id, review.c.session_id, review.c.created_at, review.c.flag_reasons)
    found = op.get_bind().execute(asked.where(sa.text(OPEN))).all()
    for first in range(0, len(found), TOGETHER):
        yield found[first : first + TOGETHER]


def _rank(reviews: Sequence[Any]) -> None:
    columns = (violation.c.session_id, violation.c.type, violation.c.onset_s, violation.c.offset_s)
    asked = sa.select(*columns, violation.c.confidence)
    found = op.get_bind().execute(asked.where(violation.c.session_id.in_([one.session_id for one in reviews]))).all()
    alleged: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in found:
        alleged[row.session_id].append(row)
    ranks = [
        {"of": one.id, "since": one.created_at - timedelta(hours=_points(alleged[one.session_id], one.flag_reasons))}
        for one in reviews
    ]
    op.get_bind().execute(
        review.update().where(review.c.id == sa.bindparam("of")).values(ranks_since=sa.bindparam("since")), ranks
    )


def _points(alleged: Sequence[Any], flag_reasons: Sequence[dict[str, Any]]) -> float:
    """As `priority_of` of that version: by the gravest, by all seconds, by the confidence of each second."""
    what = [TYPES.get(one.type, 0) for one in alleged] + [RULES.get(str(one["rule"]), 0) for one in flag_reasons]
    lengths = [0.0 if one.offset_s is None else one.offset_s - one.onset_s for one in alleged]
    weights = [max(length, 1.0) for length in lengths]
    sure = sum(weight * one.confidence for weight, one in zip(weights, alleged, strict=True))
    return max(what, default=0) + min(sum(lengths) / 10, 12.0) + (12 * sure / sum(weights) if weights else 0.0)
