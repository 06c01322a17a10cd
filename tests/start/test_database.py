"""The database before the program serves: new, older, newer, away, or none at all; each refusal one sentence."""

from pathlib import Path

import pytest
from sqlalchemy import text

from db.engine import open_engine
from db.migrate import downgrade, newest, upgrade
from proctor_core.errors import DatabaseAway, OtherTables
from proctor_core.start.database import prepare_database, require_tables


def test_a_new_database_gets_its_tables_and_is_left_alone_afterwards(database_url: str) -> None:
    assert str(prepare_database(database_url)) == f"The database is new, at revision {newest()}."
    assert str(prepare_database(database_url)) == f"The database is at revision {newest()}."


def test_an_older_database_is_brought_up_to_date_and_says_so(database_url: str) -> None:
    upgrade(database_url)
    downgrade(database_url, "-1")
    said = str(prepare_database(database_url))
    assert said.startswith("The database was at revision ") and said.endswith("nothing in it was lost.")
    engine = open_engine(database_url)
    require_tables(engine)
    engine.dispose()


def test_a_newer_database_is_left_as_it_is(database_url: str) -> None:
    upgrade(database_url)
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(OtherTables, match="revision 9999, newer than this program"):
        prepare_database(database_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "9999"
    engine.dispose()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql+psycopg2://user:geheim@127.0.0.1:1/proctor", "refused"),
        ("postgresql+psycopg2://user:geheim@no-such-host.invalid/proctor", "no-such-host.invalid"),
        ("sqlite:////proc/nowhere/proctor.db", "folder can't be made"),
    ],
)
def test_a_database_that_is_away_is_one_sentence_without_the_password(address: str, said: str) -> None:
    with pytest.raises(DatabaseAway) as away:
        prepare_database(address)
    assert said in str(away.value)
    assert "geheim" not in str(away.value)
    assert "\n" not in str(away.value)


def test_a_file_that_is_no_database_is_said_and_kept(tmp_path: Path) -> None:
    letter = tmp_path / "proctor.db"
    letter.write_text("Dear reader, " * 500)
    with pytest.raises(DatabaseAway, match="file is not a database"):
        prepare_database(f"sqlite:///{letter}")
    assert letter.read_text() == "Dear reader, " * 500
