"""Reads a TensorFlow.js graph model, as npm packages carry it: model.json with the graph, a .bin with the weights.

The first step of `model_conversion.py`. Source: https://github.com/tensorflow/tfjs/tree/master/tfjs-converter (formats).
"""

import base64
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from proctor_core.codes.model_faults import GraphFault
from proctor_core.errors import ModelUnavailable

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class TfjsNode:
    """One operation; `inputs` are edges, "node" or "node:port". Attributes stay as the file has them, read by kind."""

    op: str
    name: str
    inputs: tuple[str, ...]
    attributes: dict[str, Any]

    def lengths(self) -> tuple[int, ...]:
        """The placeholder's shape."""
        return tuple(int(axis["size"]) for axis in self.attributes["shape"]["shape"]["dim"])

    def numbers(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers."""
        return tuple(int(number) for number in self.attributes[key]["list"]["i"])

    def number(self, key: str) -> float:
        """A single number."""
        return float(self.attributes[key]["f"])

    def text(self, key: str) -> str:
        """A word."""
        return base64.b64decode(self.attributes[key]["s"]).decode()

    def flag(self, key: str) -> bool:
        """Yes or no; what is not written is no."""
        return bool(self.attributes.get(key, {}).get("b", False))


@dataclass(frozen=True, slots=True, eq=False)
class TfjsModel:
    """Operations in an order in which they can run, and the constants they use."""

    nodes: tuple[TfjsNode, ...]
    weights: dict[str, Array]


def read_tfjs(model_json: bytes, weights: bytes) -> TfjsModel:
    """The graph and its weights; float16 storage is widened to float32.

    Raises:
        ModelUnavailable: the weights are shorter or longer than the graph says.
    """
    model = json.loads(model_json)
    nodes = tuple(
        TfjsNode(
            node["op"],
            node["name"],
            # "^node" only orders the work.
            tuple(edge for edge in node.get("input", ()) if not edge.startswith("^")),
            node.get("attr", {}),
        )
        for node in model["modelTopology"]["node"]
        if node["op"] != "Const"
    )
    entries = [entry for group in model["weightsManifest"] for entry in group["weights"]]
    return TfjsModel(nodes, _read_weights(entries, weights))


def _read_weights(entries: list[dict[str, Any]], content: bytes) -> dict[str, Array]:
    weights: dict[str, Array] = {}
    at = 0
    for entry in entries:
        stored = np.dtype(entry.get("quantization", entry)["dtype"])
        count = int(np.prod(entry["shape"]))
        if at + count * stored.itemsize > len(content):
            raise ModelUnavailable(GraphFault.NO_WEIGHTS, name=str(entry["name"]), at=at, size=len(content))
        array = np.frombuffer(content, stored, count, at)
        at += array.nbytes
        weights[entry["name"]] = array.astype(entry["dtype"]).reshape(entry["shape"])
    if at != len(content):
        raise ModelUnavailable(GraphFault.OTHER_WEIGHTS, at=at, size=len(content))
    return weights
