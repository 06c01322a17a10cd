"""Policies are kept once, under the SHA-256 of their content, and sessions point to them.

The JSON was 844 of the 1,210 bytes of a session's row. Each database writes its sessions anew in statements over the whole table,
so that a million rows take as long as they are large and PostgreSQL gives the room back at once.

Revision 0036, after 0035.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
KEY = sa.String(64)
SESSION = sa.table("survey_session", sa.column("policy", JSON), sa.column("created_at", sa.DateTime(timezone=True)))
POINTS_TO = "fk_survey_session_policy_sha256"
STANDARD_OF_0036 = "standard"


def upgrade() -> None:
    op.create_table(
        "policy",
        sa.Column("sha256", KEY, nullable=False),
        sa.Column("profile", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_policy"),
    )
    _keep_all()
    if _is_postgres():
        _turn("policy", "jsonb", "varchar(64)", "SELECT sha256 FROM policy WHERE content = $1")
        op.alter_column("survey_session", "policy", new_column_name="policy_sha256")
        op.create_foreign_key(POINTS_TO, "survey_session", "policy", ["policy_sha256"], ["sha256"])
        return
    op.execute("ALTER TABLE survey_session RENAME COLUMN policy TO policy_sha256")
    op.execute(
        "UPDATE survey_session SET policy_sha256 = (SELECT sha256 FROM stored_policy WHERE stored = policy_sha256)"
    )
    op.execute("DROP TABLE stored_policy")
    with op.batch_alter_table("survey_session") as table:
        table.alter_column("policy_sha256", existing_type=JSON, type_=KEY, existing_nullable=False)
        table.create_foreign_key(POINTS_TO, "policy", ["policy_sha256"], ["sha256"])


def downgrade() -> None:
    if _is_postgres():
        op.drop_constraint(POINTS_TO, "survey_session", type_="foreignkey")
        _turn("policy_sha256", "varchar", "jsonb", "SELECT content FROM policy WHERE sha256 = $1")
        op.alter_column("survey_session", "policy_sha256", new_column_name="policy")
    else:
        with op.batch_alter_table("survey_session") as table:
            table.drop_constraint(POINTS_TO, type_="foreignkey")
            table.alter_column("policy_sha256", existing_type=KEY, type_=JSON, existing_nullable=False)
        op.execute(
            "UPDATE survey_session SET policy_sha256 = (SELECT content FROM policy WHERE sha256 = policy_sha256)"
        )
        op.execute("ALTER TABLE survey_session RENAME COLUMN policy_sha256 TO policy")
    op.drop_table("policy")


def _is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _turn(column: str, before: str, after: str, lookup: str) -> None:
    """Give a column of PostgreSQL another type and what `lookup` finds for its value: the table is written once."""
    op.execute(f"CREATE FUNCTION pg_temp.turned({before}) RETURNS {after} LANGUAGE sql STABLE AS '{lookup}'")
    op.execute(f"ALTER TABLE survey_session ALTER COLUMN {column} TYPE {after} USING pg_temp.turned({column})")
    op.execute(f"DROP FUNCTION pg_temp.turned({before})")


def _keep_all() -> None:
    """Each different content once. On SQLite, which compares texts, `stored_policy` says which texts mean which policy."""
    policy = sa.table(
        "policy",
        *(sa.column("sha256"), sa.column("profile"), sa.column("version"), sa.column("content", JSON)),
        sa.column("first_seen_at", sa.DateTime(timezone=True)),
    )
    kept: dict[str, dict[str, Any]] = {}
    for content, since in op.get_bind().execute(_different()).all():
        sha256 = _sha256_of_0036(content)
        first = min(since, kept[sha256]["first_seen_at"]) if sha256 in kept else since
        kept[sha256] = {
            "sha256": sha256,
            "profile": content.get("name", STANDARD_OF_0036),
            "version": content.get("version", 1),
            "content": content,
            "first_seen_at": first,
        }
    op.bulk_insert(policy, list(kept.values()))
    if not _is_postgres():
        _note_texts()


def _different() -> sa.Select[Any]:
    return sa.select(SESSION.c.policy, sa.func.min(SESSION.c.created_at)).group_by(SESSION.c.policy)


def _note_texts() -> None:
    bind = op.get_bind()
    op.execute("CREATE TEMPORARY TABLE stored_policy (stored TEXT PRIMARY KEY, sha256 TEXT)")
    for (stored,) in bind.exec_driver_sql("SELECT DISTINCT policy FROM survey_session").all():
        values = (stored, _sha256_of_0036(json.loads(stored)))
        bind.exec_driver_sql("INSERT INTO stored_policy VALUES (?, ?)", values)


def _sha256_of_0036(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
