"""What anybody may ask for as often as they like, and that costs something to find out: looked at once for all who ask."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

Found = TypeVar("Found")

KEPT_S = 1.0
"""Raising it tells a load balancer later that a part is down; a flood of questions costs one look in so many seconds."""


class LookedLately(Generic[Found]):
    """On one event loop, so without a lock; whoever asks during a look waits for it and holds no thread meanwhile.

    `look`: called in a thread of its own. `clock`: seconds that nobody sets.
    """

    def __init__(self, look: Callable[[], Found], clock: Callable[[], float]) -> None:
        self._look, self._clock = look, clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="looked-lately")
        self._found: tuple[Found, float] | None = None
        self._looking: asyncio.Future[Found] | None = None

    async def get(self) -> Found:
        """What was found within the last second, or is found now; what `look` raises is raised, and not kept."""
        if self._found is not None and 0 <= self._clock() - self._found[1] < KEPT_S:
            return self._found[0]
        looking = self._looking
        if looking is None or looking.done():
            looking = self._looking = asyncio.get_running_loop().run_in_executor(self._thread, self._look)
            looking.add_done_callback(self._keep)
        # Whoever goes away ends nobody else's look.
        return await asyncio.shield(looking)

    def _keep(self, looking: asyncio.Future[Found]) -> None:
        if not looking.cancelled() and looking.exception() is None:
            self._found = looking.result(), self._clock()
