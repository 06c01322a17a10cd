"""Whatever cameras and programs write is read as a viewer shows it: however it lies, every kind of colour, several in a file."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps

from proctor_core.domain.evidence import PictureFault
from proctor_core.domain.observation import Picture
from proctor_core.errors import UnreadablePicture
from proctor_core.media.orientation import AS_STORED, of_matrix
from proctor_core.media.pictures import picture_in, read_picture
from tests.support.videos import video

ORIENTATION = 0x0112
OTHER_FILES = (b"%PDF-", b"<script", b"<?php", b"<html", b"PK")
"""What Hypothesis finds in our code, and what a picture may hold nowhere in its head."""
SIZE = (160, 120)


def scene() -> Image.Image:
    """No two corners alike, so that turned and mirrored ones are told apart."""
    picture = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    picture[:60, :80], picture[:60, 80:], picture[60:, :80], picture[60:, 80:] = 250, 180, 110, 30
    return Image.fromarray(picture)


def written(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def exif(number: int) -> bytes:
    tags = Image.Exif()
    tags[ORIENTATION] = number
    return tags.tobytes()


def corners(picture: Picture) -> tuple[tuple[int, int], list[int]]:
    """The shape, and how bright the corners are, in steps of 16: first the upper ones."""
    height, width = picture.shape[:2]
    places = [
        (height // 4, width // 4),
        (height // 4, -width // 4),
        (-height // 4, width // 4),
        (-height // 4, -width // 4),
    ]
    return (height, width), [round(float(picture[at].mean()) / 16) for at in places]


PLAIN = corners(np.asarray(scene()))


def with_app1(jpeg: bytes, content: bytes) -> bytes:
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content + jpeg[2:]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("number", range(1, 9))
def test_a_picture_stands_as_a_viewer_shows_it_mirrored_ones_too(kind: str, number: int) -> None:
    content = written(scene(), kind, exif=exif(number))
    shown = ImageOps.exif_transpose(Image.open(BytesIO(content))).convert("RGB")
    assert corners(read_picture("image", content)) == corners(np.asarray(shown))


@pytest.mark.parametrize("number", [0, 9, 65535])
def test_an_orientation_that_there_is_not_leaves_the_picture_as_stored(number: int) -> None:
    assert corners(read_picture("image", written(scene(), exif=exif(number)))) == PLAIN


@given(st.binary(max_size=200).filter(lambda noise: not any(mark in noise for mark in OTHER_FILES)))
def test_no_broken_exif_costs_a_picture(noise: bytes) -> None:
    for head in (
        b"Exif\0\0",
        b"Exif\0\0II*\0\x08\0\0\0",
        b"Exif\0\0MM\0*\0\0\0\x08",
        b"http://ns.adobe.com/xap/1.0/\0",
    ):
        content = with_app1(written(scene()), head + noise)
        assert sorted(corners(read_picture("image", content))[1]) == sorted(PLAIN[1])


def test_a_broken_tag_beside_it_hides_no_orientation() -> None:
    entries = struct.pack("<HHII", 0x010E, 2, 4000, 90_000) + struct.pack("<HHIHH", ORIENTATION, 3, 1, 6, 0)
    broken = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 2) + entries
    assert read_picture("image", with_app1(written(scene()), broken)).shape == (160, 120, 3)


def in_cmyk() -> bytes:
    return written(scene().convert("CMYK"), quality=95)


def sixteen_bits() -> bytes:
    greys = np.asarray(scene().convert("L")).astype(np.uint16) * 257
    return written(Image.fromarray(greys), "PNG")


def half_transparent() -> Image.Image:
    image = scene().convert("RGBA")
    image.putalpha(255)
    return image


def palette_with_alpha() -> bytes:
    image = scene().quantize(8)
    return written(image, "PNG", transparency=bytes([255] * 8))


def with_profile() -> bytes:
    return written(scene(), icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


KINDS = {
    "progressive": lambda: written(scene(), progressive=True),
    "grey": lambda: written(scene().convert("L")),
    "CMYK": in_cmyk,
    "with a colour profile": with_profile,
    "with a broken colour profile": lambda: written(scene(), icc_profile=b"no profile" * 9),
    "16 bits of grey": sixteen_bits,
    "palette": lambda: written(scene().quantize(8), "PNG"),
    "palette with alpha": palette_with_alpha,
    "grey with alpha": lambda: written(half_transparent().convert("LA"), "PNG"),
    "colour with alpha": lambda: written(half_transparent(), "PNG"),
    "WebP with alpha": lambda: written(half_transparent(), "WEBP", lossless=True),
    "WebP without loss": lambda: written(scene(), "WEBP", lossless=True),
    "two in one JPEG": lambda: written(scene(), "MPO", save_all=True, append_images=[Image.new("RGB", (90, 70))] * 2),
    "a gain map behind it": lambda: written(scene()) + written(Image.new("L", (80, 60))),
    "padding behind it": lambda: written(scene()) + b"\0" * 5000,
    "the end of a line behind it, as in a stream of JPEGs": lambda: written(scene()) + b"\r\n",
    "fill bytes behind it": lambda: written(scene()) + b"\xff\xff\xff",
    "its end twice": lambda: written(scene()) + b"\xff\xd9",
    "fill bytes before a second one": lambda: written(scene()) + b"\xff" + written(Image.new("L", (80, 60))),
    "a phone's film behind it": lambda: written(scene()) + video("mp4"),
    "a Samsung's notes behind it": lambda: (
        written(scene()) + b"\0\0\1\x0a\x0e\0\0\0Image_UTC_Data1700000000000SEFH\0SEFT"
    ),
    "a broken index of several pictures": lambda: (
        written(scene())[:2] + b"\xff\xe2\0\x0eMPF\0II*\0\xff\xff\xff\xff" + written(scene())[2:]
    ),
    "a PNG with a broken note": lambda: with_broken_note(written(scene(), "PNG")),
}


def with_broken_note(png: bytes) -> bytes:
    return png[:33] + struct.pack(">I", 4) + b"zTXt" + b"a\0\0x" + struct.pack(">I", zlib.crc32(b"no")) + png[33:]


@pytest.mark.parametrize("name", list(KINDS))
def test_every_kind_of_picture_is_read(name: str) -> None:
    shape, seen = corners(read_picture("image", KINDS[name]()))
    assert shape == PLAIN[0]
    assert seen == pytest.approx(PLAIN[1], abs=1)


def test_black_and_white_is_read() -> None:
    seen = read_picture("image", written(scene().convert("1"), "PNG"))
    assert seen.shape == (120, 160, 3) and set(np.unique(seen)) <= {0, 255}


def test_what_is_transparent_is_white_as_on_paper() -> None:
    seen = read_picture("image", written(Image.new("RGBA", (64, 64), (0, 0, 0, 0)), "PNG"))
    assert (seen == 255).all()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"hello" * 100, PictureFault.UNREADABLE),
        (written(scene())[:-40], PictureFault.UNREADABLE),
        (written(scene()) + written(scene())[:-40], PictureFault.UNREADABLE),
        (written(scene()) + b"anything else", PictureFault.UNREADABLE),
        (written(scene()) * 40, PictureFault.UNREADABLE),
        (written(Image.new("L", (400_000, 48)), "PNG"), PictureFault.TOO_LARGE),
        (written(Image.new("L", (20, 20))), PictureFault.TOO_SMALL),
        (written(scene(), "PNG", save_all=True, append_images=[Image.new("RGB", SIZE)]), PictureFault.FILM),
        (written(scene(), "WEBP", save_all=True, append_images=[Image.new("RGB", SIZE)]), PictureFault.FILM),
    ],
)
def test_what_is_not_taken_is_named(content: bytes, fault: PictureFault) -> None:
    with pytest.raises(UnreadablePicture) as refused:
        read_picture("image", content)
    assert refused.value.fault == fault


def test_a_film_of_pictures_on_the_disk_is_left_to_the_reader_of_videos(tmp_path: Path) -> None:
    moving = written(scene(), "GIF", save_all=True, append_images=[Image.new("RGB", SIZE)])
    (tmp_path / "moving.gif").write_bytes(moving)
    (tmp_path / "still.bmp").write_bytes(written(scene(), "BMP"))
    (tmp_path / "broken.jpg").write_bytes(written(scene())[:-40])
    still = picture_in(tmp_path / "still.bmp")
    assert still is not None and corners(still) == PLAIN
    assert picture_in(tmp_path / "moving.gif") is None
    assert picture_in(tmp_path / "nothing.jpg") is None
    with pytest.raises(UnreadablePicture, match=r"broken\.jpg: expected a whole"):
        picture_in(tmp_path / "broken.jpg")


ONE = 0x10000


@pytest.mark.parametrize(
    ("matrix", "number"),
    [
        ((ONE, 0, 0, 0, ONE, 0, 0, 0, 1 << 30), 1),
        ((-ONE, 0, 0, 0, ONE, 0, 0, 0, 1 << 30), 2),
        ((-ONE, 0, 0, 0, -ONE, 0, 0, 0, 1 << 30), 3),
        ((ONE, 0, 0, 0, -ONE, 0, 0, 0, 1 << 30), 4),
        ((0, ONE, 0, ONE, 0, 0, 0, 0, 1 << 30), 5),
        ((0, ONE, 0, -ONE, 0, 0, 0, 0, 1 << 30), 6),
        ((0, -ONE, 0, -ONE, 0, 0, 0, 0, 1 << 30), 7),
        ((0, -ONE, 0, ONE, 0, 0, 0, 0, 1 << 30), 8),
    ],
)
def test_a_matrix_of_a_video_and_a_number_of_exif_mean_the_same_eight_ways(
    matrix: tuple[int, ...], number: int
) -> None:
    shown = ImageOps.exif_transpose(Image.open(BytesIO(written(scene(), "PNG", exif=exif(number))))).convert("RGB")
    assert corners(of_matrix(matrix).upright(np.asarray(scene()))) == corners(np.asarray(shown))


def test_a_matrix_that_says_nothing_turns_nothing() -> None:
    assert of_matrix((0,) * 9) == of_matrix(()) == AS_STORED


@pytest.mark.parametrize("folder", ["pictures", "orientation"])
def test_the_cases_of_version_01_show_what_the_plain_one_shows(shared_dir: Path, folder: str) -> None:
    plain = read_picture("image", (shared_dir / "cases/pictures/control_plain.jpg").read_bytes())
    cases = [path for path in (shared_dir / "cases" / folder).iterdir() if path.suffix in {".jpg", ".png"}]
    assert len(cases) >= 3
    for path in cases:
        seen = read_picture("image", path.read_bytes())
        likeness = np.corrcoef(seen.mean(axis=2).ravel(), plain.mean(axis=2).ravel())[0, 1]
        assert likeness > 0.97, path.name
