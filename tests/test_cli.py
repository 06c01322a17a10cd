"""The command line as an operator meets it: what it prints, and one sentence with exit code 2 when something does not fit."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from db.engine import open_engine, reading
from db.migrate import current, newest
from db.tables import User
from proctor_core.domain.roles import Role
from proctor_core.start.exit_codes import ExitCode
from proctor_core.start.port import listening_socket
from tests.support.command import Done, run_command

# Each runs in a process of its own.
pytestmark = pytest.mark.slow

Run = Callable[..., Done]
KEPT = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE", "TMPDIR")


@pytest.fixture
def run(tmp_path: Path, models_dir: Path) -> Run:
    """`run("migrate", stdin="", NAME="value")`: `python -m proctor_core migrate` in an empty folder."""

    def started(*arguments: str, stdin: str = "", **settings: str) -> Done:
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        environment |= {"PROCTORING_MODELS_DIR": str(models_dir), "NO_COLOR": "1", **settings}
        return run_command(arguments, tmp_path, environment, stdin)

    return started


@pytest.fixture
def migrated(tmp_path: Path, migrated_sqlite: Path) -> Path:
    """The data folder of the program, with a database that has its tables."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "proctor.db").write_bytes(migrated_sqlite.read_bytes())
    return data


def opened(tmp_path: Path) -> Engine:
    return open_engine(f"sqlite:///{tmp_path / 'data' / 'proctor.db'}")


def refusal(done: Done, code: ExitCode = ExitCode.BAD_INPUT) -> str:
    """The one sentence of a refused command."""
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    (sentence,) = done.stderr.strip().splitlines()
    return sentence


def test_migrate_makes_the_database_of_this_program(run: Run, tmp_path: Path) -> None:
    done = run("migrate")
    assert (done.returncode, done.stdout) == (0, f"The database is new, at revision {newest()}.\n")
    engine = opened(tmp_path)
    assert current(engine) == newest()
    engine.dispose()


def test_models_says_what_is_there_and_what_is_missing(run: Run, tmp_path: Path, models_dir: Path) -> None:
    there = run("models")
    assert there.returncode == 0
    assert str(models_dir) in there.stdout
    missing = run("models", PROCTORING_MODELS_DIR=str(tmp_path))
    assert missing.returncode == 0
    assert "Face detector: MISSING" in missing.stdout


def test_a_process_that_drew_a_page_runs_commands_all_the_same(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.py"
    page.write_text("import sys\nassert 'pytest' in sys.modules, 'the page was run in place of the command'\n")
    assert not AppTest.from_file(str(page)).run().exception

    assert run("models").returncode == 0


def test_the_first_administrator_is_made_here(run: Run, tmp_path: Path, migrated: Path) -> None:
    done = run("create-administrator", "Root", stdin="correct horse battery\n")
    assert (done.returncode, done.stdout) == (0, "Administrator root can sign in.\n"), done.stderr
    engine = opened(tmp_path)
    with reading(engine) as db:
        user = db.exec(select(User)).one()
    engine.dispose()
    assert (user.name, user.role) == ("root", Role.ADMINISTRATOR)
    assert user.password_hash is not None and user.password_hash.startswith("$argon2id$")


def test_a_weak_password_is_refused_and_not_repeated(run: Run, tmp_path: Path, migrated: Path) -> None:
    sentence = refusal(run("create-administrator", "root", stdin="hunter2\n"))
    assert sentence == "Error: password: expected 10 to 1000 characters, got 7"
    engine = opened(tmp_path)
    with reading(engine) as db:
        assert db.exec(select(User)).first() is None
    engine.dispose()


def test_without_tables_the_way_to_them_is_told(run: Run) -> None:
    for command in (("create-administrator", "root"), ("serve",)):
        sentence = refusal(run(*command, stdin="correct horse battery\n"), ExitCode.OTHER_TABLES)
        assert sentence.startswith("Error: the database is at revision none")
        assert "python -m proctor_core migrate" in sentence


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"PROCTORING_TRESHOLD": "3"}, "unknown setting PROCTORING_TRESHOLD"),
        ({"PROCTORING_MIN_CONFIDENCE": "60"}, "PROCTORING_MIN_CONFIDENCE: "),
        ({"PORT": "many"}, "PORT: "),
        ({"PROCTORING_ICE_SERVERS": "stun:host"}, "PROCTORING_ICE_SERVERS: expected JSON"),
        ({"PROCTORING_SECRET_KEY": "short"}, "PROCTORING_SECRET_KEY: "),
    ],
    ids=["unknown", "too large", "no number", "no JSON", "weak secret"],
)
def test_serve_refuses_wrong_settings_in_one_sentence(run: Run, settings: dict[str, str], said: str) -> None:
    assert refusal(run("serve", **settings)).startswith(f"Error: {said}")


def test_serve_says_that_the_port_is_taken(run: Run, migrated: Path, free_port: int) -> None:
    with listening_socket("127.0.0.1", free_port):
        assert f"port {free_port} is taken" in refusal(run("serve", PORT=str(free_port)), ExitCode.PORT_TAKEN)


def test_serve_refuses_to_start_without_its_face_models(run: Run, tmp_path: Path, migrated: Path) -> None:
    sentence = refusal(run("serve", PROCTORING_MODELS_DIR=str(tmp_path)), ExitCode.NO_MODELS)
    assert "face" in sentence


def test_without_a_command_the_commands_are_listed(run: Run) -> None:
    done = run()
    for command in ("serve", "migrate", "models", "create-administrator"):
        assert command in done.stdout + done.stderr


def test_a_person_is_copied_then_erased_and_then_unknown(run: Run, tmp_path: Path, migrated: Path) -> None:
    for name in ("root", "second"):
        run("create-administrator", name, stdin="correct horse battery\n")
    copied = run("export", "Second", "--out", "second.zip")
    assert (copied.returncode, (tmp_path / "second.zip").stat().st_mode & 0o777) == (0, 0o600), copied.stderr
    assert refusal(run("export", "second", "--out", "second.zip")).startswith("Error: out: expected a new file")
    kept = run("erase", "second", stdin="n\n")
    assert "Nothing was erased." in kept.stdout
    erased = run("erase", "second", "--yes")
    assert (erased.returncode, "Erased. Receipt " in erased.stdout) == (0, True), erased.stderr
    assert "nobody is called 'second'" in refusal(run("erase", "second", "--yes"))
    assert "only administrator" in refusal(run("erase", "root", "--yes"))


def test_the_sweep_says_what_it_did(run: Run, migrated: Path) -> None:
    done = run("sweep")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Done: expired 0 sessions, emptied 0, erased 0; removed 0 files")


def test_a_sweep_with_a_store_of_another_database_names_it_and_adopting_takes_a_word(run: Run, migrated: Path) -> None:
    kept = migrated / "media" / "sessions" / "7f3a0c52-0000-4000-8000-000000000001" / "start.jpg"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"a picture")
    for arguments in ((), ("--dry-run",), ("--any-share", "--unknown")):
        assert "does not know, and does not say whose it is" in run("sweep", *arguments).stderr
    assert "Nothing was changed." in run("adopt-store", stdin="n\n").stdout
    adopted = run("adopt-store", "--yes")
    assert "It holds files of 1 sessions" in adopted.stdout and "belongs to this database now" in adopted.stdout
    assert "leave (unknown here) 7f3a0c52-0000-4000-8000-000000000001: files 1" in run("sweep", "--dry-run").stdout
    assert "left the files of 1 sessions alone" in run("sweep").stdout
    assert kept.exists()


def test_verify_names_what_was_altered_and_ends_with_a_code_of_its_own(
    run: Run, tmp_path: Path, migrated: Path
) -> None:
    run("create-administrator", "root", stdin="correct horse battery\n")
    heads = tmp_path / "heads.json"
    done = run("verify", "--all", "--export-heads", str(heads))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("nothing was altered: ") and str(heads) in done.stdout
    assert run("verify", "--against", str(heads)).returncode == 0
    with closing(sqlite3.connect(migrated / "proctor.db")) as database, database:
        database.execute("UPDATE audit_event SET detail = 'somebody else' WHERE action = 'account.created'")
    altered = run("verify", "--all")
    assert altered.returncode == ExitCode.ALTERED
    assert altered.stderr.startswith("ALTERED: the audit line account.created of ")
    other = run("verify", "--all", PROCTORING_SECRET_KEY="another key, another key, another key")
    assert other.returncode == ExitCode.ALTERED
    with closing(sqlite3.connect(migrated / "proctor.db")) as database, database:
        for table in ("chain_end", "chain_log", "chain_record"):
            database.execute(f"DELETE FROM {table}")
    assert run("verify", "--against", str(heads)).returncode == ExitCode.ALTERED


def test_verify_with_another_key_says_that_it_can_not_check(run: Run, migrated: Path) -> None:
    run("create-administrator", "root", stdin="correct horse battery\n")
    other = run("verify", "--all", PROCTORING_SECRET_KEY="another key, another key, another key")
    assert (other.returncode, other.stderr) == (ExitCode.OTHER_KEY, "")
    assert "can't be checked with this key: another one wrote them" in other.stdout


def test_verify_wants_to_know_what(run: Run, migrated: Path) -> None:
    assert "expected the id of a session, --all" in refusal(run("verify"))
    assert "no such survey session" in refusal(run("verify", "7f3a0c52-0000-4000-8000-000000000001"))
    assert "expected a file that can be read" in refusal(run("verify", "--against", "nowhere.json"))
