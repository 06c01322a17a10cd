"""Assembles a FaceLandmarker bundle out of two models of the wheel of mediapipe 0.10.21.

Part of the package-index route to the face landmarker (`model_wheel.py` brings the parts). The wheel's landmark model
answers mesh and irises apart; FaceLandmarker wants one output of 478 points, so the operations that join them are
appended to its FlatBuffer. Equal parts give equal bytes, so that the finished bundle has one SHA-256.
Source: design.md, section 5; https://github.com/tensorflow/tensorflow/blob/master/tensorflow/lite/schema/schema.fbs
"""

import io
import struct
import zipfile
from typing import Any

import flatbuffers
import numpy as np

from proctor_core.codes.model_faults import GraphFault, ModelFault
from proctor_core.errors import ModelUnavailable

# tflite.BuiltinOperator
_CONCATENATION, _RESHAPE, _PAD = 2, 22, 34
_MESH_POINTS, _IRIS_POINTS = 468, 5
# The header id that Android's zipalign gives to padding before a stored member.
_ALIGNMENT_HEADER, _ALIGNMENT = 0xD935, 16


def assemble_bundle(detector: bytes, attention_landmarks: bytes) -> bytes:
    """The bundle (a `.task` file) as bytes.

    Args:
        detector: `face_detection_short_range.tflite`.
        attention_landmarks: `face_landmark_with_attention.tflite`.

    Raises:
        ModelUnavailable: mediapipe's FlatBuffer schema can't be loaded here, or the model has other outputs.
    """
    members = (
        ("face_detector.tflite", detector),
        ("face_landmarks_detector.tflite", join_landmarks(attention_landmarks)),
    )
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members:
            archive.writestr(_plain_member(name, offset=bundle.tell()), content)
    return bundle.getvalue()


def join_landmarks(attention_landmarks: bytes) -> bytes:
    """The landmark model with the outputs [landmarks (478, 3), face flag]; irises get z = 0."""
    drawing = _ModelDrawing(_schema(), attention_landmarks)
    paddings = drawing.add_tensor("iris_paddings", (2, 2), np.array([[0, 0], [0, 1]], np.int32))
    mesh = drawing.reshape("output_mesh_identity", (_MESH_POINTS, 3))
    irises = [
        drawing.pad(drawing.reshape(f"output_{side}_iris", (_IRIS_POINTS, 2)), paddings, (_IRIS_POINTS, 3))
        for side in ("left", "right")
    ]
    landmarks = drawing.concatenate("landmarks", [mesh, *irises], (_MESH_POINTS + 2 * _IRIS_POINTS, 3))
    return drawing.finish(outputs=[landmarks, drawing.find_tensor("conv_faceflag")])


def _schema() -> Any:
    try:
        from mediapipe.tasks.metadata import schema_py_generated
    except (ImportError, OSError) as error:
        # OSError: a shared library such as libEGL is not on this machine.
        raise ModelUnavailable(ModelFault.NO_ASSEMBLY, error=str(error)) from error
    return schema_py_generated


def _plain_member(name: str, offset: int) -> zipfile.ZipInfo:
    """A zip member that is the same on every machine, its content at a multiple of 16 bytes, as it is read in place."""
    member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    member.create_system = 3
    member.external_attr = 0o644 << 16
    # A local header is 30 bytes, the name and the extra field: (id, length of the rest, alignment), then zeros.
    fill = -(offset + 30 + len(name) + 6) % _ALIGNMENT
    member.extra = struct.pack("<HHH", _ALIGNMENT_HEADER, 2 + fill, _ALIGNMENT) + bytes(fill)
    return member


class _ModelDrawing:
    """A TensorFlow Lite model to which operations are appended; tensors are known by their index."""

    def __init__(self, schema: Any, content: bytes) -> None:
        self._schema = schema
        self._model = schema.ModelT.InitFromPackedBuf(content, 0)
        self._graph = self._model.subgraphs[0]

    def find_tensor(self, name: str) -> int:
        """Index of the tensor with this name."""
        for index, tensor in enumerate(self._graph.tensors):
            if tensor.name == name.encode():
                return index
        raise ModelUnavailable(GraphFault.NO_TENSOR, name=name)

    def add_tensor(self, name: str, shape: tuple[int, ...], constant: Any = None) -> int:
        """A new tensor: float32, or the int32 constant that is given."""
        kinds = self._schema.TensorType
        buffer, tensor = self._schema.BufferT(), self._schema.TensorT()
        if constant is not None:
            buffer.data = np.frombuffer(constant.astype("<i4").tobytes(), np.uint8)
        self._model.buffers.append(buffer)
        tensor.name, tensor.shape, tensor.buffer = name.encode(), list(shape), len(self._model.buffers) - 1
        tensor.type = kinds.FLOAT32 if constant is None else kinds.INT32
        self._graph.tensors.append(tensor)
        return len(self._graph.tensors) - 1

    def reshape(self, source: str, shape: tuple[int, ...]) -> int:
        """RESHAPE of the tensor with this name."""
        options = self._schema.ReshapeOptionsT()
        options.newShape = list(shape)
        target = self.add_tensor(f"{source}_points", shape)
        return self._append(_RESHAPE, [self.find_tensor(source)], target, options)

    def pad(self, source: int, paddings: int, shape: tuple[int, ...]) -> int:
        """PAD with zeros; `paddings` is a constant tensor (axes, 2)."""
        target = self.add_tensor(f"padded_{source}", shape)
        return self._append(_PAD, [source, paddings], target, self._schema.PadOptionsT())

    def concatenate(self, name: str, sources: list[int], shape: tuple[int, ...]) -> int:
        """CONCATENATION along the first axis."""
        options = self._schema.ConcatenationOptionsT()
        options.axis = 0
        return self._append(_CONCATENATION, sources, self.add_tensor(name, shape), options)

    def finish(self, outputs: list[int]) -> bytes:
        """The model with these outputs, as a FlatBuffer."""
        self._graph.outputs = outputs
        builder = flatbuffers.Builder(1 << 22)
        builder.Finish(self._model.Pack(builder), b"TFL3")
        return bytes(builder.Output())

    def _append(self, builtin: int, inputs: list[int], target: int, options: Any) -> int:
        operation = self._schema.OperatorT()
        operation.opcodeIndex = self._code_index(builtin)
        operation.inputs, operation.outputs = inputs, [target]
        # ReshapeOptionsT goes with BuiltinOptions.ReshapeOptions, and so on.
        kind = type(options).__name__.removesuffix("T")
        operation.builtinOptionsType = getattr(self._schema.BuiltinOptions, kind)
        operation.builtinOptions = options
        self._graph.operators.append(operation)
        return target

    def _code_index(self, builtin: int) -> int:
        codes = self._model.operatorCodes
        for index, code in enumerate(codes):
            if builtin in (code.builtinCode, code.deprecatedBuiltinCode):
                return index
        code = self._schema.OperatorCodeT()
        code.builtinCode, code.deprecatedBuiltinCode, code.version = builtin, builtin, 1
        codes.append(code)
        return len(codes) - 1
