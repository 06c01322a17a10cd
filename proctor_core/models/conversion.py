"""Turns NanoDet-g from the TensorFlow.js graph of its npm package into ONNX, without TensorFlow.

Last step of the package-index route to the phone detector: `model_npm.py` brings the two files, `model_tfjs.py` reads
them, `model_onnx.py` writes. A Pad waits for the convolution or pooling behind it and becomes its `pads`.
Only the operations of this one graph are known.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from proctor_core.codes.model_faults import GraphFault
from proctor_core.errors import ModelUnavailable
from proctor_core.models.canvas import NHWC, Canvas, Pad, Value
from proctor_core.models.onnx import OnnxGraph, OnnxNode, OnnxPort, encode_model
from proctor_core.models.tfjs import TfjsModel, TfjsNode, read_tfjs

NANODET_OUTPUTS = (
    ("Identity", "scores8"),
    ("Identity_1", "scores16"),
    ("Identity_2", "scores32"),
    ("Identity_3", "boxes8"),
    ("Identity_4", "boxes16"),
    ("Identity_5", "boxes32"),
)
"""The graph's outputs and the names they get: per stride, class scores [1, n, 80] and box bins [1, n, 44]."""


def convert_nanodet(model_json: bytes, weights: bytes) -> bytes:
    """The ONNX model; its input `image` is [1, 3, height, width] with height and width open.

    Raises:
        ModelUnavailable: the files hold another graph than that of @vladmandic/human 1.4.2.
    """
    return encode_model(convert_graph(read_tfjs(model_json, weights), NANODET_OUTPUTS))


def convert_graph(model: TfjsModel, outputs: tuple[tuple[str, str], ...]) -> OnnxGraph:
    """The part of the graph that the outputs need; `outputs` are (graph node, ONNX name)."""
    canvas = Canvas(model.weights)
    for node in model.nodes:
        if node.op not in _CONVERSIONS:
            raise ModelUnavailable(GraphFault.OTHER_OPERATION, operation=node.op)
        _CONVERSIONS[node.op](canvas, node)
    ports = tuple(_put_out(canvas, node, name) for node, name in outputs)
    nodes = _needed(canvas.nodes, {port.name for port in ports})
    used = {name for node in nodes for name in node.inputs}
    tensors = tuple(tensor for tensor in canvas.tensors if tensor.name in used)
    return OnnxGraph("tfjs", nodes, tensors, (OnnxPort("image", (1, 3, "height", "width")),), ports)


def _put_out(canvas: Canvas, node_name: str, name: str) -> OnnxPort:
    """Name a value [1, n, channels] as an output of the model; n stays open."""
    value = canvas.stored(canvas.edge(node_name), (0, 1, 2))
    canvas.nodes.append(OnnxNode("Identity", (value.name,), (name,)))
    return OnnxPort(name, (value.shape[0], None, value.shape[-1]))


def _needed(nodes: list[OnnxNode], wanted: set[str]) -> tuple[OnnxNode, ...]:
    kept: list[OnnxNode] = []
    for node in reversed(nodes):
        if wanted.intersection(node.outputs):
            kept.append(node)
            wanted = wanted.union(node.inputs)
    return tuple(reversed(kept))


def _place(canvas: Canvas, node: TfjsNode) -> None:
    canvas.put(node, Value("image", (0, 1, 2, 3), node.lengths()))


def _fill(canvas: Canvas, node: TfjsNode) -> None:
    """Shape arithmetic on constants; the sparse part is empty in this graph."""
    canvas.constants[node.name] = np.full(canvas.constant(node, 1), canvas.constant(node, 3))


def _pass_on(canvas: Canvas, node: TfjsNode) -> None:
    canvas.put(node, canvas.input(node, 0))


def _transpose(canvas: Canvas, node: TfjsNode) -> None:
    value = canvas.edge(node.inputs[0])
    perm = tuple(value.perm[axis] for axis in canvas.constant(node, 1).tolist())
    canvas.put(node, replace(value, perm=perm))


def _add(canvas: Canvas, node: TfjsNode) -> None:
    if all(name in canvas.constants for name in node.inputs):
        canvas.constants[node.name] = canvas.constant(node, 0) + canvas.constant(node, 1)
        return
    perm = next(canvas.edge(name).perm for name in node.inputs if name not in canvas.constants)
    terms = [_term(canvas, name, perm) for name in node.inputs]
    shape = tuple(max(lengths) for lengths in zip(*(term.shape for term in terms), strict=True))
    canvas.put(node, canvas.emit("Add", [term.name for term in terms], shape, perm))


def _term(canvas: Canvas, name: str, perm: tuple[int, ...]) -> Value:
    """A summand in the stored order `perm`; a constant is widened to as many axes."""
    if name not in canvas.constants:
        return canvas.stored(canvas.unpadded(name), perm)
    array = canvas.constants[name]
    wide = array.reshape((1,) * (len(perm) - array.ndim) + array.shape).transpose(np.argsort(perm))
    return Value(canvas.tensor(wide), perm, (1,) * len(perm))


def _convolve(canvas: Canvas, node: TfjsNode) -> None:
    weights = canvas.constant(node, 1)
    kernel, strides, dilations = weights.shape[:2], node.numbers("strides")[1:3], node.numbers("dilations")[1:3]
    value, pads = _window(canvas, node, takes_fill=lambda fill: fill == 0)
    filters = canvas.tensor(weights.transpose(3, 2, 0, 1))
    shape = (1, weights.shape[3], *_window_counts(value.shape[2:], pads, kernel, strides))
    attributes = (
        ("dilations", dilations),
        ("group", 1),
        ("kernel_shape", kernel),
        ("pads", pads),
        ("strides", strides),
    )
    canvas.put(node, canvas.emit("Conv", [value.name, filters], shape, NHWC, attributes))


def _pool(canvas: Canvas, node: TfjsNode) -> None:
    kernel, strides = node.numbers("ksize")[1:3], node.numbers("strides")[1:3]
    # ONNX pads a max pool with minus infinity, so a pad of very low numbers may become its `pads`.
    value, pads = _window(canvas, node, takes_fill=lambda fill: fill < -1e4)
    shape = (*value.shape[:2], *_window_counts(value.shape[2:], pads, kernel, strides))
    attributes = (("kernel_shape", kernel), ("pads", pads), ("strides", strides))
    canvas.put(node, canvas.emit("MaxPool", [value.name], shape, NHWC, attributes))


def _window(canvas: Canvas, node: TfjsNode, takes_fill: Callable[[float], bool]) -> tuple[Value, tuple[int, ...]]:
    """Input of a convolution or pooling, and the ONNX pads (top, left, bottom, right) that its waiting Pad becomes."""
    if node.text("padding") != "VALID":
        raise ModelUnavailable(GraphFault.OTHER_PADDING, node=node.name, padding=node.text("padding"))
    value = canvas.edge(node.inputs[0])
    if value.pad is None:
        return canvas.stored(value, NHWC), (0, 0, 0, 0)
    if value.perm != NHWC or not takes_fill(value.pad.fill):
        raise ModelUnavailable(GraphFault.OTHER_PAD, operation=node.op, node=node.name, pad=str(value.pad))
    (top, bottom), (left, right) = value.pad.sizes[2:]
    return replace(value, pad=None), (top, left, bottom, right)


def _activate(canvas: Canvas, node: TfjsNode) -> None:
    value = canvas.input(node, 0)
    attributes = (("alpha", node.number("alpha")),) if node.op == "LeakyRelu" else ()
    canvas.put(node, canvas.emit(node.op, [value.name], value.shape, value.perm, attributes))


def _pad(canvas: Canvas, node: TfjsNode) -> None:
    value = canvas.input(node, 0)
    fill = float(canvas.constant(node, 2)) if node.op == "PadV2" else 0.0
    sizes = canvas.constant(node, 1)[np.argsort(value.perm)]
    pad = Pad(tuple((int(before), int(after)) for before, after in sizes), fill) if np.any(sizes) else None
    canvas.put(node, replace(value, pad=pad))


def _resize(canvas: Canvas, node: TfjsNode) -> None:
    if not node.flag("half_pixel_centers") or node.flag("align_corners"):
        raise ModelUnavailable(GraphFault.OTHER_CENTRES, node=node.name)
    value = canvas.stored(canvas.input(node, 0), NHWC)
    height, width = (int(length) for length in canvas.constant(node, 1))
    scales = canvas.tensor(np.array([1, 1, height / value.shape[2], width / value.shape[3]], np.float32))
    attributes = (("coordinate_transformation_mode", "half_pixel"), ("mode", "linear"))
    shape = (*value.shape[:2], height, width)
    canvas.put(node, canvas.emit("Resize", [value.name, "", scales], shape, NHWC, attributes))


def _concatenate(canvas: Canvas, node: TfjsNode) -> None:
    perm = canvas.input(node, 0).perm
    values = [canvas.stored(canvas.unpadded(name), perm) for name in node.inputs[:-1]]
    axis = perm[int(canvas.constant(node, -1))]
    lengths = list(values[0].shape)
    lengths[axis] = sum(value.shape[axis] for value in values)
    names = [value.name for value in values]
    canvas.put(node, canvas.emit("Concat", names, tuple(lengths), perm, (("axis", axis),)))


def _split(canvas: Canvas, node: TfjsNode) -> None:
    value, sizes = canvas.input(node, 0), canvas.constant(node, 1).astype(np.int64)
    axis = value.perm[int(canvas.constant(node, 2))]
    names = tuple(f"v{len(canvas.nodes)}_{port}" for port in range(len(sizes)))
    inputs = (value.name, canvas.tensor(sizes))
    canvas.nodes.append(OnnxNode("Split", inputs, names, (("axis", axis),)))
    for port, (name, size) in enumerate(zip(names, sizes.tolist(), strict=True)):
        shape = (*value.shape[:axis], size, *value.shape[axis + 1 :])
        canvas.put(node, replace(value, name=name, shape=shape), port)


def _reshape(canvas: Canvas, node: TfjsNode) -> None:
    value = canvas.input(node, 0)
    value = canvas.stored(value, tuple(range(len(value.perm))))
    asked = canvas.constant(node, 1).astype(np.int64)
    shape = tuple(int(length) for length in np.empty(value.shape, np.bool_).reshape(asked).shape)
    inputs = [value.name, canvas.tensor(asked)]
    canvas.put(node, canvas.emit("Reshape", inputs, shape, tuple(range(len(shape)))))


def _window_counts(
    size: tuple[int, ...], pads: tuple[int, ...], kernel: tuple[int, ...], strides: tuple[int, ...]
) -> tuple[int, ...]:
    """Height and width behind a sliding window without dilation."""
    return tuple((size[i] + pads[i] + pads[i + 2] - kernel[i]) // strides[i] + 1 for i in (0, 1))


_CONVERSIONS: dict[str, Callable[[Canvas, TfjsNode], None]] = {
    "Add": _add,
    "AddV2": _add,
    "ConcatV2": _concatenate,
    "Conv2D": _convolve,
    "Identity": _pass_on,
    "LeakyRelu": _activate,
    "MaxPool": _pool,
    "Pad": _pad,
    "PadV2": _pad,
    "Placeholder": _place,
    "Reshape": _reshape,
    "ResizeBilinear": _resize,
    "Sigmoid": _activate,
    "SparseToDense": _fill,
    "SplitV": _split,
    "Transpose": _transpose,
}
