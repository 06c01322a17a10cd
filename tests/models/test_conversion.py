"""A TensorFlow.js graph becomes an ONNX model that computes the same."""

import base64
import json
from typing import Any

import numpy as np
import onnxruntime
import pytest

from proctor_core.errors import ModelUnavailable
from proctor_core.models.conversion import convert_graph
from proctor_core.models.onnx import OnnxGraph, OnnxNode, OnnxPort, OnnxTensor, encode_model
from proctor_core.models.tfjs import read_tfjs

RNG = np.random.default_rng(7)
KERNEL = RNG.normal(size=(3, 3, 3, 4)).astype(np.float16)
BIAS = RNG.normal(size=(4,)).astype(np.float16)


def text(word: str) -> dict[str, str]:
    return {"s": base64.b64encode(word.encode()).decode()}


def whole(*numbers: int) -> dict[str, Any]:
    return {"list": {"i": [str(number) for number in numbers]}}


def node(op: str, name: str, *inputs: str, **attributes: Any) -> dict[str, Any]:
    return {"op": op, "name": name, "input": list(inputs), "attr": attributes}


def small_graph(*tail: dict[str, Any]) -> tuple[bytes, bytes]:
    """image [1, 3, 4, 4] -> zero pad -> NHWC -> convolution -> + bias -> [1, 16, 4], then `tail`."""
    constants = {
        "kernel": KERNEL,
        "bias": BIAS,
        "pads": np.array([[0, 0], [0, 0], [1, 1], [1, 1]], np.int32),
        "to_nhwc": np.array([0, 2, 3, 1], np.int32),
        "shape": np.array([1, -1, 4], np.int32),
    }
    ones = whole(1, 1, 1, 1)
    size = {"shape": {"dim": [{"size": str(length)} for length in (1, 3, 4, 4)]}}
    graph = [
        *(node("Const", name) for name in constants),
        node("Placeholder", "image_in", shape=size),
        node("Pad", "padded", "image_in", "pads"),
        node("Transpose", "nhwc", "padded", "to_nhwc"),
        node("Conv2D", "conv", "nhwc", "kernel", "^pads", strides=ones, dilations=ones, padding=text("VALID")),
        node("Add", "sum", "conv", "bias"),
        node("Reshape", "rows", "sum", "shape"),
        node("Identity", "out", "rows"),
        *tail,
    ]
    weights = [
        {"name": name, "shape": list(array.shape), "dtype": "int32"}
        if array.dtype == np.int32
        else {"name": name, "shape": list(array.shape), "dtype": "float32", "quantization": {"dtype": "float16"}}
        for name, array in constants.items()
    ]
    model = {"modelTopology": {"node": graph}, "weightsManifest": [{"paths": ["w.bin"], "weights": weights}]}
    return json.dumps(model).encode(), b"".join(array.tobytes() for array in constants.values())


def run(model: bytes, **inputs: np.ndarray) -> list[np.ndarray]:
    return onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"]).run(None, inputs)


def test_the_onnx_model_computes_what_the_tensorflow_graph_says() -> None:
    image = RNG.normal(size=(1, 3, 4, 4)).astype(np.float32)
    model = encode_model(convert_graph(read_tfjs(*small_graph()), (("out", "rows"),)))
    padded = np.pad(image[0].transpose(1, 2, 0), ((1, 1), (1, 1), (0, 0)))
    windows = [padded[row : row + 3, column : column + 3] for row in range(4) for column in range(4)]
    expected = [np.tensordot(window, KERNEL.astype(np.float32), 3) + BIAS for window in windows]
    (rows,) = run(model, image=image)
    assert rows.shape == (1, 16, 4)
    np.testing.assert_allclose(rows[0], expected, atol=1e-4)


def test_height_and_width_are_open() -> None:
    model = encode_model(convert_graph(read_tfjs(*small_graph()), (("out", "rows"),)))
    (rows,) = run(model, image=np.zeros((1, 3, 8, 6), np.float32))
    assert rows.shape == (1, 48, 4)


def test_what_no_output_needs_is_left_out() -> None:
    graph = convert_graph(read_tfjs(*small_graph(node("Sigmoid", "unused", "rows"))), (("out", "rows"),))
    assert "Sigmoid" not in {operation.op for operation in graph.nodes}
    assert "Pad" not in {operation.op for operation in graph.nodes}


@pytest.mark.parametrize(
    ("tail", "reason"),
    [
        (node("Softmax", "x", "rows"), "found the operation Softmax"),
        (node("Sigmoid", "x", "padded"), "behind the pad"),
        (node("Sigmoid", "x", "nobody"), "has the value nobody:0"),
    ],
)
def test_another_graph_is_refused_with_what_was_found(tail: dict[str, Any], reason: str) -> None:
    with pytest.raises(ModelUnavailable, match=reason):
        convert_graph(read_tfjs(*small_graph(tail)), (("out", "rows"),))


@pytest.mark.parametrize("change", [lambda weights: weights[:-2], lambda weights: weights + b"more"])
def test_weights_of_another_length_are_refused(change: Any) -> None:
    model_json, weights = small_graph()
    with pytest.raises(ModelUnavailable, match="the file has"):
        read_tfjs(model_json, change(weights))


def test_equal_graphs_give_equal_bytes() -> None:
    graph = convert_graph(read_tfjs(*small_graph()), (("out", "rows"),))
    again = convert_graph(read_tfjs(*small_graph()), (("out", "rows"),))
    assert encode_model(graph) == encode_model(again)


def test_every_kind_of_attribute_reaches_the_runtime() -> None:
    nodes = (
        OnnxNode("LeakyRelu", ("x",), ("leaky",), (("alpha", 0.5),)),
        OnnxNode("Concat", ("leaky", "x"), ("both",), (("axis", 1),)),
        OnnxNode("Resize", ("both", "", "scales"), ("wide",), (("mode", "nearest"),)),
        OnnxNode("Transpose", ("wide",), ("y",), (("perm", (0, 1, 3, 2)),)),
    )
    scales = OnnxTensor("scales", np.array([1, 1, 1, 300], np.float32))
    graph = OnnxGraph("g", nodes, (scales,), (OnnxPort("x", (1, 1, 1, None)),), (OnnxPort("y", (1, 2, None, 1)),))
    (y,) = run(encode_model(graph), x=np.full((1, 1, 1, 1), -2, np.float32))
    assert y.shape == (1, 2, 300, 1)
    assert y[0, :, 0, 0].tolist() == [-1, -2]
