"""`python -m benchmarks.network_cut [--seconds 120]`: the browser test of a cut network with a longer cut; its exit code."""

import argparse
import os
import subprocess
import sys

TEST = "tests/e2e/test_a_takers_bad_day.py"
NAME = "thirty_seconds_without_network"


def main() -> int:
    """Run it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=120)
    seconds = asked.parse_args().seconds
    command = [sys.executable, "-m", "pytest", "-q", TEST, "-k", NAME]
    return subprocess.run(command, env={**os.environ, "PROCTOR_LONG_CUT_S": str(seconds)}, check=False).returncode


sys.exit(main())
