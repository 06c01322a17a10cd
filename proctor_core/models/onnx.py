"""Writes an ONNX model as bytes: the few protobuf messages that the phone detector needs, and no library for them.

The last step of `model_conversion.py`. Equal graphs give equal bytes, so that the finished file has one SHA-256.
Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto (field numbers), https://protobuf.dev/programming-guides/encoding
"""

import struct
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

AttributeValue = int | float | str | tuple[int, ...]

_IR_VERSION = 8
_OPSET = 13
# onnx.TensorProto.DataType
_FLOAT, _INT64 = 1, 7
_DATA_TYPES = {"float32": _FLOAT, "int64": _INT64}
# Protobuf wire types.
_VARINT, _LENGTH, _FIXED32 = 0, 2, 5


@dataclass(frozen=True, slots=True)
class OnnxNode:
    """One operation; `attributes` are written in the order of their names."""

    op: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attributes: tuple[tuple[str, AttributeValue], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class OnnxTensor:
    """A constant: float32 or int64."""

    name: str
    array: npt.NDArray[np.generic]


@dataclass(frozen=True, slots=True)
class OnnxPort:
    """A float32 input or output; a length is a number, a name (the same name is the same length), or None for open."""

    name: str
    shape: tuple[int | str | None, ...]


@dataclass(frozen=True, slots=True)
class OnnxGraph:
    """Operations in an order in which they can run."""

    name: str
    nodes: tuple[OnnxNode, ...]
    tensors: tuple[OnnxTensor, ...]
    inputs: tuple[OnnxPort, ...]
    outputs: tuple[OnnxPort, ...]


def encode_model(graph: OnnxGraph) -> bytes:
    """The graph as a ModelProto of opset 13."""
    opset = _text(1, "") + _number(2, _OPSET)
    return _number(1, _IR_VERSION) + _bytes(7, _encode_graph(graph)) + _bytes(8, opset)


def _encode_graph(graph: OnnxGraph) -> bytes:
    return b"".join(
        (
            *(_bytes(1, _encode_node(node)) for node in graph.nodes),
            _text(2, graph.name),
            *(_bytes(5, _encode_tensor(tensor)) for tensor in graph.tensors),
            *(_bytes(11, _encode_port(port)) for port in graph.inputs),
            *(_bytes(12, _encode_port(port)) for port in graph.outputs),
        )
    )


def _encode_node(node: OnnxNode) -> bytes:
    return b"".join(
        (
            *(_text(1, name) for name in node.inputs),
            *(_text(2, name) for name in node.outputs),
            _text(4, node.op),
            *(_bytes(5, _encode_attribute(name, value)) for name, value in sorted(node.attributes)),
        )
    )


def _encode_attribute(name: str, value: AttributeValue) -> bytes:
    # The last field is onnx.AttributeProto.AttributeType.
    match value:
        case int():
            content = _number(3, value) + _number(20, 2)
        case float():
            content = _tag(2, _FIXED32) + struct.pack("<f", value) + _number(20, 1)
        case str():
            content = _text(4, value) + _number(20, 3)
        case tuple():
            content = b"".join(_number(8, item) for item in value) + _number(20, 7)
    return _text(1, name) + content


def _encode_tensor(tensor: OnnxTensor) -> bytes:
    little_endian = tensor.array.astype(tensor.array.dtype.newbyteorder("<"))
    return b"".join(
        (
            *(_number(1, length) for length in tensor.array.shape),
            _number(2, _DATA_TYPES[tensor.array.dtype.name]),
            _text(8, tensor.name),
            _bytes(9, little_endian.tobytes()),
        )
    )


def _encode_port(port: OnnxPort) -> bytes:
    shape = b"".join(_bytes(1, _encode_length(length)) for length in port.shape)
    tensor_type = _number(1, _FLOAT) + _bytes(2, shape)
    return _text(1, port.name) + _bytes(2, _bytes(1, tensor_type))


def _encode_length(length: int | str | None) -> bytes:
    match length:
        case None:
            return b""
        case int():
            return _number(1, length)
        case str():
            return _text(2, length)


def _tag(field: int, wire_type: int) -> bytes:
    return _varint(field << 3 | wire_type)


def _number(field: int, value: int) -> bytes:
    return _tag(field, _VARINT) + _varint(value)


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _bytes(field: int, value: bytes) -> bytes:
    return _tag(field, _LENGTH) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    """Seven bits a byte, lowest first; negative numbers don't occur in these graphs."""
    if value < 0:
        raise ValueError(f"expected a number of 0 or more, got {value}")
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append(value & 0x7F)
    return bytes(group | 0x80 for group in groups[:-1]) + bytes(groups[-1:])
