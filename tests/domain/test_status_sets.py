"""Which statuses belong together is said once, in `domain/states.py`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from proctor_core.domain import states
from proctor_core.domain.states import HANDED_IN, SESSION_MOVES, UNFINISHED, SessionStatus

ROOT = Path(__file__).parents[2]
STATUSES = ("SessionStatus", "ReviewStatus")


def statuses_listed(source: str) -> Iterator[int]:
    """Lines on which a set, tuple or list names two statuses or more; `S = SessionStatus` is seen through."""
    tree = ast.parse(source)
    names = {*STATUSES}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id in STATUSES:
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Set | ast.Tuple | ast.List):
            owners = [part.value for part in node.elts if isinstance(part, ast.Attribute)]
            if sum(isinstance(owner, ast.Name) and owner.id in names for owner in owners) > 1:
                yield node.lineno


def test_no_other_file_lists_statuses() -> None:
    own = ROOT / "proctor_core/domain/states.py"
    files = [
        ROOT / "app.py",
        *(file for room in ("db", "pages", "proctor_core") for file in (ROOT / room).rglob("*.py")),
    ]
    listed = {
        f"{file.relative_to(ROOT)}:{line}"
        for file in files
        if file != own and "migrations" not in file.parts
        for line in statuses_listed(file.read_text(encoding="utf-8"))
    }
    assert not listed


@pytest.mark.parametrize(
    "source",
    [
        "A = frozenset({SessionStatus.IN_PROGRESS, SessionStatus.INTERRUPTED})",
        "S = SessionStatus\nA = (S.IN_PROGRESS, S.INTERRUPTED)",
        "x = status in [ReviewStatus.PENDING, ReviewStatus.ESCALATED]",
    ],
)
def test_a_planted_list_is_found(source: str) -> None:
    assert list(statuses_listed(source))


def test_a_table_with_a_value_for_each_status_is_no_list() -> None:
    assert not list(statuses_listed("A = {SessionStatus.PASSED: 'x', SessionStatus.REJECTED: 'y'}"))


def test_every_status_is_unfinished_or_handed_in_or_an_ending() -> None:
    endings = {status for status in SessionStatus if SESSION_MOVES[status] <= {SessionStatus.ERASED}}
    parts = (UNFINISHED, HANDED_IN, endings)
    assert sum(map(len, parts)) == len(SessionStatus) and frozenset().union(*parts) == frozenset(SessionStatus)


def test_undecided_and_decided_are_all_there_is_to_a_review() -> None:
    assert not states.UNDECIDED & states.DECIDED and set(states.ReviewStatus) == states.UNDECIDED | states.DECIDED
