"""Presses what decides at eight delays from 50 to 800 ms after its case came onto the screen, in a real browser.

`python -m benchmarks.presses` runs tests/e2e/test_what_was_not_seen.py with all of them; `make test` takes two.
"""

import os
import subprocess
import sys

DELAYS_MS = "50,100,200,300,400,500,650,800"


def main() -> None:
    """Run the tests with every delay."""
    command = [sys.executable, "-m", "pytest", "-q", "tests/e2e/test_what_was_not_seen.py"]
    sys.exit(subprocess.run(command, env={**os.environ, "PROCTOR_DELAYS_MS": DELAYS_MS}, check=False).returncode)


if __name__ == "__main__":
    main()
