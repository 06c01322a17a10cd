"""Runs the process that opens an uploaded recording, hears its lines, and ends it when it is too slow or not wanted any more."""

import json
import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import proctor_core
from proctor_core.codes.recording_faults import RecordingFault
from proctor_core.codes.storage_faults import RoomFault
from proctor_core.domain.baseline import Baseline
from proctor_core.domain.failure import LONGEST_VALUE, Failure, failure, read_failure
from proctor_core.errors import InvalidInput, NoRoom

log = logging.getLogger(__name__)

ASKED_EVERY_S = 5.0
"""How often it is asked whether the work is still wanted; the lease is renewed by that."""
STALLED_S = 300.0
"""A decoder that says nothing for so long will not say anything any more."""
LAST_WORDS = 2000
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE")


# Between this process and its child, and nobody's sentence: they are no part of the tree in errors.py.
class Unfinished(Exception):
    """It did not come to its end; another try may."""

    def __init__(self, why: Failure) -> None:
        super().__init__(why.text)
        self.why = why


class TooSlow(Unfinished):
    """It took longer than it may."""


class Died(Unfinished):
    """The process ended in the middle."""


class NotWanted(Exception):
    """Whoever asked for it said that it is not wanted any more."""


@dataclass(frozen=True, slots=True)
class ChildTask:
    """What the process is to do with one file.

    Attributes:
        source, container: the file, and FFmpeg's name of the only demuxer that may open it.
        kind: `webm` or `mp4`: what it is written anew as.
        folder: where it may write, and all that it writes.
        rewrites, analyses: which of the two steps it does.
        baseline: the taker's own resting pose; None: the first `baseline_s` seconds teach it.
        models: where each of `checks.observer.DetectorFiles` lies.
    """

    source: Path
    container: str
    kind: str
    folder: Path
    size_bytes: int
    duration_s: float
    policy: Mapping[str, Any]
    baseline: Baseline | None
    baseline_s: float
    models: Mapping[str, str | None]
    rewrites: bool
    analyses: bool

    def to_json(self) -> bytes:
        """One line."""
        return json.dumps(asdict(self), default=str).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long it may take as a whole, in seconds."""

    whole_s: float
    stalled_s: float = STALLED_S
    asked_every_s: float = ASKED_EVERY_S


def lines_of(
    task: ChildTask, patience: Patience, is_wanted: Callable[[float], bool], ending: threading.Event
) -> Iterator[dict[str, Any]]:
    """Start the process and give its lines; `is_wanted` hears the part that is done (0 to 1). `ending` ends it within a second.

    Raises:
        InvalidInput: the file can't be used; the message says why.
        NoRoom: the disk is full.
        TooSlow, Died, NotWanted: it ended before its end.
    """
    with _started(task) as (process, lines):
        patient, done = _Patient(patience, is_wanted, ending), 0.0
        report: dict[str, Any] = {}
        while "done" not in report:
            patient.look(done)
            try:
                line = lines.get(timeout=min(0.5, patience.asked_every_s))
            except queue.Empty:
                continue  # it has said nothing yet: whether to go on waiting is asked above
            if line is None:
                raise Died(failure(RecordingFault.PROCESS_ENDED, status=process.wait()))
            report = json.loads(line)
            _raise_what_it_says(report)
            patient.heard_at = time.monotonic()
            done = min(1.0, float(report.get("t", 0.0)) / max(task.duration_s, 0.1)) or done
            yield report


class _Patient:
    """Asks whether the work is still wanted, and looks at the clock."""

    def __init__(self, patience: Patience, is_wanted: Callable[[float], bool], ending: threading.Event) -> None:
        self._patience, self._is_wanted, self._ending = patience, is_wanted, ending
        self._began = self.heard_at = time.monotonic()
        self._asked_at: float | None = None

    def look(self, done: float) -> None:
        now, patience = time.monotonic(), self._patience
        if self._ending.is_set():
            raise NotWanted("the worker ends")
        if self._asked_at is None or now - self._asked_at >= patience.asked_every_s:
            self._asked_at = now
            if not self._is_wanted(done):
                raise NotWanted("it is not wanted any more")
        if now - self._began > patience.whole_s or now - self.heard_at > patience.stalled_s:
            raise TooSlow(failure(RecordingFault.TOO_SLOW, seconds=now - self._began))


def _raise_what_it_says(line: Mapping[str, Any]) -> None:
    if "refused" in line:
        raise _refusal(read_failure(str(line["refused"])[:LONGEST_VALUE], line.get("codes")))
    if "no_room" in line:
        raise NoRoom(RoomFault.FULL)


def _refusal(why: Failure) -> InvalidInput:
    if len(why.causes) != 1:
        return InvalidInput("file", why.text)
    return InvalidInput("file", why.causes[0].code, **why.causes[0].values)


@contextmanager
def _started(task: ChildTask) -> Iterator[tuple[subprocess.Popen[bytes], "queue.Queue[bytes | None]"]]:
    words = task.folder / "words.log"
    with words.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "proctor_core.monitoring.recordings.recording_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            env=_environment(),
            # No terminal's Ctrl-C: whoever started it ends it.
            start_new_session=True,
        )
        lines: queue.Queue[bytes | None] = queue.Queue(maxsize=1000)
        reader = threading.Thread(target=_read, args=(process, lines), daemon=True)
        try:
            assert process.stdin is not None
            process.stdin.write(task.to_json())
            process.stdin.flush()
            reader.start()
            yield process, lines
        except Died:
            log.warning(
                "the process of a recording died: %s", words.read_bytes()[-LAST_WORDS:].decode(errors="replace")
            )
            raise
        finally:
            _end(process, lines, reader)


def _read(process: "subprocess.Popen[bytes]", lines: "queue.Queue[bytes | None]") -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line)
    lines.put(None)


def _end(process: "subprocess.Popen[bytes]", lines: "queue.Queue[bytes | None]", reader: threading.Thread) -> None:
    process.kill()
    process.wait()
    while reader.is_alive():
        try:
            lines.get(timeout=0.1)
        except queue.Empty:
            continue  # the reader is at its last line
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


def _environment() -> dict[str, str]:
    """Neither the database's address nor any key."""
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return {**inherited, "PYTHONPATH": str(Path(proctor_core.__file__).parents[1]), "PYTHONUNBUFFERED": "1"}
