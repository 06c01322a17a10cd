"""How many snapshots a session has and how large they are, kept beside it: the storage page counted every one at each look.

Revision 0029, after 0028.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TABLE, SUMS = "survey_session", {"snapshots": sa.Integer(), "snapshot_bytes": sa.BigInteger()}


def upgrade() -> None:
    for name, kind in SUMS.items():
        op.add_column(TABLE, sa.Column(name, kind, nullable=False, server_default="0"))
    session = sa.table(TABLE, sa.column("id"), *map(sa.column, SUMS))
    picture = sa.table("evidence", sa.column("session_id"), sa.column("size_bytes"))
    of_session = picture.c.session_id == session.c.id
    count = sa.select(sa.func.count()).select_from(picture).where(of_session).scalar_subquery()
    total = sa.select(sa.func.sum(picture.c.size_bytes)).where(of_session).scalar_subquery()
    has_any = session.c.id.in_(sa.select(picture.c.session_id))
    op.execute(session.update().where(has_any).values(snapshots=count, snapshot_bytes=total))


def downgrade() -> None:
    for name in reversed(SUMS):
        op.drop_column(TABLE, name)
