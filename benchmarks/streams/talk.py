"""Question and answer between the two processes: one JSON object a line over a local socket."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

LONGEST_LINE = 1_000_000
Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Talk:
    """The asking side."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, said: Said) -> Said:
        """Send one object and wait for the other side's."""
        self.writer.write(json.dumps(said).encode() + b"\n")
        await self.writer.drain()
        return json.loads(await self.reader.readline())


async def connect(port: int) -> Talk:
    """To the process that listens there."""
    return Talk(*await asyncio.open_connection("127.0.0.1", port, limit=LONGEST_LINE))


async def listen(port: int, answer: Callable[[Said], Awaitable[Said]]) -> None:
    """Answer everything that is asked, until killed."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            writer.write(json.dumps(await answer(json.loads(line))).encode() + b"\n")
            await writer.drain()

    server = await asyncio.start_server(serve, "127.0.0.1", port, limit=LONGEST_LINE)
    await server.serve_forever()
