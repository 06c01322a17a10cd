"""Notes for colleagues beside the reason that the taker reads.

Up to 0.1 one text served both, and takers of decided sessions read it: there it stays the reason. What was written to flag a
session onward or to open it again was meant for colleagues and never shown to the taker: it becomes the note.

Revision 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_FOR_COLLEAGUES = {"proctor_review": ("status", ("flagged",)), "review_event": ("kind", ("flag", "reopened"))}


def upgrade() -> None:
    for name, (column, words) in _FOR_COLLEAGUES.items():
        op.add_column(name, sa.Column("colleague_note", sa.String(4000), nullable=False, server_default=""))
        table = _table(name, column)
        moved = {"colleague_note": table.c.notes, "notes": ""}
        op.execute(table.update().where(table.c[column].in_(words)).values(moved))


def downgrade() -> None:
    for name, (column, words) in _FOR_COLLEAGUES.items():
        table = _table(name, column)
        op.execute(table.update().where(table.c[column].in_(words)).values(notes=table.c.colleague_note))
        op.drop_column(name, "colleague_note")


def _table(name: str, column: str) -> sa.TableClause:
    return sa.table(name, sa.column(column), sa.column("notes"), sa.column("colleague_note"))
