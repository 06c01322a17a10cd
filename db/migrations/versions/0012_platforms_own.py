"""Surveys and idempotency keys belong to platforms.

A survey of 0.1 whose every session, over all of its versions, was opened by one platform becomes that platform's; every
other one belongs to the house. Who added it can't be asked: it names the administrator who issued the token.

Revision 0012, after 0011.
"""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SURVEY = sa.table(
    "survey", sa.column("id", sa.Uuid()), sa.column("slug", sa.String()), sa.column("platform", sa.String())
)
SESSION = sa.table("survey_session", sa.column("survey_id", sa.Uuid()), sa.column("platform", sa.String()))


def upgrade() -> None:
    op.add_column("survey", sa.Column("platform", sa.String(80), nullable=False, server_default=""))
    op.add_column("idempotent_answer", sa.Column("platform", sa.String(80), nullable=True))
    op.create_index("uq_idempotent_answer_platform", "idempotent_answer", ["platform", "key_hash"], unique=True)
    # Copies the table on SQLite; db/migrate.py has switched foreign keys off, so that no session goes with the old one.
    with op.batch_alter_table("survey") as table:
        table.drop_constraint("uq_survey_slug_version", type_="unique")
        table.create_unique_constraint("uq_survey_platform_slug_version", ["platform", "slug", "version"])
    for slug, platform in _owners().items():
        op.execute(SURVEY.update().where(SURVEY.c.slug == slug).values(platform=platform))


def downgrade() -> None:
    _refuse_equal_slugs()
    with op.batch_alter_table("survey") as table:
        table.drop_constraint("uq_survey_platform_slug_version", type_="unique")
        table.create_unique_constraint("uq_survey_slug_version", ["slug", "version"])
    op.drop_column("survey", "platform")
    op.drop_index("uq_idempotent_answer_platform", "idempotent_answer")
    op.execute(sa.text("DELETE FROM idempotent_answer WHERE platform IS NOT NULL"))
    op.drop_column("idempotent_answer", "platform")


def _owners() -> dict[str, str]:
    """Slug -> the one platform that opened all of its sessions."""
    opened = sa.select(SURVEY.c.slug, SESSION.c.platform).join_from(SESSION, SURVEY, SURVEY.c.id == SESSION.c.survey_id)
    platforms: dict[str, set[str | None]] = defaultdict(set)
    for slug, platform in op.get_bind().execute(opened.distinct()).all():
        platforms[slug].add(platform)
    return {slug: only for slug, (only, *others) in platforms.items() if only is not None and not others}


def _refuse_equal_slugs() -> None:
    twice = sa.text("SELECT slug FROM survey GROUP BY slug, version HAVING count(*) > 1")
    found = op.get_bind().execute(twice).scalars().all()
    if found:
        raise RuntimeError(f"two owners use the same slug ({', '.join(found)}), which older tables can't hold")
