"""Bodies that go to the disk as they come: memory stays flat, and whoever comes again takes over from who hangs.

A client whose network went away comes again while its old request still waits for bytes; the new one asks the old one to
end, and has the upload to itself once it has.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

from starlette.requests import Request
from starlette.types import Message

from proctor_core.codes.upload_faults import UploadFault
from proctor_core.errors import Conflict

HELD = 1 << 20
"""Bytes that are gathered before they are written: what an upload costs in memory."""
SILENCE_S = 60.0
"""A body that brings nothing for so long is taken for cut off."""
PATIENCE_S = 30.0
"""How long a newer request waits for the older one to end: it may be at the last look into a large file."""


@dataclass(slots=True)
class _Turn:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    asked_to_end: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: int = 0


class Turns:
    """Who has which upload to itself; on the event loop, so without a lock of its own."""

    def __init__(self) -> None:
        self._turns: dict[UUID, _Turn] = {}

    @asynccontextmanager
    async def alone(self, key: UUID) -> AsyncIterator[asyncio.Event]:
        """Ask who has it to end, wait, have it. The event is set when the next one comes.

        Raises:
            Conflict: the older request did not end in time.
        """
        turn = self._turns.setdefault(key, _Turn())
        turn.asked_to_end.set()
        turn.waiting += 1
        try:
            async with asyncio.timeout(PATIENCE_S):
                await turn.lock.acquire()
        except TimeoutError:
            raise Conflict(UploadFault.AT_WORK) from None
        finally:
            turn.waiting -= 1
        turn.asked_to_end = mine = asyncio.Event()
        if turn.waiting:
            mine.set()
        try:
            yield mine
        finally:
            turn.lock.release()
            if not turn.waiting:
                self._turns.pop(key, None)


def turns_of(request: Request) -> Turns:
    """Those of the application."""
    return request.app.state.turns


Write = Callable[[bytes], Awaitable[None]]


async def receive_into(request: Request, write: Write, cut: asyncio.Event) -> bool:
    """Hand the body over in pieces of about HELD bytes; True when all of it came, False when it was cut off.

    What came before a cut is handed over too. What `write` raises ends it.
    """
    held, is_whole = bytearray(), False
    while True:
        message = await _next(request, cut)
        if message is None or message["type"] != "http.request":
            break
        held += message.get("body") or b""
        is_whole = not message.get("more_body", False)
        if len(held) >= HELD or is_whole:
            await write(bytes(held))
            held.clear()
        if is_whole:
            return True
    if held:
        await write(bytes(held))
    return False


async def _next(request: Request, cut: asyncio.Event) -> Message | None:
    """The next message; None: a newer request came, or nothing for SILENCE_S."""
    coming = asyncio.ensure_future(request.receive())
    ending = asyncio.ensure_future(cut.wait())
    try:
        await asyncio.wait({coming, ending}, timeout=SILENCE_S, return_when=asyncio.FIRST_COMPLETED)
        return coming.result() if coming.done() else None
    finally:
        ending.cancel()
        coming.cancel()
