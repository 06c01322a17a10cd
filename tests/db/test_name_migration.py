"""Names of 0.1 are found after the upgrade by what their people type, on both databases."""

from uuid import uuid4

from sqlalchemy import text

from db.engine import open_engine
from db.migrate import downgrade, upgrade
from proctor_core.domain.spelling import normal_name

BEFORE = "0021"
ACCOUNT = """
INSERT INTO user_account (id, name, display_name, role, is_active, is_demo, created_at)
    VALUES (:id, :name, 'Somebody', 'taker', true, false, '2026-05-01 09:00:00.000000')
"""
OF_0_1 = (
    "ada\u200b",
    "\ufeffeve",
    "frau  mu\u0308ller".replace("u\u0308", "ü"),
    "ι\u0308\u0301ος",
    "bob",
    "bob\u00ad",
    "زهرا",
)


def test_names_of_0_1_are_found_by_what_their_people_type(database_url: str) -> None:
    upgrade(database_url, BEFORE)
    engine = open_engine(database_url)
    with engine.begin() as connection:
        for name in OF_0_1:
            new_id = uuid4().hex if engine.dialect.name == "sqlite" else str(uuid4())
            connection.execute(text(ACCOUNT), {"id": new_id, "name": name})
    upgrade(database_url)
    with engine.connect() as connection:
        names = set(connection.execute(text("SELECT name FROM user_account")).scalars())
    assert names == {normal_name(name) for name in OF_0_1} | {"bob\u00ad"}, (
        "of two that look the same one stays as it was"
    )
    downgrade(database_url, BEFORE)
    engine.dispose()
