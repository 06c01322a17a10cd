"""A model is asked for through the proxy that the environment names, like everything else."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.model_server import running_model_server
from tests.support.program import ROOT

ASK = """
import sys
from pathlib import Path
from proctor_core.models.download import download
from proctor_core.errors import ModelUnavailable
try:
    download("http://models.invalid/blaze.tflite", Path(sys.argv[1]), 10, progress=print, timeout_s=5)
except ModelUnavailable as error:
    print(error)
"""


def test_a_download_goes_through_the_proxy(tmp_path: Path) -> None:
    with running_model_server() as proxy:
        done = subprocess.run(
            [sys.executable, "-c", ASK, tmp_path / "model"],
            cwd=ROOT,
            env={**os.environ, "http_proxy": f"http://127.0.0.1:{proxy.server_port}", "no_proxy": ""},
            text=True,
            capture_output=True,
            timeout=60,
            check=True,
        )
    assert proxy.asked == ["http://models.invalid/blaze.tflite"]
    assert "answered 404" in done.stdout
