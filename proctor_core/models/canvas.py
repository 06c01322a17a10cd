"""The sheet on which `model_conversion.py` draws the ONNX graph: what is drawn so far, and where each value lies on it.

TensorFlow works in NHWC, ONNX in NCHW: every value is kept as (ONNX name, perm, stored shape), where logical axis i is
stored axis perm[i]. A Transpose then only changes perm, and none of an image-sized tensor reaches the result.
"""

from dataclasses import dataclass

import numpy as np

from proctor_core.codes.model_faults import GraphFault
from proctor_core.errors import ModelUnavailable
from proctor_core.models.onnx import AttributeValue, OnnxNode, OnnxTensor
from proctor_core.models.tfjs import Array, TfjsNode

NHWC = (0, 2, 3, 1)
"""perm of a logical NHWC tensor that is stored NCHW."""


@dataclass(frozen=True, slots=True)
class Pad:
    """Padding that waits for its user: (before, after) for each stored axis, and the fill."""

    sizes: tuple[tuple[int, int], ...]
    fill: float


@dataclass(frozen=True, slots=True)
class Value:
    """A graph edge as it is stored in ONNX."""

    name: str
    perm: tuple[int, ...]
    shape: tuple[int, ...]
    pad: Pad | None = None


class Canvas:
    """`nodes` and `tensors` are the ONNX side as far as it is drawn, `constants` those of the TensorFlow graph."""

    def __init__(self, weights: dict[str, Array]) -> None:
        self.nodes: list[OnnxNode] = []
        self.tensors: list[OnnxTensor] = []
        self.constants = dict(weights)
        self._values: dict[str, Value] = {}

    def constant(self, node: TfjsNode, position: int) -> Array:
        name = node.inputs[position]
        if name not in self.constants:
            raise ModelUnavailable(GraphFault.NO_CONSTANT, position=position, node=node.name)
        return self.constants[name]

    def edge(self, name: str) -> Value:
        """The value of a graph edge; "node" means port 0 of the node."""
        edge = name if ":" in name else f"{name}:0"
        if edge not in self._values:
            raise ModelUnavailable(GraphFault.NO_EDGE, edge=edge)
        return self._values[edge]

    def unpadded(self, name: str) -> Value:
        value = self.edge(name)
        if value.pad is not None:
            raise ModelUnavailable(GraphFault.NOTHING_BEHIND_PAD, node=name)
        return value

    def input(self, node: TfjsNode, position: int) -> Value:
        return self.unpadded(node.inputs[position])

    def put(self, node: TfjsNode, value: Value, port: int = 0) -> None:
        self._values[f"{node.name}:{port}"] = value

    def stored(self, value: Value, perm: tuple[int, ...]) -> Value:
        """The value stored in the order `perm`."""
        if value.perm == perm:
            return value
        order = tuple(value.perm[perm.index(axis)] for axis in range(len(perm)))
        shape = tuple(value.shape[axis] for axis in order)
        return self.emit("Transpose", [value.name], shape, perm, (("perm", order),))

    def tensor(self, array: Array) -> str:
        self.tensors.append(OnnxTensor(f"c{len(self.tensors)}", np.ascontiguousarray(array)))
        return self.tensors[-1].name

    def emit(
        self,
        op: str,
        inputs: list[str],
        shape: tuple[int, ...],
        perm: tuple[int, ...],
        attributes: tuple[tuple[str, AttributeValue], ...] = (),
    ) -> Value:
        name = f"v{len(self.nodes)}"
        self.nodes.append(OnnxNode(op, tuple(inputs), (name,), attributes))
        return Value(name, perm, shape)
