"""Command line: `python -m benchmarks.rejudge [SESSIONS] [PROCESSES]`; exit code 1 when the own policy finds something else."""

import resource
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.rejudge.filling import fill
from db.engine import open_engine
from db.migrate import upgrade
from proctor_core.domain.policy_change import PolicyChange, policy_change
from proctor_core.domain.rejudgement import PolicyDifference
from proctor_core.media.store import MediaStore
from proctor_core.rejudging.chosen import chosen
from proctor_core.rejudging.trials import PolicyTrials

OTHER = {"looking_away": {"onset_s": 20.0}, "phone_score_limit": 0.6, "violation_threshold": 15}
"""A policy that alleges less, as a pilot study may want it."""


def main(count: int, processes: int) -> int:
    """Fill, judge by the own policy and by another one, print."""
    with tempfile.TemporaryDirectory() as folder:
        url, media = f"sqlite:///{folder}/proctor.db", f"{folder}/media"
        upgrade(url)
        engine = open_engine(url)
        began_s = time.monotonic()
        kinds = fill(engine, MediaStore.open(media), Path(folder), count)
        looks = sum(kind.looks for kind in kinds) / len(kinds)
        print(f"{count} sessions of 20 minutes, {looks:.0f} looks each, made in {time.monotonic() - began_s:.0f} s")
        trials = PolicyTrials(engine, media)
        own = timed("own policy", trials, policy_change({}), processes)
        timed("another policy", trials, policy_change(OTHER), processes)
        engine.dispose()
    moved = sum(change.gained + change.lost for change in own.violations.values()) + own.flags.gained + own.flags.lost
    return 0 if own.judged == count and not moved else 1


def timed(name: str, trials: PolicyTrials, change: PolicyChange, processes: int) -> PolicyDifference:
    """Judge all and print how long it took and what it found."""
    began_s, cpu_s, found = time.monotonic(), processor_s(), PolicyDifference()
    for one in trials.run(chosen((), "benchmark", None, None), change, processes):
        found.add(one)
    took_s = time.monotonic() - began_s
    gained = sum(change.gained for change in found.violations.values())
    lost = sum(change.lost for change in found.violations.values())
    each_ms = 1000 * (processor_s() - cpu_s) / found.judged
    print(f"{name}: {took_s:.1f} s in {processes} processes, {each_ms:.0f} ms of processor each, all told")
    print(f"  flags -{found.flags.lost} +{found.flags.gained}, violations -{lost} +{gained}, {memory()}")
    return found


def processor_s() -> float:
    """Of this process and of those that it began and that ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def memory() -> str:
    """The most that this process and the largest of the ended ones held."""
    own, others = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return f"at most {own:.0f} MB here and {others:.0f} MB in a judging process"


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    sys.exit(main(given[0] if given else 1000, given[1] if len(given) > 1 else 2))
