"""A story's camera as a browser sends it: the looks' own pictures, encoded, through the tap that a session's recorder hears."""

from collections.abc import Callable
from datetime import datetime
from fractions import Fraction

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType

from proctor_core.domain.observation import Picture
from proctor_core.media.segments import RTP_TICK
from proctor_core.monitoring.video.packet_tap import PacketTap

KEY_FRAME_EVERY_S = 4.0
"""A player seeks to a moment by the key frame before it: a longer way makes seeking slower, a shorter one the file larger."""
_BITS_PER_S = 60_000
_QUICKEST = {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"}
"""Each picture leaves the encoder at once, at a fifth of what drawing it costs."""


class DrawnStream:
    """One story's stream of VP8; `tap` is what a monitor's video follows."""

    def __init__(self, every_s: float, clock: Callable[[], datetime]) -> None:
        """`every_s`: the time between two looks."""
        self.tap = PacketTap(self._send_key_frame, clock)
        self._every_s = every_s
        self._encoder: VideoCodecContext | None = None
        self._wants_key_frame = False

    def show(self, picture: Picture, t_s: float) -> None:
        """Send the picture (RGB uint8) of second `t_s` of the session."""
        encoder = self._encoder = self._encoder or self._new_encoder(picture)
        ticks = round(t_s / RTP_TICK)
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format=encoder.pix_fmt)
        frame.pts, frame.time_base = ticks, RTP_TICK
        if self._wants_key_frame:
            frame.pict_type, self._wants_key_frame = PictureType.I, False
        for packet in encoder.encode(frame):
            self.tap.pass_on("VP8", bytes(packet), ticks)

    def _new_encoder(self, picture: Picture) -> VideoCodecContext:
        encoder = av.CodecContext.create("libvpx", "w")
        encoder.height, encoder.width = picture.shape[:2]
        encoder.pix_fmt, encoder.bit_rate, encoder.options = "yuv420p", _BITS_PER_S, _QUICKEST
        encoder.time_base, encoder.framerate = RTP_TICK, Fraction(1 / self._every_s).limit_denominator(100)
        encoder.gop_size = round(KEY_FRAME_EVERY_S / self._every_s)
        encoder.thread_count = 1
        return encoder

    def _send_key_frame(self) -> None:
        self._wants_key_frame = True
