"""What a test may need of its machine, and what happens where it is missing: skipped with a reason, or an error.

The environment variable PROCTOR_REQUIRE (`.ci/run` sets it: `postgres,browser,...`) names the kinds that this machine can
have. A skipped test of a required kind counts as failed, so that nothing stops being tested unseen.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NoReturn

import pytest

KIND_OF_FIXTURE: Mapping[str, str] = {
    "models_dir": "models",
    "shared_dir": "shared",
    "postgres_server": "postgres",
    "postgres_cluster": "postgres",
    "chromium": "browser",
    "node": "javascript",
    "npm_packages": "javascript",
    "serve": "slow",
    "migrated_sqlite": "slow",
    "engine": "slow",
    "database_url": "slow",
}


def mark_by_fixture(item: pytest.Item) -> None:
    """Give a test the marker of each kind whose fixture it asks for, directly or through another fixture."""
    for fixture in getattr(item, "fixturenames", ()):
        if kind := KIND_OF_FIXTURE.get(fixture):
            item.add_marker(kind)


def required_kinds() -> frozenset[str]:
    """The kinds of PROCTOR_REQUIRE; an unknown one is refused, since it would require nothing."""
    kinds = frozenset(filter(None, re.split(r"[,\s]+", os.environ.get("PROCTOR_REQUIRE", ""))))
    if unknown := kinds - set(KIND_OF_FIXTURE.values()):
        raise pytest.UsageError(f"PROCTOR_REQUIRE names unknown kinds: {', '.join(sorted(unknown))}")
    return kinds


_KIND_OF_REASON: dict[str, str] = {}


def skip_without(kind: str, reason: str) -> NoReturn:
    """Skip the test since this machine lacks one kind; a test that needs several is judged by the one that is missing."""
    _KIND_OF_REASON[reason] = kind
    pytest.skip(reason)


def skip_reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """The sentence that a skipped report carries."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return reason.removeprefix("Skipped: ")


def fail_if_required(report: pytest.TestReport, kinds: Iterable[str], required: frozenset[str]) -> None:
    """Turn a skip into a failure when one of the test's kinds is required on this machine."""
    if not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = skip_reason(report)
    lacking = _KIND_OF_REASON.get(reason)
    missing = sorted(required.intersection([lacking] if lacking else kinds))
    if missing:
        report.outcome = "failed"
        report.longrepr = f"skipped, but this machine must run {', '.join(missing)} tests: {reason}"


def skipped_by_reason(reports: Iterable[pytest.TestReport | pytest.CollectReport]) -> dict[str, list[str]]:
    """Reason -> the tests it stopped, for the list at the end."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for report in reports:
        by_reason[skip_reason(report)].append(report.nodeid)
    return dict(by_reason)
