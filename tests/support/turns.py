"""Waiting inside an event loop by its own turns: for a thing that comes, or for what was begun to get as far as it can."""

import asyncio
import time
from collections.abc import Callable

LONG_ENOUGH = 100
"""Turns in which whatever needs nobody else has gone as far as it can."""


async def turns_of_the_loop(count: int = LONG_ENOUGH) -> None:
    """Let everything else go on."""
    for _ in range(count):
        await asyncio.sleep(0)


async def until(is_so: Callable[[], bool], what: str, timeout_s: float = 10.0) -> None:
    """Let everything else go on until `is_so`.

    Raises:
        AssertionError: it never is.
    """
    end = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < end, f"expected: {what}; waited {timeout_s:g} s"
        await asyncio.sleep(0)
