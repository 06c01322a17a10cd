"""The process that is measured: `python -m benchmarks.streams.served WAY PORT FOLDER`."""

import asyncio
import logging
import sys
import threading
import time
from pathlib import Path

import uvloop
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from benchmarks.streams.talk import Said, listen
from benchmarks.streams.ways import Way, way_called
from proctor_core.monitoring.video.packet_tap import wrap_aiortc
from proctor_core.wiring.clock import now

WITH_RECORDING = ("ours",)


class Server:
    """Answers offers, and reports what this process has used."""

    def __init__(self, way: Way) -> None:
        self._way = way
        self._connections: list[RTCPeerConnection] = []

    async def answer(self, said: Said) -> Said:
        """`offer`, `tell` or `end`."""
        if "offer" in said:
            return {"answer": await self._connect(said["offer"])}
        if "end" in said:
            return await asyncio.to_thread(self._way.outcome)
        return {
            "cpu_s": time.process_time(),
            "rss_mb": _rss_mb(),
            "threads": threading.active_count(),
            "frames": self._way.frames,
            "looks": self._way.looks,
            "waiting": self._way.waiting,
        }

    async def _connect(self, offer: str) -> str:
        connection = RTCPeerConnection(RTCConfiguration([]))
        connection.on("track", self._way.take)
        await connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        await connection.setLocalDescription(await connection.createAnswer())
        self._connections.append(connection)
        return connection.localDescription.sdp


def _rss_mb() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def main() -> None:
    """Serve until killed."""
    logging.basicConfig(level=logging.ERROR)
    name, port, folder = sys.argv[1:4]
    if name in WITH_RECORDING:
        wrap_aiortc(now)
    # As uvicorn does it for the program.
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    asyncio.run(listen(int(port), Server(way_called(name, Path(folder))).answer))


if __name__ == "__main__":
    main()
