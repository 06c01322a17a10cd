"""Pictures that somebody sends: kind by content, whole, of a reasonable size, and nothing else in the file."""

import struct
import zipfile
import zlib
from base64 import b64encode, encodebytes
from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from proctor_core.errors import InvalidInput
from proctor_core.media.pictures import LARGEST_BYTES, picture_from_base64, read_picture
from tests.api.pictures import encoded, jpeg


def noisy(kind: str) -> bytes:
    out = BytesIO()
    noise = np.random.default_rng(1).integers(0, 255, (120, 160, 3), dtype=np.uint8)
    Image.fromarray(noise).save(out, kind)
    return out.getvalue()


def png_of_size(width: int, height: int) -> bytes:
    """A PNG whose head promises so many pixels, with next to nothing behind it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def with_archive(picture: bytes) -> bytes:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("a.txt", "hidden")
    return picture + archive.getvalue()


def animated(kind: str) -> bytes:
    out = BytesIO()
    frames = [Image.new("RGB", (100, 100), (n * 60, 0, 0)) for n in range(3)]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_read_by_its_content(kind: str) -> None:
    picture = read_picture("image", encoded(kind))
    assert picture.shape == (240, 320, 3)
    assert picture.dtype == np.uint8
    assert abs(int(picture[0, 0, 0]) - 90) <= 2


def test_base64_comes_with_or_without_a_wrong_kind_before_it() -> None:
    text = b64encode(encoded("PNG")).decode()
    lines = encodebytes(encoded("PNG")).decode()
    others = ("data:;base64,", " data:application/octet-stream;base64,", "DATA:image/jpeg;charset=utf-8;base64,")
    for given_text in (text, f"data:image/jpeg;base64,{text}", lines, *(f"{head}{text}" for head in others)):
        assert picture_from_base64("image", given_text).shape == (240, 320, 3)


def test_a_phones_picture_is_turned_upright() -> None:
    out, exif = BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (320, 240)).save(out, "JPEG", exif=exif)
    assert read_picture("image", out.getvalue()).shape == (320, 240, 3)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "text": lambda: b"hello" * 100,
    "gif": lambda: encoded("GIF"),
    "bmp": lambda: encoded("BMP"),
    "tiff": lambda: encoded("TIFF"),
    "svg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "too small": lambda: jpeg(width=20, height=20),
    "too large in bytes": lambda: jpeg() + b"\0" * LARGEST_BYTES,
    "bomb": lambda: png_of_size(60_000, 60_000),
    "bomb below Pillow's own limit": lambda: png_of_size(9_000, 9_000),
    "fewer rows than promised": lambda: png_of_size(900, 900),
    "zip behind jpeg": lambda: with_archive(jpeg()),
    "zip behind png": lambda: with_archive(encoded("PNG")),
    "zip behind webp": lambda: with_archive(encoded("WEBP")),
    "html behind jpeg": lambda: jpeg() + b"<script>alert(1)</script>",
    "a word behind jpeg": lambda: jpeg() + b"\r\n--frame",
    "fill bytes and a word behind jpeg": lambda: jpeg() + b"\xff\xff\xd9hidden",
    "pdf in the head": lambda: jpeg()[:2] + b"\xff\xfe\x00\x10%PDF-1.7 12345\0" + jpeg()[2:],
    "film png": lambda: animated("PNG"),
    "film webp": lambda: animated("WEBP"),
    "jpeg's head on a zip": lambda: with_archive(b"\xff\xd8\xff\xe0"),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_what_is_no_plain_picture_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_picture("snapshot", HOSTILE[name]())
    assert refused.value.field == "snapshot"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_was_cut_off_anywhere_is_refused(kind: str) -> None:
    whole = noisy(kind)
    for length in range(0, len(whole) - 1, max(1, len(whole) // 40)):
        with pytest.raises(InvalidInput):
            read_picture("snapshot", whole[:length])


@given(st.binary(max_size=300), st.sampled_from(["JPEG", "PNG", "WEBP"]), st.integers(0, 4000))
def test_damage_is_refused_or_read_and_never_anything_else(damage: bytes, kind: str, at: int) -> None:
    whole = noisy(kind)
    damaged = whole[: at % len(whole)] + damage + whole[at % len(whole) + len(damage) :]
    try:
        assert read_picture("snapshot", damaged).ndim == 3
    except InvalidInput as refused:
        assert refused.field == "snapshot"


@pytest.mark.parametrize("text", ["", "no base64!", "data:image/png;base64,###", "QUJD=QUJD", "A", "é"])
def test_what_is_no_base64_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        picture_from_base64("image", text)
