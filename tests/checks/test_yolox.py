"""YOLOX's numbers are read as its makers read them, and what it sees lies where the phone is."""

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from proctor_core.checks import yolox
from proctor_core.checks.found import Found
from proctor_core.checks.nanodet import Objects
from proctor_core.checks.picture import prepare
from proctor_core.checks.yolox import FLOOR, SIDE, YoloX
from proctor_core.demo.clips import Clip, frames
from proctor_core.demo.people import PEOPLE
from proctor_core.demo.scenes import Act, Scene
from proctor_core.domain.observation import Box, Face, Picture
from tests.checks.pictures import closer

PHONE_COLUMN, CUP_COLUMN = 5 + 67, 5 + 41
CELLS = 52 * 52 + 26 * 26 + 13 * 13


@dataclass(slots=True)
class KnownOutput:
    """A session that gives one output and keeps what it was shown."""

    output: npt.NDArray[np.float32]
    shown: npt.NDArray[np.float32] | None = None

    def get_inputs(self) -> list[Any]:
        return [SimpleNamespace(name="images")]

    def run(self, names: None, inputs: dict[str, npt.NDArray[np.float32]]) -> list[npt.NDArray[np.float32]]:
        (self.shown,) = inputs.values()
        return [self.output[None]]


def cell_output(index: int, column: int, objectness: float, share: float) -> npt.NDArray[np.float32]:
    """Nothing but one cell: a quarter of a cell right of and below its corner, e strides wide and one high."""
    output = np.zeros((CELLS, 85), dtype=np.float32)
    output[index, :5] = (0.25, 0.25, 1.0, 0.0, objectness)
    output[index, column] = share
    return output


def with_output(monkeypatch: pytest.MonkeyPatch, output: npt.NDArray[np.float32]) -> tuple[YoloX, KnownOutput]:
    known = KnownOutput(output)
    monkeypatch.setattr(yolox, "one_thread_session", lambda model: known)
    return YoloX(Path("any.onnx")), known


def face(left: float, width: float) -> Face:
    return Face(Box(left, 0.3, width, width), confidence=0.9, detector_score=0.9)


def pixels(width: int, height: int) -> Picture:
    return np.full((height, width, 3), 50, dtype=np.uint8)


@pytest.mark.parametrize(
    ("index", "stride", "column", "row"),
    [(52 * 7 + 9, 8, 9, 7), (52 * 52 + 26 * 3 + 4, 16, 4, 3), (52 * 52 + 26 * 26 + 13 * 5 + 6, 32, 6, 5)],
    ids=["fine", "middle", "coarse"],
)
def test_a_cells_box_lies_on_the_grid_of_its_stride(
    monkeypatch: pytest.MonkeyPatch, index: int, stride: int, column: int, row: int
) -> None:
    model, _ = with_output(monkeypatch, cell_output(index, PHONE_COLUMN, 0.8, 0.5))
    found = model.find_phone(prepare(pixels(SIDE, SIDE)), ())
    assert found is not None and found.score == pytest.approx(0.4)
    width = np.e * stride
    assert found.box.left * SIDE == pytest.approx((column + 0.25) * stride - width / 2, abs=0.01)
    assert found.box.top * SIDE == pytest.approx((row + 0.25) * stride - stride / 2, abs=0.01)
    assert (found.box.width * SIDE, found.box.height * SIDE) == pytest.approx((width, stride), abs=0.01)


def test_a_wide_picture_lies_on_grey_at_the_top_and_its_boxes_are_parts_of_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model, known = with_output(monkeypatch, cell_output(52 * 52 + 26 * 26 + 13 * 5 + 6, PHONE_COLUMN, 0.8, 0.5))
    found = model.find_phone(prepare(pixels(640, 320)), ())
    assert known.shown is not None and known.shown.shape == (1, 3, SIDE, SIDE)
    assert (known.shown[0, :, :208] == 50).all() and (known.shown[0, :, 208:] == 114).all()
    assert found is not None
    assert (found.box.top + found.box.height / 2) * 208 == pytest.approx(5.25 * 32, abs=0.01)


@pytest.mark.parametrize(
    "output",
    [cell_output(0, PHONE_COLUMN, FLOOR, 0.99), cell_output(0, CUP_COLUMN, 0.99, 0.99)],
    ids=["weak", "another thing"],
)
def test_what_is_weak_or_another_thing_is_no_phone(
    monkeypatch: pytest.MonkeyPatch, output: npt.NDArray[np.float32]
) -> None:
    model, _ = with_output(monkeypatch, output)
    assert model.find_phone(prepare(pixels(640, 480)), ()) is None


@dataclass(slots=True)
class OnlyInSquares(KnownOutput):
    """Sees its cell where the picture fills the input, and nothing where grey is left."""

    def run(self, names: None, inputs: dict[str, npt.NDArray[np.float32]]) -> list[npt.NDArray[np.float32]]:
        (shown,) = inputs.values()
        return [self.output[None] * (0 if (shown == 114).any() else 1)]


def test_the_part_where_the_largest_faces_hands_are_is_looked_at_too_and_its_box_is_one_of_the_whole_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = OnlyInSquares(cell_output(52 * 7 + 9, PHONE_COLUMN, 0.8, 0.5))
    monkeypatch.setattr(yolox, "one_thread_session", lambda model: session)
    picture = prepare(pixels(640, 480))
    found = YoloX(Path("any.onnx")).find_phone(picture, (face(0.8, 0.05), face(0.4, 0.1)))
    assert found is not None and found.score == pytest.approx(0.4)
    # The part is 256 pixels wide and begins 160 from the left; it is 416 in the input.
    assert found.box.left * 640 == pytest.approx(160 + 256 / SIDE * (9.25 * 8 - np.e * 4), abs=1)
    assert found.box.width * 640 == pytest.approx(256 / SIDE * np.e * 8, abs=1)
    assert YoloX(Path("any.onnx")).find_phone(picture, ()) is None


def test_a_drawn_phone_is_seen_where_it_is_drawn(yolox_file: Path) -> None:
    *_, held = frames(Clip(PEOPLE[0], (Scene(Act.PHONE, 3.0),)), 1)
    assert held.picture is not None
    found = YoloX(yolox_file).find_phone(prepare(held.picture), ())
    assert found is not None
    assert 0.58 < found.box.left + found.box.width / 2 < 0.78
    assert 0.6 < found.box.top + found.box.height / 2 < 0.8


def test_a_face_without_a_phone_is_none(yolox_file: Path) -> None:
    assert YoloX(yolox_file).find_phone(prepare(closer()), ()) is None


@pytest.mark.parametrize(("other", "expected"), [(0.5, 0.5), (0.3, 0.4), (None, 0.4)])
def test_the_likelier_of_two_phones_counts_with_its_own_box(other: float | None, expected: float) -> None:
    first, second = (Found(Box(left, 0.1, 0.1, 0.2), score) for left, score in ((0.1, 0.4), (0.7, other or 0.0)))
    both = Objects(first, 0.4, person=None, person_score=0.9).with_phone(second if other else None)
    assert both.phone is not None
    assert (both.phone_score, both.phone.score, both.person_score) == (expected, expected, 0.9)
    assert both.phone.box.left == (0.7 if expected == other else 0.1)
