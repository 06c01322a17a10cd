"""Small pictures as clients send them; the detectors are played, so that nobody need be in them."""

from io import BytesIO

import numpy as np
from PIL import Image


def jpeg(shade: int = 90, width: int = 320, height: int = 240) -> bytes:
    """A grey JPEG."""
    return encoded("JPEG", shade, width, height)


def encoded(kind: str, shade: int = 90, width: int = 320, height: int = 240) -> bytes:
    """A grey picture of this kind."""
    out = BytesIO()
    Image.fromarray(np.full((height, width, 3), shade, dtype=np.uint8)).save(out, kind)
    return out.getvalue()
