"""Values for a statement that takes many, some at a time."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

Thing = TypeVar("Thing")
CHUNK = 500
"""SQLite takes 32,766 values in one statement."""


def chunks(values: Sequence[Thing], size: int = CHUNK) -> Iterator[Sequence[Thing]]:
    """The values in order, so many at a time."""
    return (values[start : start + size] for start in range(0, len(values), size))
