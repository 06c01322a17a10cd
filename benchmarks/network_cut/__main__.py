"""`python -m benchmarks.network_cut [--seconds 120]`: the browser test of a cut network with a longer cut.

Prints how long after its end the camera was seen again and the session went on; the exit code is the test's.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

TEST = "tests/e2e/test_a_takers_bad_day.py"
NAME = "thirty_seconds_without_network"


def main() -> int:
    """Run it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=120)
    seconds = asked.parse_args().seconds
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            TEST,
            "-k",
            NAME,
            f"--junitxml={report}",
            "-ojunit_family=xunit1",
        ]
        code = subprocess.run(command, env={**os.environ, "PROCTOR_LONG_CUT_S": str(seconds)}, check=False).returncode
        # Our own pytest wrote it a moment ago.
        for noted in ElementTree.parse(report).iter("property"):
            print(f"{seconds:.0f} s without network, {noted.get('name')}: {noted.get('value')}")
    return code


sys.exit(main())
