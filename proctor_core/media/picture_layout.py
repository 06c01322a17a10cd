"""What lies in a picture's file: its kind by content, where the first picture ends, how it is turned, and what is no picture.

Cameras put several pictures into one JPEG (a preview, depth, an HDR gain map, a short film): the first one is the photograph.
Anything else beside a picture is refused. Read by hand, since Pillow gives up a whole picture for one broken tag, and its
warnings can't be silenced for one thread alone.

Source: ITU-T T.81, annex B; CIPA DC-007 (several pictures); W3C PNG, 4.3; RFC 9649 (WebP); CIPA DC-008 (Exif).
"""

import re
from dataclasses import dataclass
from struct import error as StructError
from struct import unpack_from

from proctor_core.media.orientation import AS_STORED, Orientation, of_exif

_START, _END = b"\xff\xd8\xff", 0xD9
_SCAN, _APP1 = 0xDA, 0xE1
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers of a JPEG that have no length."""
_SAID_BESIDE = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})
"""Parts of a JPEG that say something about the picture (Exif, other pictures, colour profile) and are not needed to show it."""
_MARKER_IN_SCAN = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
_PADDING = re.compile(rb"(\xff\xd9|\xff(?!\xd8)|[\0\r\n])*")
"""Zeros, ends of line that a stream of JPEGs leaves behind, fill bytes, an end that was written twice. Nothing can hide in it."""
_MOST_PICTURES = 32
_SAMSUNGS_END = b"SEFT"
_EXIF_HEAD = b"Exif\0\0"
_TAG_ORIENTATION = 0x0112
_PNG, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*")
_SHOWN = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
"""Chunks of a PNG that are needed to show it."""
_HIDDEN = (b"%PDF-", b"<script", b"<?php", b"<html")
_WHERE_HIDDEN = 4096
_ARCHIVE = (b"PK\x05\x06", b"PK\x01\x02")
_ARCHIVE_TAIL = 70_000
_MOST_TAGS = 1000
_NUMBERS = {1: "B", 3: "H", 4: "I"}
"""Kinds of whole numbers, as `struct` names them."""


@dataclass(frozen=True, slots=True)
class FirstPicture:
    """The bytes of one picture with nothing beside it, how it is turned, and whether others follow in time (an animation)."""

    content: bytes
    orientation: Orientation = AS_STORED
    is_film: bool = False


def is_picture(head: bytes) -> bool:
    """Whether a file that begins so is a picture of some kind, whole or not."""
    return head.startswith(_BEGINNINGS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def first_picture(content: bytes) -> FirstPicture | None:
    """The first picture of a JPEG, PNG or WebP; None where something lies beside it that is no picture, or a part is missing.

    Any other kind is given back as it came.
    """
    hidden = any(mark in content[:_WHERE_HIDDEN] for mark in _HIDDEN)
    if hidden or (_ARCHIVE[0] in content[-_ARCHIVE_TAIL:] and _ARCHIVE[1] in content):
        return None
    if content.startswith(_START):
        return _first_jpeg(content)
    if content.startswith(_PNG):
        return _first_png(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        declared = int.from_bytes(content[4:8], "little") + 8
        is_whole = len(content) in (declared, declared + declared % 2)
        return FirstPicture(content, _webp_orientation(content)) if is_whole else None
    return FirstPicture(content)


@dataclass(slots=True)
class _Jpeg:
    """One JPEG from its start to its end; `end` None: it is cut off."""

    parts: list[bytes]
    exif: bytes = b""
    end: int | None = None


def _first_jpeg(content: bytes) -> FirstPicture | None:
    jpeg = _walk_jpeg(content, 0)
    if jpeg.end is None or not _are_pictures(content, jpeg.end):
        return None
    return FirstPicture(b"".join(jpeg.parts), of_exif(_exif_orientation(jpeg.exif)))


def _walk_jpeg(content: bytes, begins: int) -> _Jpeg:
    jpeg, at = _Jpeg([content[begins : begins + 2]]), begins + 2
    while at + 2 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == _END:
            jpeg.parts.append(content[at : at + 2])
            jpeg.end = at + 2
            break
        if marker == 0xFF or marker in _ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        at = _take_part(content, at, marker, jpeg)
    return jpeg


def _take_part(content: bytes, at: int, marker: int, jpeg: _Jpeg) -> int:
    """Where the next part begins."""
    next_at = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    if marker == _SCAN:
        found = _MARKER_IN_SCAN.search(content, next_at)
        next_at = found.end() - 2 if found else len(content)
    if marker not in _SAID_BESIDE:
        jpeg.parts.append(content[at:next_at])
    elif marker == _APP1 and not jpeg.exif and content.startswith(_EXIF_HEAD, at + 4):
        jpeg.exif = content[at + 4 + len(_EXIF_HEAD) : next_at]
    return next_at


def _are_pictures(content: bytes, at: int) -> bool:
    """Whether behind the first picture lie padding, more of the camera's pictures, its film, or Samsung's notes, and no more."""
    for _ in range(_MOST_PICTURES):
        padded = _PADDING.match(content, at)
        begins = padded.end() if padded else at
        if begins == len(content) or b"ftyp" in content[begins : begins + 8] or content.endswith(_SAMSUNGS_END):
            return True
        end = _walk_jpeg(content, begins).end if content.startswith(_START, begins) else None
        if end is None:
            return False
        at = end
    return False


def _first_png(content: bytes) -> FirstPicture | None:
    if not content.endswith(_PNG_END) or content.count(_PNG_END) != 1:
        return None
    at, shown, orientation, is_film = len(_PNG), [_PNG], AS_STORED, False
    while at + 8 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        inner = content[at + 8 : at + 8 + length]
        if kind in _SHOWN:
            shown.append(content[at : at + 12 + length])
        elif kind == b"eXIf":
            orientation = of_exif(_exif_orientation(inner))
        elif kind == b"acTL":
            is_film = int.from_bytes(inner[:4], "big") > 1
        at += length + 12
    return FirstPicture(b"".join(shown), orientation, is_film)


def _webp_orientation(content: bytes) -> Orientation:
    at = 12
    while at + 8 <= len(content):
        kind, length = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        if kind == b"EXIF":
            return of_exif(_exif_orientation(content[at + 8 : at + 8 + length].removeprefix(_EXIF_HEAD)))
        at += 8 + length + length % 2
    return AS_STORED


def _exif_orientation(exif: bytes) -> int:
    """The number of the first directory's tag; 1 where it is missing or broken, whatever the other tags hold."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return 1
    try:
        (directory,) = unpack_from(f"{order}I", exif, 4)
        (count,) = unpack_from(f"{order}H", exif, directory)
        for number in range(min(count, _MOST_TAGS)):
            at = directory + 2 + number * 12
            tag, kind, values = unpack_from(f"{order}HHI", exif, at)
            if tag == _TAG_ORIENTATION:
                letter = _NUMBERS.get(kind) if values == 1 else None
                return int(unpack_from(f"{order}{letter}", exif, at + 8)[0]) if letter else 1
    except StructError:
        return 1
    return 1
