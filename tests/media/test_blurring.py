"""Whoever else is in a picture can't be recognised, and the taker and the room stay as they are."""

import io

import numpy as np
import pytest
from PIL import Image

from proctor_core.domain.evidence import Bystanders, bystanders_in
from proctor_core.domain.observation import Box
from proctor_core.domain.violation import ViolationType
from proctor_core.media.blurring import without_bystanders

WIDTH, HEIGHT = 320, 240
OTHER = Box(0.6, 0.3, 0.2, 0.3)


def chequered(square: int = 4) -> bytes:
    """A JPEG of small black and white squares: what is blurred loses them."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    pixels = np.where((x // square + y // square) % 2, 255, 0).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(np.dstack([pixels] * 3)).save(out, "JPEG", quality=95)
    return out.getvalue()


def contrast(jpeg: bytes, box: Box) -> float:
    pixels = np.asarray(Image.open(io.BytesIO(jpeg)).convert("L"), dtype=float)
    left, top = int(box.left * WIDTH), int(box.top * HEIGHT)
    return float(pixels[top : top + int(box.height * HEIGHT), left : left + int(box.width * WIDTH)].std())


def test_only_the_other_face_and_what_is_around_it_is_blurred() -> None:
    sharp = chequered()
    shown = without_bystanders(sharp, Bystanders((OTHER,)))
    assert contrast(shown, OTHER) < 10 < 100 < contrast(sharp, OTHER)
    assert contrast(shown, Box(0.05, 0.1, 0.3, 0.7)) > 100
    assert Image.open(io.BytesIO(shown)).size == (WIDTH, HEIGHT)


def test_where_nobody_knows_where_they_are_all_of_it_is_blurred() -> None:
    assert contrast(without_bystanders(chequered(), Bystanders(None)), Box(0.0, 0.0, 1.0, 1.0)) < 10


def test_a_picture_of_the_taker_alone_is_not_touched() -> None:
    assert without_bystanders(b"as it is", Bystanders(())) == b"as it is"


def test_a_face_half_outside_of_the_picture_is_blurred_too() -> None:
    edge = Box(0.9, -0.1, 0.3, 0.4)
    assert contrast(without_bystanders(chequered(), Bystanders((edge,))), Box(0.9, 0.0, 0.1, 0.3)) < 10


def test_of_what_is_no_picture_nothing_is_shown() -> None:
    shown = without_bystanders(b"\xff\xd8 no picture, but a name", Bystanders(None))
    assert b"a name" not in shown
    assert Image.open(io.BytesIO(shown)).size == (64, 48)


@pytest.mark.parametrize(
    ("boxes", "of_type", "is_anybody"),
    [
        ([[0.4, 0.3, 0.2, 0.3]], ViolationType.MULTIPLE_FACES, False),
        ([[0.4, 0.3, 0.2, 0.3], [0.1, 0.1, 0.1, 0.1]], ViolationType.LOOKING_AWAY, True),
        ([], ViolationType.NO_FACE, False),
        (None, ViolationType.MULTIPLE_FACES, True),
        (None, ViolationType.NO_FACE, False),
    ],
)
def test_who_counts_as_somebody_else(boxes: list[list[float]] | None, of_type: ViolationType, is_anybody: bool) -> None:
    assert bool(bystanders_in(boxes, of_type)) is is_anybody
