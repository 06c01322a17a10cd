"""Whatever taker, camera, moderator and time do to a session, in any order: what is promised of it holds after each step."""

from pathlib import Path

from sqlalchemy import Engine

from tests.support.machine_worlds import copies_of, emptied, run_machine, watched_world
from tests.support.session_machine import SessionMachine


def test_what_is_promised_of_a_session_holds_after_every_step(migrated_sqlite: Path) -> None:
    one = copies_of(migrated_sqlite)
    run_machine(lambda: SessionMachine(lambda: watched_world(one)), 5, 25)


def test_so_it_does_on_postgres(postgres_engine: Engine) -> None:
    one = emptied(postgres_engine)
    run_machine(lambda: SessionMachine(lambda: watched_world(one)), 1, 25)
