"""Sends heartbeats over many kept-open connections, as fast as they are answered, and times each."""

import asyncio
import json
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sender:
    """One taker's browser."""

    session_id: str
    token: str


@dataclass(frozen=True, slots=True)
class Rate:
    """What was measured: answers in all and a second, and how long the middle and the slowest hundredth took."""

    answers: int
    per_s: float
    p50_ms: float
    p99_ms: float
    refused: int


async def press(port: int, senders: list[Sender], seconds: float, connections: int, first: int) -> Rate:
    """Every connection serves its part of the senders in turn, once at least; sequence numbers go up from `first`."""
    times: list[float] = []
    refused = [0]
    began = time.perf_counter()
    parts = [senders[n::connections] for n in range(connections)]
    await asyncio.gather(*(_one(port, part, began + seconds, times, refused, first) for part in parts))
    ordered, took_s = sorted(times), time.perf_counter() - began
    p50, p99 = (ordered[int(len(ordered) * share)] * 1000 for share in (0.5, 0.99))
    return Rate(len(ordered), len(ordered) / took_s, p50, p99, refused[0])


async def _one(
    port: int, senders: list[Sender], until: float, times: list[float], refused: list[int], sequence: int
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    is_over = False
    while not is_over:
        sequence += 1
        for sender in senders:
            began = time.perf_counter()
            writer.write(_request(sender, sequence))
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            times.append(time.perf_counter() - began)
            refused[0] += not head.startswith(b"HTTP/1.1 200")
        is_over = time.perf_counter() >= until
    writer.close()


def _request(sender: Sender, sequence: int) -> bytes:
    body = json.dumps(
        {
            "session_id": sender.session_id,
            "sequence": sequence,
            "face_count": 1,
            "confidence": 0.94,
            "gaze_direction": "ahead",
            "mobile_detected": False,
        }
    ).encode()
    head = (
        f"POST /api/proctor/heartbeat HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {sender.token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
