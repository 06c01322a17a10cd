"""Lets a network that was exported for one picture size take any: the two lengths in its ONNX file are given names.

The exchange keeps every byte's place: `dim_value: 640` and `dim_param: "h"` take three bytes each, so no length around
them changes.
Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto (TensorShapeProto.Dimension: dim_value = 1, dim_param = 2).
"""

from collections.abc import Iterable

_DIMENSION = b"\x0a\x03"
_SHORTEST, _LONGEST = 128, 16_383
"""Numbers that protobuf writes in two bytes, which a name of one letter takes too."""


def with_free_size(model: bytes, height: int, width: int, cells: Iterable[int]) -> bytes:
    """The same model with an input of any height and width.

    Args:
        height, width: pixels that the model was exported for, next to each other in its input's shape.
        cells: lengths of its outputs that follow from them: without a name each run would be warned about.

    Raises:
        ValueError: the model holds no such input, or more than one.
    """
    fixed = _length(height) + _length(width)
    if model.count(fixed) != 1:
        raise ValueError(f"expected one input of {width} x {height} pixels, found {model.count(fixed)}")
    model = model.replace(fixed, _name("h") + _name("w"))
    for number, cell in enumerate(cells):
        model = model.replace(_length(cell), _name(chr(ord("A") + number)))
    return model


def _length(number: int) -> bytes:
    if not _SHORTEST <= number <= _LONGEST:
        raise ValueError(f"expected a length of {_SHORTEST} to {_LONGEST}, got {number}")
    return _DIMENSION + bytes((0x08, number & 0x7F | 0x80, number >> 7))


def _name(letter: str) -> bytes:
    return _DIMENSION + b"\x12\x01" + letter.encode("ascii")
