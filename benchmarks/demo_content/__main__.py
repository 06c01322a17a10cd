"""Command line: `PROCTORING_MODELS_DIR=... python -m benchmarks.demo_content`; exit code 1 when a story is not as listed."""

import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.demo_content.outcomes import DRAWN_SIGNALS, DRAWN_TYPES, PROMISED, QUEUED_INCIDENTS, fill, outcomes
from db.engine import open_engine
from db.migrate import upgrade
from proctor_core.demo.repertoire import STORIES


def main() -> int:
    """Fill, compare, print."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/proctor.sqlite3"
        upgrade(url)
        engine = open_engine(url)
        began_s, cpu_s = time.monotonic(), time.process_time()
        models = Path(os.environ.get("PROCTORING_MODELS_DIR", "../shared/models"))
        if not fill(engine, models, Path(folder), STORIES, timeout_s=1800):
            print("not filled in half an hour")
            return 1
        print(
            f"{len(STORIES)} stories: {time.monotonic() - began_s:.0f} s, {time.process_time() - cpu_s:.0f} s of processor"
        )
        made = outcomes(engine)
        engine.dispose()
    wrong = {key: made.of_story.get(key) for key, promised in PROMISED.items() if made.of_story.get(key) != promised}
    print("not as listed:", wrong or "none")
    print("incidents of the queued:", made.incidents)
    print("types:", sorted(made.types), "signals:", sorted(made.signals))
    is_well = not wrong and made.types == DRAWN_TYPES and made.signals == DRAWN_SIGNALS
    return 0 if is_well and all(n in QUEUED_INCIDENTS for n in made.incidents.values()) else 1


sys.exit(main())
