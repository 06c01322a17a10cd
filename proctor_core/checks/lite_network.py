"""One of MediaPipe's networks in LiteRT, the runtime inside MediaPipe, on the calling thread."""

from typing import Any

import numpy as np
import numpy.typing as npt

from proctor_core.checks.quiet import silence_native_logs

silence_native_logs()
from ai_edge_litert.interpreter import Interpreter  # noqa: E402

Floats = npt.NDArray[np.float32]


class ForeignOperations(Exception):
    """The network has operations that only another runtime knows."""


class LiteNetwork:
    """No state between runs. Not for two threads at once.

    Attributes:
        side: pixels of its square input.

    Raises:
        ValueError: the content is no network.
        ForeignOperations: it is one, and LiteRT can't run it.
    """

    def __init__(self, content: bytes) -> None:
        self._interpreter: Any = Interpreter(model_content=content, num_threads=1)
        try:
            self._interpreter.allocate_tensors()
        except RuntimeError as error:
            raise ForeignOperations(str(error)) from error
        takes = self._interpreter.get_input_details()[0]
        self._input, self.side = takes["index"], int(takes["shape"][1])
        self._outputs = [gives["index"] for gives in self._interpreter.get_output_details()]

    def run(self, picture: Floats) -> tuple[Floats, ...]:
        """What it makes of a (side, side, 3) picture, in its own order."""
        self._interpreter.set_tensor(self._input, picture[None])
        self._interpreter.invoke()
        return tuple(self._interpreter.get_tensor(index)[0] for index in self._outputs)
