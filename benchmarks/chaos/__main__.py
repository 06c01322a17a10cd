"""`python -m benchmarks.chaos [--kills 20] [--seed N]`: SIGKILL at random moments of a recorded session in Chromium.

After each kill, and at the end, database, pictures, segments and answers are compared (tests/e2e/chaos.py). Prints every
disagreement and exits with 1 when there is one.
"""

import argparse
import os
import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.e2e import footage
from tests.e2e.chaos import Camera, Chaos, KilledSession
from tests.support.browser import find_chromium, running_browser
from tests.support.program import ROOT


def main() -> int:
    """Take one survey."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=20)
    asked.add_argument("--seed", type=int, default=0, help="0: another one each time")
    given = asked.parse_args()
    seed = given.seed or random.SystemRandom().randrange(1, 10**6)
    print(f"seed {seed}", flush=True)
    chromium, shared = find_chromium(), ROOT.parent / "shared"
    assert chromium is not None, "expected Chromium"
    with TemporaryDirectory() as name:
        folder = Path(name)
        camera = Camera(footage.calm(shared if (shared / footage.VIDEOS).is_dir() else None, folder), folder)
        session = KilledSession(folder, Path(os.environ.get("PROCTORING_MODELS_DIR", "")), random.Random(seed))
        with sync_playwright() as playwright, running_browser(playwright, chromium, camera.path) as browser:
            seen = session.take(browser, camera, given.kills)
    report(seen)
    return 1 if seen.wrong else 0


def report(seen: Chaos) -> None:
    """Print what was seen."""
    outages = sorted(kill.back_s - kill.at_s for kill in seen.kills)
    missing = [live_s - video_s for video_s, live_s in seen.video_s]
    print(
        f"{len(seen.kills)} kills in {seen.wall_s:.0f} s; from the kill to the live picture again "
        f"{outages[0]:.1f} to {outages[-1]:.1f} s, in the middle {outages[len(outages) // 2]:.1f} s\n"
        f"committed rows compared: {seen.rows}; {seen.violations} violations with {seen.pictures} pictures\n"
        f"{seen.segments} segments with {seen.frames} frames; joined {seen.joined_s:.2f} s of {seen.wall_s:.2f} s\n"
        f"video that is missing from a stretch between two kills: {max(missing):.2f} s at most, "
        f"{sum(missing) / len(missing):.2f} s on average\n"
        f"coverage {seen.coverage:.2f}; verify: {seen.verified}"
    )
    for what in seen.wrong:
        print(f"WRONG: {what}")


sys.exit(main())
