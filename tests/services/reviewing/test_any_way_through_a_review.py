"""Whatever two moderators, late reports and time do to flagged sessions, in any order: one holder, and a decision stands."""

from pathlib import Path

from sqlalchemy import Engine

from tests.support.machine_worlds import copies_of, emptied, run_machine, session_world
from tests.support.review_machine import ReviewMachine


def test_reviews_are_as_expected_after_every_step(migrated_sqlite: Path) -> None:
    one = copies_of(migrated_sqlite)
    run_machine(lambda: ReviewMachine(lambda: session_world(one)), 4, 25)


def test_so_they_are_on_postgres(postgres_engine: Engine) -> None:
    one = emptied(postgres_engine)
    run_machine(lambda: ReviewMachine(lambda: session_world(one)), 1, 25)
