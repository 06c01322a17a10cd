"""Small stand-ins for model files, and a server on 127.0.0.1 that gives them whole, cut off, wrong or not at all."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from proctor_core.codes.model_report import ModelPurpose
from proctor_core.models.file import ModelFile, ModelRole, OfficialAddress, Source

CONTENT = b"a model " * 40_000


def model_file(
    *sources: Source,
    role: ModelRole = ModelRole.FACE_DETECTOR,
    file_name: str = "tiny.tflite",
    content: bytes = CONTENT,
) -> ModelFile:
    """A line of a manifest for `content`."""
    sha256 = hashlib.sha256(content).hexdigest()
    return ModelFile(role, file_name, ModelPurpose.FACES, sha256, len(content), "none", sources)


class ModelServer(ThreadingHTTPServer):
    """Answers /whole, /half (the connection ends), /short, /long, /wrong and /silent (until the server stops); else 404."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: list[str] = []
        self.is_stopping = threading.Event()

    def address(self, name: str) -> OfficialAddress:
        """The source that gets this answer."""
        return OfficialAddress(f"http://127.0.0.1:{self.server_port}/{name}")


class _Answer(BaseHTTPRequestHandler):
    server: ModelServer

    def do_GET(self) -> None:
        name = self.path.strip("/")
        self.server.asked.append(name)
        bodies = {
            "whole": CONTENT,
            "half": CONTENT[: len(CONTENT) // 2],
            "short": CONTENT[:100],
            "long": CONTENT * 2,
            "wrong": CONTENT[::-1],
        }
        if name == "silent":
            self.server.is_stopping.wait(10)
        if name not in bodies:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT if name == "half" else bodies[name])))
        self.end_headers()
        try:
            self.wfile.write(bodies[name])
        except ConnectionError:
            # The client has read enough.
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the tests read `asked`."""


@contextmanager
def running_model_server() -> Iterator[ModelServer]:
    """A server that is stopped afterwards."""
    with ModelServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.is_stopping.set()
            server.shutdown()
            thread.join()
