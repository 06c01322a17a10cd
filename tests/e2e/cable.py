"""The cable between browser and server: a relay for TCP that can be cut, reset and led to another server.

WebRTC's pictures go by UDP beside it; those the browser itself throws away while the cable is cut.
"""

import asyncio
import threading
from collections.abc import Coroutine, Generator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Page


class Cable:
    """Listens on a port of its own and passes bytes on; while it is cut, nothing passes and no connection ends."""

    def __init__(self, to_url: str) -> None:
        self._target = urlsplit(to_url).port or 80
        self._loop = asyncio.new_event_loop()
        self._whole = asyncio.Event()
        self._writers: set[asyncio.StreamWriter] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._whole.set()
        self._server = self._run(asyncio.start_server(self._connected, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        """From now on nothing passes."""
        self._loop.call_soon_threadsafe(self._whole.clear)

    def mend(self) -> None:
        """What waited passes, and what comes."""
        self._loop.call_soon_threadsafe(self._whole.set)

    def lead_to(self, url: str) -> None:
        """New connections go to another server; the old ones end."""
        self._target = urlsplit(url).port or 80
        self._loop.call_soon_threadsafe(self._end_all)

    def close(self) -> None:
        """End it."""
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._end_all)
        self._loop.call_soon_threadsafe(self._end_work)
        self._thread.join(5)
        self._loop.close()

    def _end_work(self) -> None:
        work = asyncio.all_tasks(self._loop)
        for task in work:
            task.cancel()
        if not work:
            self._end_loop()
            return
        asyncio.gather(*work, return_exceptions=True).add_done_callback(lambda _: self._end_loop())

    def _end_loop(self) -> None:
        self._end_all()
        # A transport closes its socket in a turn of the loop after the one in which it was ended.
        self._loop.call_soon(self._loop.call_soon, self._loop.stop)

    def _run(self, work: Coroutine[object, object, asyncio.Server]) -> asyncio.Server:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(5)

    def _end_all(self) -> None:
        for writer in tuple(self._writers):
            writer.transport.abort()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            await self._whole.wait()
            to_server, from_us = await asyncio.open_connection("127.0.0.1", self._target)
            self._writers.add(from_us)
            try:
                await asyncio.gather(self._pass_on(reader, from_us), self._pass_on(to_server, writer))
            except (OSError, asyncio.CancelledError):
                from_us.transport.abort()
                raise
            finally:
                self._writers.discard(from_us)
        except (OSError, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            self._writers.discard(writer)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while part := await reader.read(65536):
            await self._whole.wait()
            writer.write(part)
            await writer.drain()
        writer.close()


@contextmanager
def cable_to(url: str) -> Generator[Cable]:
    """A whole cable, gone with the block."""
    cable = Cable(url)
    try:
        yield cable
    finally:
        cable.close()


class Pictures:
    """The browser's WebRTC packets: all of them pass, or none.

    To be made before the camera starts: Chromium (tried: 156) throttles only sockets that were opened under conditions.
    """

    def __init__(self, page: Page) -> None:
        self._browser: CDPSession = page.context.new_cdp_session(page)
        self._browser.send("Network.enable")
        self.go_on()

    def stop(self) -> None:
        """Throw every packet away."""
        self._lose(100)

    def go_on(self) -> None:
        """Let them pass again."""
        self._lose(0)

    def _lose(self, percent: int) -> None:
        # All at their limits would switch the conditions off.
        fast = {"offline": False, "latency": 1, "downloadThroughput": 10**9, "uploadThroughput": 10**9}
        self._browser.send(
            "Network.emulateNetworkConditions", {**fast, "packetLoss": percent, "packetQueueLength": 100}
        )
