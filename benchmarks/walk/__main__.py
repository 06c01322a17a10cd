"""Judges flagged sessions of six incidents by keyboard, one after the other, and prints what each step took.

`python -m benchmarks.walk --sessions 150` runs tests/e2e/test_the_walk.py, which fails where a verdict or decision is not as it
was pressed; `make test` takes three. A step's time is from the key to what it shows, without
the time for which nothing is armed yet.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles

AIM_S = 0.2


def main() -> None:
    """Run the walk and say how long its steps took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=20)
    sessions = parser.parse_args().sessions
    with tempfile.TemporaryDirectory() as folder:
        times = Path(folder) / "times.json"
        command = [sys.executable, "-m", "pytest", "-q", "tests/e2e/test_the_walk.py"]
        env = {**os.environ, "PROCTOR_WALK_SESSIONS": str(sessions), "PROCTOR_WALK_TIMES": str(times)}
        status = subprocess.run(command, env=env, check=False).returncode
        if times.exists():
            report(sessions, json.loads(times.read_text(encoding="utf-8")))
    sys.exit(status)


def report(sessions: int, steps: dict[str, list[float]]) -> None:
    """One line for each kind of step: how many, median, 95th percentile, longest, and how many took longer than the aim."""
    print(f"{sessions} sessions; seconds of a step, arming left out")
    for name, seconds in steps.items():
        over = sum(1 for one in seconds if one > AIM_S)
        late = quantiles(seconds, n=20)[-1]
        print(
            f"  {name:9} {len(seconds):4}: median {median(seconds):.3f}, 95 % {late:.3f}, most {max(seconds):.3f}; "
            f"{over} over {AIM_S}"
        )


if __name__ == "__main__":
    main()
