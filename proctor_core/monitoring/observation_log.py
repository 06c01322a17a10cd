"""The raw observations of one session in one columnar file, so that it can be judged again by another policy.

An Arrow stream of small compressed batches, each flushed: a killed process loses at most the batch it had not written.
A watch that goes on after a restart begins a file of its own.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.ipc as ipc

from proctor_core.domain.observation import Observation
from proctor_core.monitoring.observation_table import SCHEMA, from_batch, to_batch

BATCH = 20
"""Observations per batch: about 10 s at the calm cadence."""
COMPACT_LEVEL = 19
"""Of zstd: 20 minutes take 30 ms once, when the log is put into the media store."""


class ObservationLog:
    """Appends; not for two threads at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._waiting: list[Observation] = []
        self._file: BinaryIO | None = None
        self._writer: ipc.RecordBatchStreamWriter | None = None

    def append(self, observation: Observation) -> None:
        """Keep one observation; every `BATCH` of them the file grows."""
        self._waiting.append(observation)
        if len(self._waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting."""
        if not self._waiting:
            return
        if self._writer is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("wb")
            self._writer = ipc.new_stream(self._file, SCHEMA, options=ipc.IpcWriteOptions(compression="zstd"))
        self._writer.write_batch(to_batch(self._waiting))
        assert self._file is not None
        self._file.flush()
        self._waiting = []

    def close(self) -> None:
        """Write what is waiting and end the stream."""
        self.flush()
        if self._writer and self._file:
            self._writer.close()
            self._file.close()
        self._writer = self._file = None


def compacted(content: bytes) -> bytes:
    """The whole batches of a log as one batch: less than a fifth of it, since each small one repeats its header."""
    observations = list(read_observations(content))
    if not observations:
        return content
    sink = BytesIO()
    codec = pa.Codec("zstd", compression_level=COMPACT_LEVEL)
    with ipc.new_stream(sink, SCHEMA, options=ipc.IpcWriteOptions(compression=codec)) as stream:
        stream.write_batch(to_batch(observations))
    return sink.getvalue()


def read_observations(content: bytes) -> Iterator[Observation]:
    """Every observation of the whole batches in a log's bytes; a torn end is passed over."""
    try:
        for batch in ipc.open_stream(content):
            yield from from_batch(batch)
    except (pa.ArrowInvalid, EOFError, OSError):
        # The process died while writing: nothing whole can follow.
        return
