"""Asks every operation of the OpenAPI document as every kind of caller, with requests made up by schemathesis, all checks on.

`python -m benchmarks.contract [--examples 60] [--callers taker,moderator] [--seed 1]` prints one line per caller and what was
broken; its exit code is 1 when something was. The short form is `tests/api/test_schemathesis.py`.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from db.migrate import upgrade

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "clients" / "python"))

from tests.support.api_matrix import CALLERS, built_matrix
from tests.support.contract import broken_promises, operations_at, served

NO_LIMIT = 10**9


def main() -> None:
    """Ask, tell, end with 1 when a promise was broken."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--examples", type=int, default=60)
    asked.add_argument("--callers", default=",".join(CALLERS))
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    callers = given.callers.split(",")
    if unknown := set(callers) - set(CALLERS):
        asked.error(f"unknown callers: {', '.join(sorted(unknown))}; there are {', '.join(CALLERS)}")
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "migrated.db"
        upgrade(f"sqlite:///{database}")
        broken = [_ask(caller, database, given.examples, given.seed) for caller in callers]
    sys.exit(os.EX_OK if not any(broken) else 1)


def _ask(caller: str, database: Path, examples: int, seed: int) -> int:
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        built_matrix(database, Path(folder), NO_LIMIT) as matrix,
        served(matrix) as address,
    ):
        operations = operations_at(address)
        wrong = [promise for one in operations for promise in broken_promises(one, matrix, caller, examples, seed)]
    took = f"{len(operations)} operations, up to {examples} requests each, {time.monotonic() - began:.0f} s"
    print(f"{caller:<18}{took}: {len(wrong) or 'nothing'} broken", flush=True)
    for promise in wrong:
        print(f"  {promise}", flush=True)
    return len(wrong)


if __name__ == "__main__":
    main()
