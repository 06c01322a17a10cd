"""What kind of file a video is, by its content: its top-level parts from the first byte to the last, and nothing beside them.

A file that is a video and something else as well (an archive behind it, a page before it) is refused here, before any
decoder sees it. Nothing is read but the heads of the parts.

Source: ISO/IEC 14496-12, 4.2 (boxes); RFC 8794 (EBML), RFC 9559 (Matroska).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from proctor_core.codes.video_faults import VideoFault
from proctor_core.errors import InvalidInput

FIELD = "file"
WEBM, MP4 = "matroska,webm", "mov,mp4,m4a,3gp,3g2,mj2"
"""FFmpeg's names of the two demuxers that are ever used."""
_EBML, _SEGMENT, _CLUSTER = 0x1A45DFA3, 0x18538067, 0x1F43B675
_OUTERMOST = frozenset({_EBML, _SEGMENT})
_IN_SEGMENT = frozenset(
    {
        0x114D9B74,  # SeekHead
        0x1549A966,  # Info
        0x1654AE6B,  # Tracks
        _CLUSTER,
        0x1C53BB6B,  # Cues
        0x1043A770,  # Chapters
        0x1254C367,  # Tags
        0xEC,  # Void
        0xBF,  # CRC-32
    }
)
_IN_CLUSTER = frozenset({0xE7, 0x5854, 0xA7, 0xAB, 0xA3, 0xA0, 0xEC, 0xBF})
_VOIDS = frozenset({0xEC})
_BOXES = frozenset(
    {
        b"ftyp",
        b"moov",
        b"mdat",
        b"moof",
        b"mfra",
        b"sidx",
        b"styp",
        b"free",
        b"skip",
        b"wide",
        b"prft",
        b"emsg",
        b"udta",
    }
)
_ONCE = frozenset({b"ftyp", b"moov"})
_EMPTY_BOXES = frozenset({b"free", b"skip", b"wide"})
_LARGEST_VOID = 1 << 20
_SMALL_UNKNOWN = 1024
"""Some cameras write small parts of their own."""
_NOTE_BYTES = 256
"""Some writers leave their name in an empty part."""
_MOST_PARTS = 2_000_000
_ARCHIVE_END = b"PK\x05\x06"
_ARCHIVE_TAIL = 22 + 0xFFFF


def container_of(path: Path) -> str:
    """`WEBM` or `MP4`.

    Raises:
        InvalidInput: empty, neither of the two, parts that are no video's, or bytes beside them.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
        file.seek(0)
        if not head:
            raise InvalidInput(FIELD, VideoFault.EMPTY)
        if head.startswith(b"\x1a\x45\xdf\xa3"):
            _walk_matroska(file, size)
            kind = WEBM
        elif head[4:8] == b"ftyp":
            _walk_boxes(file, size)
            kind = MP4
        else:
            raise InvalidInput(FIELD, VideoFault.NO_VIDEO)
        _refuse_archive(file, size)
    return kind


def _walk_boxes(file: BinaryIO, size: int) -> None:
    at, seen = 0, set[bytes]()
    while at < size:
        file.seek(at)
        head = file.read(16)
        length, kind, head_size = int.from_bytes(head[:4], "big"), head[4:8], 8
        if length == 1:
            length, head_size = int.from_bytes(head[8:16], "big"), 16
        elif length == 0:
            length = size - at
        if kind not in _BOXES and length > _SMALL_UNKNOWN:
            raise InvalidInput(FIELD, VideoFault.STRANGE_PART, at=at)
        if length < head_size or at + length > size:
            raise InvalidInput(FIELD, VideoFault.PART_CUT_OFF, at=at)
        if kind in _EMPTY_BOXES:
            _refuse_filled(file, at + head_size, length - head_size)
        if kind in seen and kind in _ONCE:
            raise InvalidInput(FIELD, VideoFault.SECOND_VIDEO, at=at)
        seen.add(kind)
        at += length
    if not {b"moov", b"mdat"} <= seen:
        raise InvalidInput(FIELD, VideoFault.INDEX_MISSING)


def _walk_matroska(file: BinaryIO, size: int) -> None:
    at, known, clusters = 0, _OUTERMOST, 0
    for _ in range(_MOST_PARTS):
        if at >= size:
            break
        identity, length, body = _element(file, at, size)
        if identity not in known:
            raise InvalidInput(FIELD, VideoFault.STRANGE_PART, at=at)
        _require_length(identity, length, at, size - body)
        if identity in _VOIDS:
            _refuse_filled(file, body, length or 0)
        if identity == _SEGMENT:
            known = _IN_SEGMENT | _IN_CLUSTER
        clusters += identity == _CLUSTER
        is_opened = identity == _SEGMENT or length is None
        at = body if is_opened else body + (length or 0)
    else:
        raise InvalidInput(FIELD, VideoFault.TOO_MANY_PARTS, most=_MOST_PARTS)
    if clusters == 0:
        raise InvalidInput(FIELD, VideoFault.NO_PICTURE)


def _require_length(identity: int, length: int | None, at: int, left: int) -> None:
    """A segment reaches to the end of the file; only what is written as it comes may leave its length open."""
    if length is None:
        if identity not in (_SEGMENT, _CLUSTER):
            raise InvalidInput(FIELD, VideoFault.NO_LENGTH, at=at)
    elif length > left:
        raise InvalidInput(FIELD, VideoFault.PART_CUT_OFF, at=at)
    elif identity == _SEGMENT and length < left:
        raise InvalidInput(FIELD, VideoFault.BYTES_BEHIND, length=left - length)


def _element(file: BinaryIO, at: int, size: int) -> tuple[int, int | None, int]:
    """(identity, length or None where it is not said, where the content begins)."""
    file.seek(at)
    head = file.read(12)
    id_size = _width(head[0]) if head else 0
    if not 1 <= id_size <= 4 or len(head) <= id_size:
        raise InvalidInput(FIELD, VideoFault.BROKEN, at=at, size=size)
    length_size = _width(head[id_size])
    raw = head[id_size : id_size + length_size]
    if not 1 <= length_size <= 8 or len(raw) < length_size:
        raise InvalidInput(FIELD, VideoFault.BROKEN, at=at, size=size)
    value = int.from_bytes(raw, "big") & ((1 << (7 * length_size)) - 1)
    is_unknown = value == (1 << (7 * length_size)) - 1
    return int.from_bytes(head[:id_size], "big"), None if is_unknown else value, at + id_size + length_size


def _width(first: int) -> int:
    """How many bytes a number has whose first byte is this; 9 for none."""
    return 9 - first.bit_length()


def _refuse_filled(file: BinaryIO, at: int, length: int) -> None:
    """Room that is left in a video is small and holds nothing."""
    if length > _LARGEST_VOID:
        raise InvalidInput(FIELD, VideoFault.STRANGE_BYTES, length=length, at=at)
    file.seek(at)
    if length > _NOTE_BYTES and any(block.strip(b"\0") for block in _blocks(file, length)):
        raise InvalidInput(FIELD, VideoFault.HIDDEN, at=at)


def _blocks(file: BinaryIO, length: int) -> Iterator[bytes]:
    while length > 0 and (block := file.read(min(length, 1 << 16))):
        length -= len(block)
        yield block


def _refuse_archive(file: BinaryIO, size: int) -> None:
    """A ZIP archive is found by its end: a record whose comment reaches to the last byte."""
    start = max(0, size - _ARCHIVE_TAIL)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(_ARCHIVE_END)
    while at >= 0:
        comment = int.from_bytes(tail[at + 20 : at + 22], "little")
        if at + 22 + comment == len(tail):
            raise InvalidInput(FIELD, VideoFault.ARCHIVE)
        at = tail.rfind(_ARCHIVE_END, 0, at)
