"""Where encoded video leaves aiortc 1.16 before it is decoded, and where its bitrate is capped: the only wrapper of aiortc.

It leans on `rtcrtpreceiver.decoder_worker`, `RTCRtpReceiver.receive`, `_track._queue`, `__remote_bitrate_estimator` and
`RemoteBitrateEstimator.add`; tests/monitoring/test_pinned_names.py says which of them went away. `app.py` wraps before anything
connects. Each decoded frame carries its tap (`frame.opaque`), by which a session's monitor finds the packets of its camera.
"""

import asyncio
import queue
import threading
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, Protocol
from weakref import WeakKeyDictionary

import av
from aiortc import rate, rtcrtpreceiver


class PacketListener(Protocol):
    """Takes a camera's encoded frames, on aiortc's decoder thread."""

    def hear(self, tap: "PacketTap", codec: str, frame: bytes, ticks: int, at: datetime) -> None:
        """An encoded frame with its time stamp in 1/90,000 s, that arrived `at`."""
        ...

    def hear_end(self, tap: "PacketTap") -> None:
        """The stream ended."""
        ...


class PacketTap:
    """One incoming video stream. `listener` and `bitrate_limit` (bits per second) are set by whoever watches it."""

    def __init__(self, ask_for_key_frame: Callable[[], object], clock: Callable[[], datetime]) -> None:
        self.ask_for_key_frame = ask_for_key_frame
        self.listener: PacketListener | None = None
        self.bitrate_limit: int | None = None
        self._clock = clock

    def pass_on(self, codec: str, frame: bytes, ticks: int) -> None:
        """Hand an encoded frame to the listener."""
        listener = self.listener
        if listener:
            listener.hear(self, codec, frame, ticks, self._clock())

    def end(self) -> None:
        """The stream ended."""
        listener = self.listener
        if listener:
            listener.hear_end(self)


_taps: WeakKeyDictionary["asyncio.Queue[Any]", PacketTap] = WeakKeyDictionary()
_queues: WeakKeyDictionary[rate.RemoteBitrateEstimator, "asyncio.Queue[Any]"] = WeakKeyDictionary()


def wrap_aiortc(clock: Callable[[], datetime]) -> None:
    """Put the taps in; a second call changes nothing."""
    decode = rtcrtpreceiver.decoder_worker
    if getattr(decode, "is_tapped", False):
        return
    receive, estimate = rtcrtpreceiver.RTCRtpReceiver.receive, rate.RemoteBitrateEstimator.add

    def decode_tapped(
        loop: asyncio.AbstractEventLoop,
        input_q: "queue.Queue[Any]",
        output_q: "asyncio.Queue[Any]",
        decode_error: threading.Event,
    ) -> None:
        # At the next packet the receiver asks for a key frame as if one could not be decoded (picture loss indication).
        tap = _taps[output_q] = PacketTap(decode_error.set, clock)
        decode(loop, _Tapped(input_q, tap), _Marking(output_q, tap), decode_error)  # pyright: ignore[reportArgumentType]

    async def receive_known(self: rtcrtpreceiver.RTCRtpReceiver, parameters: Any) -> None:
        await receive(self, parameters)
        estimator = getattr(self, "_RTCRtpReceiver__remote_bitrate_estimator")  # noqa: B009 - a mangled name
        if estimator is not None and self._track is not None:  # pyright: ignore[reportPrivateUsage]
            _queues[estimator] = self._track._queue  # pyright: ignore[reportPrivateUsage]

    def add_limited(self: rate.RemoteBitrateEstimator, *given: Any, **named: Any) -> tuple[int, list[int]] | None:
        return limited(estimate(self, *given, **named), _limit_of(self))

    decode_tapped.is_tapped = True  # pyright: ignore[reportFunctionMemberAccess]
    rtcrtpreceiver.decoder_worker = decode_tapped
    rtcrtpreceiver.RTCRtpReceiver.receive = receive_known
    rate.RemoteBitrateEstimator.add = add_limited


def limited(answer: tuple[int, list[int]] | None, limit: int | None) -> tuple[int, list[int]] | None:
    """The estimator's answer (bits per second, senders), at most `limit`."""
    return answer if answer is None or limit is None else (min(answer[0], limit), answer[1])


def _limit_of(estimator: rate.RemoteBitrateEstimator) -> int | None:
    incoming = _queues.get(estimator)
    tap = _taps.get(incoming) if incoming is not None else None
    return tap.bitrate_limit if tap else None


class _Tapped:
    """The decoder's queue: what is taken out is passed on first. An item is (codec, encoded frame), or None at the end."""

    def __init__(self, incoming: "queue.Queue[Any]", tap: PacketTap) -> None:
        self._incoming, self._tap = incoming, tap

    def get(self) -> Any:
        task = self._incoming.get()
        if task is None:
            self._tap.end()
        else:
            codec, frame = task
            self._tap.pass_on(codec.name, frame.data, frame.timestamp)
        return task


class _Marking:
    """The queue of decoded frames: each gets its tap."""

    def __init__(self, decoded: "asyncio.Queue[Any]", tap: PacketTap) -> None:
        self._decoded, self._tap = decoded, tap

    def put(self, frame: av.VideoFrame | None) -> Coroutine[Any, Any, None]:
        if isinstance(frame, av.VideoFrame):
            frame.opaque = self._tap
        return self._decoded.put(frame)
