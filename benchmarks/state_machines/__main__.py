"""Runs the state machines of sessions and of reviews for long, over SQLite.

`python -m benchmarks.state_machines [--examples 500] [--steps 40] [--machines sessions,reviews]` prints a line for each; a broken
promise ends it with the shortest story that breaks it. The short form is part of `make test`.
"""

import argparse
import logging
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from hypothesis.stateful import RuleBasedStateMachine

from db.migrate import upgrade
from tests.support.machine_worlds import OpenEngine, copies_of, run_machine, session_world, watched_world
from tests.support.review_machine import ReviewMachine
from tests.support.session_machine import SessionMachine

MACHINES: Mapping[str, Callable[[OpenEngine], RuleBasedStateMachine]] = {
    "sessions": lambda one: SessionMachine(lambda: watched_world(one)),
    "reviews": lambda one: ReviewMachine(lambda: session_world(one)),
}


def main() -> None:
    """Run, tell, raise when a promise was broken."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--examples", type=int, default=500)
    asked.add_argument("--steps", type=int, default=40)
    asked.add_argument("--machines", default=",".join(MACHINES))
    given = asked.parse_args()
    # What can't be written since the session is over is expected here, thousands of times.
    logging.disable(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "migrated.db"
        upgrade(f"sqlite:///{database}")
        for name in given.machines.split(","):
            _run(name, copies_of(database), given.examples, given.steps)


def _run(name: str, one: OpenEngine, examples: int, steps: int) -> None:
    began, machine = time.monotonic(), MACHINES[name]
    run_machine(lambda: machine(one), examples, steps)
    took_s = time.monotonic() - began
    print(f"{name}: {examples} runs of up to {steps} steps, {took_s:.0f} s, nothing broken", flush=True)


if __name__ == "__main__":
    main()
