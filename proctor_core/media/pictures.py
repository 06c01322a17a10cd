"""The one reader of pictures: what clients send, and what `analyze` is given. What is kept of them is encoded anew.

Kind by content, limits before decoding, decoded in full, upright as a viewer shows it. Refused: what is no picture of the kinds
taken, what is cut off, too large in bytes or pixels, animations, and files that are something else as well.
"""

import base64
import binascii
import io
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from struct import error as StructError

import numpy as np
from PIL import Image, UnidentifiedImageError

from proctor_core.codes.picture_refusals import PictureRefusal
from proctor_core.domain.evidence import PictureFault
from proctor_core.domain.observation import Picture
from proctor_core.errors import UnreadablePicture
from proctor_core.media.picture_layout import first_picture, is_picture


@dataclass(frozen=True, slots=True)
class PictureLimits:
    """What is taken: bytes of the file, pixels in all, pixels of the shorter side, and Pillow's names of the kinds.

    Attributes:
        other_kind: what is said of a file that is no whole picture of these kinds.
    """

    most_bytes: int
    most_pixels: int
    shortest_side: int
    kinds: tuple[str, ...]
    other_kind: PictureRefusal


LARGEST_BYTES = 4 << 20
SENT = PictureLimits(LARGEST_BYTES, 16_000_000, 48, ("JPEG", "PNG", "WEBP"), PictureRefusal.NOT_SENT_KIND)
"""By strangers; a picture of less than 48 pixels shows no face that could be told."""
ON_DISK = PictureLimits(64 << 20, 80_000_000, 1, (*SENT.kinds, "BMP", "TIFF", "GIF"), PictureRefusal.NOT_READ_KIND)
"""Of whoever runs the program."""

_LONGEST_SIDE = 16_384
"""Pixels; what is kept is a JPEG, which holds 65,535, and nobody's camera makes a strip of more."""
_HEAD = 16
_DATA_URL = re.compile(r"\s*data:[a-z0-9/+.-]{0,60}(;\s?[a-z-]{1,20}=[\w.\"-]{1,40})*;base64,", re.IGNORECASE)
_ALPHABET = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_PAPER = (255, 255, 255)
"""What shines through where a picture is transparent: a viewer's white."""
_DAMAGE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    EOFError,
    SyntaxError,
    ValueError,
    TypeError,
    ArithmeticError,
    LookupError,
    StructError,
    zlib.error,
    Warning,
)
"""What Pillow raises at one damaged file or another."""


def picture_from_base64(field: str, text: str) -> Picture:
    """The picture in base64, with or without `data:...;base64,` before it (the kind named there does not matter).

    Line breaks and spaces are passed over: some libraries write lines of 76.

    Raises:
        UnreadablePicture: it is no base64, or as `read_picture`.
    """
    found = _DATA_URL.match(text)
    encoded = "".join(text[found.end() if found else 0 :].split())
    if len(encoded) > LARGEST_BYTES * 4 // 3 + 4:
        raise UnreadablePicture(field, PictureRefusal.TOO_MANY_BYTES, PictureFault.TOO_LARGE, most=LARGEST_BYTES)
    try:
        content = base64.b64decode(encoded, validate=True) if _ALPHABET.fullmatch(encoded) else b""
    except binascii.Error:
        content = b""
    if not content:
        raise UnreadablePicture(field, PictureRefusal.NOT_BASE64, PictureFault.NOT_BASE64)
    return read_picture(field, content)


def read_picture(field: str, content: bytes, limits: PictureLimits = SENT) -> Picture:
    """RGB uint8 (H, W, 3), upright as a viewer shows it; of several pictures in one JPEG the first.

    Raises:
        UnreadablePicture: `field` names the part of the request; the message says what is wrong with the picture.
    """
    if not 0 < len(content) <= limits.most_bytes:
        fault = PictureFault.TOO_LARGE if content else PictureFault.UNREADABLE
        most, length = limits.most_bytes, len(content)
        raise UnreadablePicture(field, PictureRefusal.HOW_MANY_BYTES, fault, most=most, length=length)
    first = first_picture(content)
    if first is None:
        raise UnreadablePicture(field, PictureRefusal.NOT_WHOLE, PictureFault.UNREADABLE)
    if first.is_film:
        raise _film(field)
    try:
        return first.orientation.upright(_decoded(field, first.content, limits))
    except _DAMAGE as error:
        raise UnreadablePicture(field, limits.other_kind, PictureFault.UNREADABLE) from error


def picture_in(path: Path) -> Picture | None:
    """The picture in a file; None when its content is none (its name does not matter), or a film, which is a video's to read.

    Raises:
        UnreadablePicture: it is a picture, and a damaged one or too large.
    """
    if not path.is_file():
        return None
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if not is_picture(head):
            return None
        content = head + file.read(ON_DISK.most_bytes)
    try:
        return read_picture(str(path), content, ON_DISK)
    except UnreadablePicture as error:
        if error.fault == PictureFault.FILM:
            return None
        raise


def _decoded(field: str, content: bytes, limits: PictureLimits) -> Picture:
    with Image.open(io.BytesIO(content), formats=limits.kinds) as image:
        width, height = image.size
        is_small = min(width, height) < limits.shortest_side
        if is_small or width * height > limits.most_pixels or max(width, height) > _LONGEST_SIDE:
            raise UnreadablePicture(
                field,
                PictureRefusal.SIZE,
                PictureFault.TOO_SMALL if is_small else PictureFault.TOO_LARGE,
                shortest=limits.shortest_side,
                longest=_LONGEST_SIDE,
                most=limits.most_pixels // 1_000_000,
                width=width,
                height=height,
            )
        if image.format != "TIFF" and getattr(image, "n_frames", 1) != 1:
            raise _film(field)
        return np.ascontiguousarray(np.asarray(_in_colour(image), dtype=np.uint8))


def _in_colour(image: Image.Image) -> Image.Image:
    """RGB: transparent parts on white paper, greys of 16 bits by their upper eight."""
    if image.mode.startswith("I"):
        # Pillow would cut each of them off at 255.
        greys = np.asarray(image, dtype=np.int64) >> 8
        return Image.fromarray(greys.clip(0, 255).astype(np.uint8)).convert("RGB")
    if not image.has_transparency_data:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    paper = Image.new("RGB", seen.size, _PAPER)
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper


def _film(field: str) -> UnreadablePicture:
    return UnreadablePicture(field, PictureRefusal.FILM, PictureFault.FILM)
