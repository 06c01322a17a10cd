"""The OpenAPI document holds for every caller: whatever is sent, no 5xx and no undocumented status (schemathesis, short form).

The long form: `python -m benchmarks.contract`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.api_matrix import Matrix, built_matrix
from tests.support.contract import broken_promises, operations_at, served

EXAMPLES = 2
CALLERS = ("nobody", "session token", "moderator", "platform", "other platform", "administrator")


@pytest.fixture(scope="module")
def matrix(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Matrix]:
    with built_matrix(migrated_sqlite, tmp_path_factory.mktemp("contract")) as built:
        yield built


@pytest.fixture(scope="module")
def address(matrix: Matrix) -> Iterator[str]:
    with served(matrix) as at:
        yield at


@pytest.mark.slow
@pytest.mark.parametrize("caller", CALLERS)
def test_whatever_is_sent_is_answered_as_documented(matrix: Matrix, address: str, caller: str) -> None:
    wrong = [promise for o in operations_at(address) for promise in broken_promises(o, matrix, caller, EXAMPLES)]
    assert not wrong, "\n".join(wrong)
