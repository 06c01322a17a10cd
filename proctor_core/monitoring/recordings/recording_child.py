"""The process that opens an uploaded recording: writes it anew without sound, then looks at it as `analyze` does.

Of its own, so that a file which harms a decoder harms no session, that it can be ended at any moment, and that it waits for
everybody else: it runs at the lowest priority. It knows no database and no key; `recording_process` is the caller's side.
One JSON line comes in by standard input, which then stays open: when it ends, the caller has died, and so does this.
"""

import json
import os
import resource
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

LOWEST_PRIORITY = 19
REPORTED_EVERY_S = 2.0
"""Seconds of the recording between two reports of how far it is."""
SNAPSHOT = "{number}-{kind}.jpg"
THUMBNAILS = "thumbnails.jpg"
_ROOM = 64 << 20


class _Report:
    """Hears the analysis and tells it on, line by line; pictures go into the folder."""

    def __init__(self, out: BinaryIO, folder: Path, duration_s: float) -> None:
        from proctor_core.monitoring.recordings.thumbnails import Thumbnails

        self._out, self._folder = out, folder
        self._thumbnails = Thumbnails(duration_s)
        self._next_s = 0.0
        self._violations = 0
        self.looks = 0
        self.unread = 0

    def say(self, **what: Any) -> None:
        self._out.write(json.dumps(what).encode() + b"\n")
        self._out.flush()

    def observed(self, observation: Any, picture: Any) -> None:
        self.looks += 1
        self._thumbnails.look(observation.t_s, picture)
        if observation.t_s >= self._next_s:
            self._next_s = observation.t_s + REPORTED_EVERY_S
            self.say(t=observation.t_s)

    def alleged(self, found: Any) -> None:
        pictures: list[dict[str, Any]] = []
        for snapshot in found.snapshots:
            name = SNAPSHOT.format(number=self._violations, kind=snapshot.kind)
            (self._folder / name).write_bytes(snapshot.jpeg)
            faces = None if snapshot.faces is None else [[f.left, f.top, f.width, f.height] for f in snapshot.faces]
            shape = {"width": snapshot.width, "height": snapshot.height, "facts": asdict(snapshot.facts)}
            pictures.append({"kind": snapshot.kind, "taken_s": snapshot.taken_s, **shape, "faces": faces})
        self._violations += 1
        self.say(violation=asdict(found.violation), pictures=pictures)

    def signalled(self, signal: Any) -> None:
        self.say(signal=asdict(signal))

    def done(self) -> None:
        self._thumbnails.write(self._folder / THUMBNAILS)
        self.say(done=self.looks, unread=self.unread)


def _run(task: dict[str, Any], out: BinaryIO) -> None:
    from proctor_core.domain.failure import codes_of, failure_by
    from proctor_core.errors import InvalidInput
    from proctor_core.media.silent_video import NO_ROOM, write_silent

    folder, duration_s = Path(task["folder"]), float(task["duration_s"])
    report = _Report(out, folder, duration_s)
    try:
        source = Path(task["source"])
        if task["rewrites"]:
            silent = folder / f"silent.{task['kind']}"
            write_silent(source, task["container"], silent, task["kind"], lambda: report.say(alive=True))
            report.say(rewritten=silent.name)
            source = silent
        if task["analyses"]:
            _analyse(task, source, report)
        report.done()
    except InvalidInput as error:
        report.say(refused=error.message, codes=codes_of(failure_by(error)))
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        report.say(no_room=True)


def _analyse(task: dict[str, Any], source: Path, report: _Report) -> None:
    from proctor_core.checks.observer import DetectorFiles, Observer
    from proctor_core.domain.baseline import Baseline
    from proctor_core.domain.policy import policy_from_json
    from proctor_core.monitoring.recordings.recording_analysis import (
        LOOKS_PER_SECOND,
        analyse_recording,
        observe_frames,
    )
    from proctor_core.monitoring.recordings.video_file import VideoFile

    files = DetectorFiles(**{name: Path(path) if path else None for name, path in task["models"].items()})  # pyright: ignore[reportArgumentType]
    baseline = Baseline(**task["baseline"]) if task["baseline"] else None
    # It was written anew without its sound: on its clock the recording begins at 0, and ends when the sound did.
    video, ends_s = VideoFile(source, begins_s=0.0), float(task["duration_s"])
    looks = observe_frames(Observer(files), video.frames(LOOKS_PER_SECOND))
    policy = policy_from_json(task["policy"])
    analyse_recording(looks, policy, report, task["baseline_s"], baseline, lambda: ends_s)
    report.unread = video.unread


def _limit(largest_file: int) -> None:
    os.nice(LOWEST_PRIORITY)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file + _ROOM, largest_file + _ROOM))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with_the_caller() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def main() -> None:
    """Do the task that comes by standard input."""
    # What libraries print must not get between the lines.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    task: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_the_caller, daemon=True).start()
    _limit(int(task["size_bytes"]))
    _run(task, out)
    out.flush()
    # At once: the thread above still reads.
    os._exit(0)


if __name__ == "__main__":
    main()
