"""One network on one thread: what each of the analysis pool's threads loads for itself."""

from pathlib import Path

import onnxruntime as ort

_ERRORS_ONLY = 3


def one_thread_session(model: Path | bytes) -> ort.InferenceSession:
    """A session on the processor that uses the calling thread alone. Models come here checked by their SHA-256."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    source = model if isinstance(model, bytes) else str(model)
    return ort.InferenceSession(source, options, providers=["CPUExecutionProvider"])
