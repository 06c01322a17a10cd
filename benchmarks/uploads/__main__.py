"""tus-js-client (npm, in Node) uploads a video over a line that is cut, while the server is killed and started again.

`python -m benchmarks.uploads [--mb 300] [--cuts 10]` prints what came, its SHA-256 and how much memory the server took for it.
"""

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

import av
import numpy as np

from benchmarks.heartbeats.__main__ import planted
from benchmarks.uploads.packages import TUS_JS_CLIENT, fetched
from db.engine import open_engine, transaction
from db.tables import Consent
from proctor_core.domain.consent import Purpose
from tests.e2e.cable import cable_to
from tests.support.processes import Process, wait_until
from tests.support.program import ROOT, RunningProgram, is_healthy, running_program


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an upload. `grown_mb`: the server's largest resident memory above that of the idle program."""

    size_bytes: int
    is_right: bool
    cuts: int
    seconds: float
    grown_mb: float

    def in_words(self) -> str:
        """One line."""
        right = "right" if self.is_right else "WRONG"
        return (
            f"{self.size_bytes / 1e6:.0f} MB, {self.cuts} cuts and a restart, {self.seconds:.0f} s: "
            f"SHA-256 {right}, server memory grew by {self.grown_mb:.1f} MB"
        )


def main() -> None:
    """Measure once."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--mb", type=int, default=300)
    asked.add_argument("--cuts", type=int, default=10)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(measure(Path(folder), given.mb, given.cuts).in_words())


def measure(folder: Path, megabytes: int, cuts: int) -> Outcome:
    """Upload `megabytes` over a line that is cut `cuts` times, with a kill of the server in the middle.

    Raises:
        ClientMissing: no Node, or no package.
    """
    modules = fetched(TUS_JS_CLIENT)
    file = folder / "recording.webm"
    write_video(file, megabytes << 20)
    with running_program(folder, {"DEMO": "false"}) as program:
        sender = recorded_taker(program)
        return _Run(program, modules, file, *sender).upload(cuts)


def write_video(file: Path, size: int) -> None:
    """A WebM of about `size` bytes: one noisy key frame, again and again."""
    noise = np.random.default_rng(1).integers(0, 255, (720, 1280, 3), np.uint8)
    with av.open(str(file), "w", format="webm") as container:
        stream: Any = container.add_stream("libvpx", rate=10, options={"crf": "4", "b": "200M", "deadline": "realtime"})
        stream.width, stream.height, stream.pix_fmt = 1280, 720, "yuv420p"
        packets = stream.encode(av.VideoFrame.from_ndarray(noise, format="rgb24")) + stream.encode()
        content = bytes(packets[0])
        for number in range(max(2, size // len(content))):
            packet = av.Packet(content)
            packet.stream, packet.time_base = stream, Fraction(1, 10)
            packet.pts = packet.dts = number
            packet.is_keyframe = True
            container.mux(packet)


def recorded_taker(program: RunningProgram) -> tuple[str, str]:
    """(session, token) of a taker who agreed to a recording."""
    url = f"sqlite:///{program.data_dir / 'proctor.db'}"
    (sender,) = planted(url, 1)
    engine = open_engine(url)
    with transaction(engine) as db:
        said = {"text_version": "1", "text_sha256": "0" * 64, "is_given": True, "given_at": datetime.now(UTC)}
        db.add(Consent(session_id=UUID(sender.session_id), purpose=Purpose.RECORDING, **said))
    engine.dispose()
    return sender.session_id, sender.token


class _Run:
    def __init__(self, program: RunningProgram, modules: Path, file: Path, session_id: str, token: str) -> None:
        self._program, self._modules, self._file = program, modules, file
        self._session_id, self._token = session_id, token
        self._port = int(program.url.rpartition(":")[2])
        self._server: Process = program.process
        self._cuts = 0
        self._grown_kb, self._base_kb = 0, _settled_kb(program.process.pid)

    def upload(self, cuts: int) -> Outcome:
        began = time.monotonic()
        over = threading.Event()
        sampler = threading.Thread(target=self._sample, args=(over,))
        sampler.start()
        try:
            address = self._send(cuts)
            status = self._status(address)
        finally:
            over.set()
            sampler.join()
            if self._server is not self._program.process:
                self._server.kill()
                self._server.wait()
        with self._file.open("rb") as file:
            expected = hashlib.file_digest(file, "sha256").hexdigest()
        size = self._file.stat().st_size
        is_right = (status["sha256"], status["offset"]) == (expected, size)
        return Outcome(size, is_right, self._cuts, time.monotonic() - began, self._grown_kb / 1024)

    def _send(self, cuts: int) -> str:
        with cable_to(self._program.url) as cable:
            endpoint = f"{cable.url}/api/proctor/upload-recording/"
            command = ["node", str(Path(__file__).with_name("send.cjs")), endpoint, self._token, self._session_id]
            environment = {**os.environ, "NODE_PATH": str(self._modules)}
            client = subprocess.Popen([*command, str(self._file)], stdout=subprocess.PIPE, env=environment)
            size, chance = self._file.stat().st_size, random.Random(7)
            marks = sorted(chance.uniform(0.05, 0.9) for _ in range(cuts))
            for number, share in enumerate(marks):
                self._wait_for(share * size, client)
                if client.poll() is not None:
                    break
                cable.lead_to(self._program.url)
                self._cuts += 1
                if number == cuts // 2:
                    self._restart()
            printed, _ = client.communicate(timeout=600)
            assert client.returncode == 0, "the client gave up"
        return printed.decode().strip().rpartition("/upload-recording/")[2]

    def _wait_for(self, size: float, client: Process) -> None:
        folder = self._program.data_dir / "uploads"
        wait_until(
            lambda: client.poll() is not None or sum(f.stat().st_size for f in folder.rglob("*.part")) >= size,
            f"{size:.0f} bytes at the server",
            timeout_s=300,
            every_s=0.01,
        )

    def _restart(self) -> None:
        os.killpg(self._server.pid, signal.SIGKILL)
        self._server.wait()
        command = [sys.executable, "-m", "proctor_core", "serve"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._server = subprocess.Popen(
            command, cwd=ROOT, env=dict(self._program.environment), start_new_session=True, **quiet
        )
        wait_until(lambda: is_healthy(self._port), "a healthy program", timeout_s=60)

    def _status(self, upload: str) -> dict[str, Any]:
        url = f"{self._program.url}/api/proctor/upload-recording/{upload}"
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {self._token}"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def _sample(self, ended: threading.Event) -> None:
        while not ended.wait(0.05):
            base, now = self._base_kb, _resident_kb(self._server.pid)
            if now and base:
                self._grown_kb = max(self._grown_kb, now - base)


def _settled_kb(pid: int) -> int:
    """Once the program has loaded what it loads after it answers: the same for two seconds. The restarted one loads the same."""
    before, since = 0, time.monotonic()
    while time.monotonic() - since < 2:
        now = _resident_kb(pid)
        if now > before + 1024:
            before, since = now, time.monotonic()
        time.sleep(0.1)
    return max(before, _resident_kb(pid))


def _resident_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


if __name__ == "__main__":
    main()
