"""Pictures that somebody sends: kind by content, limits before decoding, decoded in full; what is kept is encoded anew.

Refused: what is no JPEG, PNG or WebP, what is cut off, too large in bytes or pixels, and files that are two things at once
(anything behind the picture's end).
"""

import base64
import binascii
import io
import re
import warnings

import numpy as np
from PIL import Image, UnidentifiedImageError

from proctor_core.domain.observation import Picture
from proctor_core.errors import InvalidInput

LARGEST_BYTES = 4 << 20
LARGEST_PIXELS = 16_000_000
SMALLEST_SIDE = 48
"""Pixels; nothing smaller shows a face that could be told."""
FORMATS = ("JPEG", "PNG", "WEBP")
_DATA_URL = re.compile(r"data:image/[a-z+.-]{1,20};base64,", re.IGNORECASE)
_ALPHABET = re.compile(r"[A-Za-z0-9+/]*={0,2}")


def picture_from_base64(field: str, text: str) -> Picture:
    """The picture in base64, with or without `data:image/...;base64,` before it (the kind named there does not matter).

    Raises:
        InvalidInput: it is no base64, or as `read_picture`.
    """
    found = _DATA_URL.match(text)
    encoded = text[found.end() :] if found else text
    if len(encoded) > LARGEST_BYTES * 4 // 3 + 4:
        raise InvalidInput(field, f"expected at most {LARGEST_BYTES} bytes")
    if not _ALPHABET.fullmatch(encoded):
        raise InvalidInput(field, "expected a picture in base64")
    try:
        content = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise InvalidInput(field, "expected a picture in base64") from None
    return read_picture(field, content)


def read_picture(field: str, content: bytes) -> Picture:
    """RGB uint8 (H, W, 3), turned upright.

    Raises:
        InvalidInput: `field` names the part of the request; the message says what is wrong with the picture.
    """
    if not 0 < len(content) <= LARGEST_BYTES:
        raise InvalidInput(field, f"expected 1 to {LARGEST_BYTES} bytes, got {len(content)}")
    try:
        with warnings.catch_warnings():
            # Pillow warns of what it will read anyway; a warning that is an error stops it before it decodes.
            warnings.simplefilter("error")
            return _decoded(field, content)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, Warning) as error:
        raise InvalidInput(field, "expected a whole JPEG, PNG or WebP picture") from error


def _decoded(field: str, content: bytes) -> Picture:
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        width, height = image.size
        if width * height > LARGEST_PIXELS or min(width, height) < SMALLEST_SIDE:
            raise InvalidInput(field, f"expected {SMALLEST_SIDE} pixels to 16 megapixels, got {width} x {height}")
        if getattr(image, "n_frames", 1) != 1:
            raise InvalidInput(field, "expected one picture, got a film")
        _refuse_appendix(field, content, str(image.format))
        turned = {3: 180, 6: 270, 8: 90}.get(image.getexif().get(0x0112, 1), 0)
        upright = image.convert("RGB").rotate(turned, expand=True)
        return np.ascontiguousarray(np.asarray(upright, dtype=np.uint8))


def _refuse_appendix(field: str, content: bytes, kind: str) -> None:
    match kind:
        case "JPEG":
            is_whole = content.rstrip(b"\0").endswith(b"\xff\xd9")
        case "PNG":
            is_whole = content.endswith(b"IEND\xaeB`\x82") and content.count(b"IEND\xaeB`\x82") == 1
        case _:
            declared = int.from_bytes(content[4:8], "little") + 8
            is_whole = len(content) in (declared, declared + declared % 2)
    # A second file behind or inside the first one: ZIP's, PDF's and HTML's beginnings have no place in a picture's head.
    hidden = next((mark for mark in (b"%PDF-", b"<script", b"<?php", b"<html") if mark in content[:4096]), None)
    has_archive = b"PK\x05\x06" in content[-70_000:] and b"PK\x01\x02" in content
    if not is_whole or hidden or has_archive:
        raise InvalidInput(field, "expected a picture and nothing else in the file")
