"""Sign-in names of 0.1 in the form by which they are looked up now, so that nobody who is called so is locked out.

0.1 kept characters that nobody sees and blanks beside each other, and took letters such as U+0390 apart. Where another account
has the new form already, the old one stays: an administrator can't tell the two apart either.

Revision 0022, after 0021.
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ACCOUNT = sa.table("user_account", sa.column("id", sa.Uuid()), sa.column("name", sa.String()))


def upgrade() -> None:
    bind = op.get_bind()
    accounts = bind.execute(sa.select(ACCOUNT.c.id, ACCOUNT.c.name).order_by(ACCOUNT.c.name)).all()
    taken = {name for _, name in accounts}
    for account_id, name in accounts:
        now = _name_of_0022(name)
        if now and now not in taken:
            taken.add(now)
            bind.execute(ACCOUNT.update().where(ACCOUNT.c.id == account_id).values(name=now))


def downgrade() -> None:
    """What was taken out can't be put back, and 0.1 finds these names too."""


def _name_of_0022(name: str) -> str:
    seen = "".join(c for c in name if unicodedata.category(c) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold()).split())
