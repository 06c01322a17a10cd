"""SIGKILL at random moments of a recorded session: nothing committed is missing, and the page goes on by itself."""

import os
import random
import sys
from pathlib import Path

import pytest

from tests.e2e.chaos import Camera, KilledSession
from tests.e2e.conftest import StartBrowser

KILLS = int(os.environ.get("PROCTOR_KILLS", "1"))


@pytest.mark.timeout(400)
def test_nothing_committed_is_missing_after_kills_at_random_moments(
    models_dir: Path, start_browser: StartBrowser, calm_camera: Path, tmp_path: Path
) -> None:
    seed = int(os.environ.get("PROCTOR_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
    sys.stdout.write(f"PROCTOR_SEED={seed} kills at the same moments again\n")
    session, camera = KilledSession(tmp_path, models_dir, random.Random(seed)), Camera(calm_camera, tmp_path)
    seen = session.take(start_browser(camera.path), camera, KILLS)
    sys.stdout.write(f"{seen}\n")
    assert seen.wrong == []
    assert seen.verified.startswith("nothing was altered")
    assert seen.violations > 0 and seen.pictures > 0, "something was alleged between the kills"
