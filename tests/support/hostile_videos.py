"""Files that no honest recorder writes: cut off, bombs, two things at once, names that lead elsewhere. Made here, never kept."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from random import Random

from tests.support.videos import video

HTML = b"<!doctype html><script>alert(1)</script>"
NAMES = (
    "../../../etc/passwd",
    "..\\..\\boot.ini",
    "/etc/cron.d/x",
    "a\0b.webm",
    "CON",
    "%2e%2e/x",
    "x" * 5000,
    "\u202egpj.exe",
)


def hostile_files() -> Iterator[tuple[str, bytes]]:
    """(what it is, its bytes), 161 of them."""
    yield from _cut_off()
    yield from _other_kinds()
    yield from _two_at_once()
    yield from _damaged()
    yield from _boxes_and_elements()


def _cut_off() -> Iterator[tuple[str, bytes]]:
    sources = {
        "webm": video(),
        "live webm": video(live="1"),
        "mp4": video("mp4"),
        "mp4 in fragments": video("mp4", movflags="frag_keyframe+empty_moov"),
    }
    for name, content in sources.items():
        for tenth in range(1, 10):
            yield f"{name} cut at {tenth}/10", content[: len(content) * tenth // 10]
        for few in (1, 4, 8, 11, 32):
            yield f"{name}, its first {few} bytes", content[:few]
        yield f"{name} without its last byte", content[:-1]


def _other_kinds() -> Iterator[tuple[str, bytes]]:
    yield "PNG bomb", png(60_000, 60_000)
    yield "PNG", png(10, 10)
    yield "ZIP", archive(b"hello")
    yield "ZIP bomb", archive(b"\0" * 40_000_000)
    yield "ZIP of ZIPs", archive(archive(b"\0" * 10_000_000))
    yield "GZIP bomb", zlib.compress(b"\0" * 20_000_000)
    for name, head in {
        "JPEG": b"\xff\xd8\xff\xe0",
        "GIF": b"GIF89a",
        "ELF": b"\x7fELF\x02\x01",
        "EXE": b"MZ\x90\x00",
        "PDF": b"%PDF-1.7\n",
        "HTML": HTML,
        "SVG": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "playlist": b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n",
        "concat script": b"ffconcat version 1.0\nfile /etc/passwd\n",
        "SDP": b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n",
        "shell": b"#!/bin/sh\nrm -rf /\n",
        "Ogg": b"OggS\0\x02",
        "FLV": b"FLV\x01\x05",
        "AVI": b"RIFF\x24\0\0\0AVI LIST",
        "WAV": b"RIFF\x24\0\0\0WAVEfmt ",
        "MP3": b"ID3\x03\0\0\0",
        "text": b"hello ",
        "zeros": b"\0" * 64,
        "UTF-16": "\ufeffhello".encode("utf-16-le"),
    }.items():
        yield name, head + b" " * 300
    yield "sound only", _sound()
    yield "another codec", video("mp4", codec="mpeg4")
    yield "a picture as a video", video("mov", seconds=0.1, codec="mjpeg")
    yield "PNGs as a video", video("mov", seconds=0.1, codec="png")
    yield "a video too wide", video("mp4", seconds=0.1, size=(4200, 64))


def _two_at_once() -> Iterator[tuple[str, bytes]]:
    for name, content in {"webm": video(), "live webm": video(live="1"), "mp4": video("mp4")}.items():
        yield f"{name} with a ZIP behind", content + archive(b"hidden")
        yield f"{name} with a page behind", content + HTML * 40
        yield f"{name} with another {name} behind", content + content
        yield f"{name} with a program before", b"#!/bin/sh\n" + content
        yield f"{name} with an archive in an empty part", _with_empty_part(content, archive(b"hidden" * 200))
        yield f"{name} with a large empty part", _with_empty_part(content, b"\0" * 3_000_000)
        yield f"{name} with noise behind", content + Random(1).randbytes(4000)
    yield "PNG with a video behind", png(10, 10) + video()


def _damaged() -> Iterator[tuple[str, bytes]]:
    """Noise where the pictures should be: the parts' heads are right, nothing can be decoded."""
    webm, mp4 = video(), video("mp4")
    for seed in range(8):
        random = Random(seed)
        at = webm.index(b"\x1f\x43\xb6\x75")
        yield f"webm, noise {seed} from its first cluster on", webm[:at] + random.randbytes(len(webm) - at)
        at = mp4.index(b"mdat") + 4
        end = mp4.index(b"moov") - 4
        yield f"mp4, noise {seed} for pictures", mp4[:at] + random.randbytes(end - at) + mp4[end:]
        yield f"noise {seed} behind a webm's head", webm[:40] + random.randbytes(2000)
        yield f"noise {seed} behind an mp4's head", mp4[:32] + random.randbytes(2000)


def _boxes_and_elements() -> Iterator[tuple[str, bytes]]:
    mp4 = video("mp4")
    head = mp4[: int.from_bytes(mp4[:4], "big")]
    for length in (0, 2, 7, 0x7FFFFFFF, 0xFFFFFFFF):
        yield f"mp4, a part of {length} bytes", head + struct.pack(">I", length) + b"moov" + b"\0" * 50
    yield "mp4, a part of 2**63 bytes", head + struct.pack(">I4sQ", 1, b"mdat", 1 << 63) + b"\0" * 50
    yield "mp4, parts in parts without end", head + _nested(2000)
    yield "mp4 without pictures", head
    webm = b"\x1a\x45\xdf\xa3"
    for tail in (
        b"",
        b"\x80",
        b"\xff",
        b"\x00",
        b"\x01\xff\xff\xff\xff\xff\xff\xfe",
        b"\x9f" + b"A" * 31,
        b"\xff" * 200,
    ):
        yield f"webm's head and {tail[:8].hex()}", webm + tail
    yield "webm, a segment alone", webm + b"\x80" + b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff"
    yield "webm, attachments", _with_attachment(video(live="1"))


def png(width: int, height: int) -> bytes:
    """A PNG that says to be so large, of one colour: some bytes that would be gigabytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * min(width * 3 * height, 2_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def archive(content: bytes) -> bytes:
    """A ZIP."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("x", content)
    return written.getvalue()


def _with_empty_part(content: bytes, hidden: bytes) -> bytes:
    if content[4:8] == b"ftyp":
        return content + struct.pack(">I", len(hidden) + 8) + b"free" + hidden
    # Of a segment with a length the part lies behind it, which is refused as well.
    return content + b"\xec\x01" + len(hidden).to_bytes(7, "big") + hidden


def _with_attachment(content: bytes) -> bytes:
    return content + b"\x19\x41\xa4\x69\x8a" + b"A" * 10


def _nested(depth: int) -> bytes:
    inner = b""
    for _ in range(depth):
        inner = struct.pack(">I", len(inner) + 8) + b"moov" + inner
    return inner


def _sound() -> bytes:
    import av
    import numpy as np

    written = io.BytesIO()
    with av.open(written, "w", format="webm") as container:
        stream = container.add_stream("libopus", rate=48_000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 48_000), np.int16), format="s16", layout="mono")
        frame.sample_rate = 48_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return written.getvalue()
