"""Tokens that are new to this process, looked up together: a flood of made-up ones is one question of the database and no queue.

A queue would have to be short or slow, and refuse or hold up whoever stands behind the flood with a token that works.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor

MOST_AT_ONCE = 500
"""SQLite takes some thousands of parameters; the next ones wait for a few milliseconds."""

Waiting = tuple[str, asyncio.Future[bool]]


class TokenLookups:
    """On one event loop, so without a lock. `working`: those of some tokens that work; called in a thread of its own."""

    def __init__(self, working: Callable[[Sequence[str]], Collection[str]]) -> None:
        self._working = working
        self._waiting: deque[Waiting] = deque()
        self._looking: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="token-lookup")

    async def works(self, token: str) -> bool:
        """Whether it does; what `working` raises is raised to all who asked together."""
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((token, answer))
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        return await answer

    async def _look(self) -> None:
        while self._waiting:
            asked = [self._waiting.popleft() for _ in range(min(MOST_AT_ONCE, len(self._waiting)))]
            tokens = list({token for token, _ in asked})
            looking = asyncio.get_running_loop().run_in_executor(self._thread, self._working, tokens)
            await asyncio.wait([looking])
            _hand_out(asked, looking)


def _hand_out(asked: Sequence[Waiting], looking: "asyncio.Future[Collection[str]]") -> None:
    error = looking.exception()
    # Whoever went away meanwhile is told nothing.
    for token, answer in asked:
        if answer.done():
            continue
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(token in looking.result())
