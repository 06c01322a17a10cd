"""The raw observations of one session in one columnar file, so that it can be judged again by another policy.

An Arrow stream of small compressed batches, each flushed: a killed process loses at most the batch it had not written.
Monitoring that goes on after a restart begins a file of its own.
"""

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.ipc as ipc

from proctor_core.domain.observation import Observation
from proctor_core.monitoring.monitors.observation_table import SCHEMA, Batch, from_batch, to_batch

log = logging.getLogger(__name__)

BATCH = 20
"""Observations per batch: about 10 s at the calm cadence."""
MOST_UNWRITTEN_BYTES = 2_000_000
"""What a session keeps in memory while the disk takes nothing: over an hour of observations. Later ones are not kept."""
COMPACT_LEVEL = 12
"""Of zstd: 20 minutes become 82 kB in 66 ms of processor, once; level 19 took 104 ms for 81 kB, level 9 made 91 kB of it."""
_PART = re.compile(r"(\d{12})-[0-9a-f]+\.arrows")


class ObservationLog:
    """Appends; not for two threads at once. A full disk costs nobody the checks: what can't be written waits for the next try."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._waiting: list[Observation] = []
        self._stream: ipc.RecordBatchStreamWriter | None = None
        self._unwritten = BytesIO()
        self._written_bytes = 0

    @classmethod
    def beginning(cls, folder: Path, begins_s: float) -> "ObservationLog":
        """A new part of the log of a session, which begins at this second; parts sort by their names."""
        return cls(folder / f"{round(begins_s * 1000):012d}-{uuid4().hex[:8]}.arrows")

    def append(self, observation: Observation) -> None:
        """Keep one observation; every `BATCH` of them the file grows."""
        self._waiting.append(observation)
        if len(self._waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting, or as much as is kept when it can't be written now."""
        if self._waiting and self._unwritten.tell() < MOST_UNWRITTEN_BYTES:
            if self._stream is None:
                self._stream = ipc.new_stream(self._unwritten, SCHEMA, options=ipc.IpcWriteOptions(compression="zstd"))
            self._stream.write_batch(to_batch(self._waiting))
        self._waiting = []
        self._write_out()

    def close(self) -> None:
        """Write what is waiting and end the stream."""
        self.flush()
        if self._stream:
            self._stream.close()
            self._stream = None
            self._write_out()

    def _write_out(self) -> None:
        content = self._unwritten.getvalue()
        if not content:
            return
        try:
            self._add_to_file(content)
        except FileNotFoundError:
            log.info("the observation log %s is gone, as after an erasure", self.path.name)
        except OSError as error:
            log.warning("%d bytes of the observation log %s wait: %s", len(content), self.path.name, error.strerror)
            return
        self._unwritten.seek(0)
        self._unwritten.truncate()

    def _add_to_file(self, content: bytes) -> None:
        """From the end of what was written whole, so that a write which failed half-way leaves nothing torn in the middle."""
        if not self._written_bytes:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("r+b" if self._written_bytes else "wb") as file:
            file.seek(self._written_bytes)
            file.truncate()
            file.write(content)
        self._written_bytes += len(content)


def begins_at(name: str) -> float | None:
    """The second of the session at which the part with this file name begins; None for a name that says none."""
    named = _PART.fullmatch(name)
    return int(named[1]) / 1000 if named else None


def compacted(content: bytes) -> bytes:
    """The whole batches of a log as one batch: less than a fifth of it, since each small one repeats its header."""
    batches = list(whole_batches(content))
    if not batches:
        return content
    table = pa.Table.from_batches(batches).combine_chunks()
    sink = BytesIO()
    codec = pa.Codec("zstd", compression_level=COMPACT_LEVEL)
    with ipc.new_stream(sink, table.schema, options=ipc.IpcWriteOptions(compression=codec)) as stream:
        stream.write_table(table)
    return sink.getvalue()


def read_observations(content: bytes) -> Iterator[Observation]:
    """Every observation of the whole batches in a log's bytes; a torn end is passed over."""
    for batch in whole_batches(content):
        yield from from_batch(batch)


def whole_batches(content: bytes) -> Iterator[Batch]:
    """The batches of a log's bytes; a torn end is passed over."""
    try:
        yield from ipc.open_stream(content)
    except (pa.ArrowInvalid, EOFError, OSError):
        # The process died while writing: nothing whole can follow.
        return
