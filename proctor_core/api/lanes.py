"""Work that costs something and that anybody may ask for: a few at a time, each address in its own lane, nobody in another's.

Whoever floods the program queues behind themselves. The threads are lanes' own, so that no other route waits for one.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

from proctor_core.errors import TooManyTries

Result = TypeVar("Result")

WAITING_PER_LANE = 200
"""A class that signs in at one minute waits for each other; more would wait longer than a browser does."""
WAITING_PER_NAME = 4
"""So many of one lane may be about the same name: guessing one in parallel leaves room for the others of the address."""
AGAIN_S = 1


@dataclass(slots=True)
class _Lane:
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    names: list[str] = field(default_factory=list[str])


class Lanes:
    """On one event loop, so without a lock of its own; a lane exists only while somebody is in it.

    `threads`: how many pieces of work run at once, of all lanes together; of one lane it is one.
    """

    def __init__(self, threads: int, name: str) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._lanes: dict[str, _Lane] = {}

    async def run(self, address: str, name: str, work: Callable[[], Result]) -> Result:
        """Wait for the turn in the address' lane and do the work; what it raises is raised.

        Raises:
            TooManyTries: too many wait in this lane, or wait for this name.
        """
        lane = self._lanes.setdefault(address, _Lane())
        if len(lane.names) >= WAITING_PER_LANE or (name and lane.names.count(name) >= WAITING_PER_NAME):
            raise TooManyTries(AGAIN_S)
        lane.names.append(name)
        try:
            async with lane.turn:
                return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            lane.names.remove(name)
            if not lane.names:
                self._lanes.pop(address, None)
