"""What a trial of a policy found, as files: the sums as JSON, and a line for each session and each changed violation as CSV.

Lines name sessions by their ids, no person. They are written as they come.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, BinaryIO

from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.csv_cells import csv_line
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.rejudgement import Change, PolicyDifference, SessionDifference
from proctor_core.domain.violation import AllegedViolation

SESSION_COLUMNS = (
    *("session_id", "survey", "submitted_at", "policy_sha256", "not_judged", "was_flagged", "is_flagged"),
    *("flag_rules_before", "flag_rules_after", "violations_before", "violations_after", "gained", "lost"),
    *("confirmed_gained", "confirmed_lost", "dismissed_gained", "dismissed_lost", "coverage_before", "coverage_after"),
)
VIOLATION_COLUMNS = ("session_id", "change", "type", "onset_s", "offset_s", "confidence", "measured", "limit", "reason")


class ReportLines:
    """Writes the two tables, line by line."""

    def __init__(self, sessions: BinaryIO, violations: BinaryIO) -> None:
        self._sessions, self._violations = sessions, violations
        _write(sessions, SESSION_COLUMNS)
        _write(violations, VIOLATION_COLUMNS)

    def add(self, session: SessionDifference) -> None:
        """The lines of one session."""
        _write(self._sessions, _session_line(session))
        changes = [*(("lost", one) for one in session.lost), *(("gained", one) for one in session.gained)]
        for change, violation in sorted(changes, key=lambda pair: pair[1].onset_s):
            _write(self._violations, (session.session_id, change, *_violation_cells(violation)))


def as_json(found: PolicyDifference, named: Mapping[str, Any], chosen: Mapping[str, Any]) -> bytes:
    """The sums; `named`: the fields of the policy that were given, `chosen`: which sessions were asked for."""
    content = {
        "policy": named,
        "chosen": chosen,
        "sessions": {"judged": found.judged, "not_judged": {why.value: n for why, n in found.not_judged.items()}},
        "flagged": asdict(found.flags),
        "flag_rules": _changes(found.rules),
        "violations": _changes(found.violations),
        "judged_incidents": _changes(found.incidents),
    }
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def _write(file: BinaryIO, cells: Iterable[object]) -> None:
    file.write(csv_line(cells).encode())


def _changes(by_word: Mapping[Any, Change]) -> dict[str, dict[str, int]]:
    return {word.value: asdict(change) for word, change in by_word.items()}


def _session_line(one: SessionDifference) -> tuple[object, ...]:
    known = (one.session_id, one.slug, one.submitted_at, one.policy_sha256)
    if one.not_judged:
        return (*known, one.not_judged.value, *([""] * (len(SESSION_COLUMNS) - len(known) - 1)))
    sums = PolicyDifference()
    sums.add(one)
    confirmed, dismissed = sums.incidents[VerdictKind.CONFIRM], sums.incidents[VerdictKind.DISMISS]
    return (
        *(*known, "", one.was_flagged, one.is_flagged, _rules(one.rules_before), _rules(one.rules_after)),
        *(len(one.before), len(one.after), len(one.gained), len(one.lost)),
        *(confirmed.gained, confirmed.lost, dismissed.gained, dismissed.lost),
        *(_share(one.coverage_before), _share(one.coverage_after)),
    )


def _violation_cells(one: AllegedViolation) -> tuple[object, ...]:
    return (
        one.type.value,
        *map(_number, (one.onset_s, one.offset_s, one.confidence, one.measured, one.limit)),
        one.reason,
    )


def _rules(rules: frozenset[FlagRule]) -> str:
    return " ".join(sorted(rule.value for rule in rules))


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"
