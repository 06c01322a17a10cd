"""The browsers' side: one WebRTC connection per taker, replaying packets that were encoded once."""

import asyncio
import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass

import av
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from benchmarks.streams.clip import FPS, TIME_BASE, Packet
from benchmarks.streams.talk import Talk

STAGGER_S = 0.37
"""Between two takers' starts, so that no two do the same at the same moment."""


class Replay(MediaStreamTrack):
    """The packets at their times, over and over; the times go on."""

    kind = "video"

    def __init__(self, packets: Sequence[Packet]) -> None:
        super().__init__()
        length_s = packets[-1].at_s + 1 / FPS
        self._packets = ((p, turn * length_s + p.at_s) for turn in itertools.count() for p in packets)
        self._began_at = time.monotonic()

    async def recv(self) -> av.Packet:
        """The next packet, when it is due."""
        packet, at_s = next(self._packets)
        await asyncio.sleep(max(0.0, self._began_at + at_s - time.monotonic()))
        sent = av.Packet(packet.content)
        sent.pts, sent.time_base = round(at_s / TIME_BASE), TIME_BASE
        return sent


@dataclass(slots=True)
class Senders:
    """Connections that are open."""

    connections: list[RTCPeerConnection]

    async def add(self, talk: Talk, packets: Sequence[Packet]) -> None:
        """One more taker."""
        connection = RTCPeerConnection(RTCConfiguration([]))
        connection.addTrack(Replay(packets))
        await connection.setLocalDescription(await connection.createOffer())
        answer = await talk.ask({"offer": connection.localDescription.sdp})
        await connection.setRemoteDescription(RTCSessionDescription(answer["answer"], "answer"))
        self.connections.append(connection)

    async def close(self) -> None:
        """End all."""
        await asyncio.gather(*(connection.close() for connection in self.connections))


async def send(talk: Talk, packets: Sequence[Packet], takers: int) -> Senders:
    """Open a connection for each taker, one after the other."""
    senders = Senders([])
    for _ in range(takers):
        await senders.add(talk, packets)
        await asyncio.sleep(STAGGER_S)
    return senders
