"""Clients for browsers as npm has them, fetched once into a cache that is not part of the repository."""

import shutil
import subprocess
from pathlib import Path

from tests.support.program import ROOT

TUS_JS_CLIENT = "tus-js-client@4.3.1"
UPPY = "uppy@6.0.1"
"""With @uppy/core 6.0.1, @uppy/tus 6.0.0 and tus-js-client 4.3.1 in one file for browsers."""
CACHE = ROOT / ".cache" / "npm"


class ClientMissing(Exception):
    """Node or the package can't be had here."""


def fetched(package: str) -> Path:
    """The folder `node_modules` that holds a package, such as `uppy@6.0.1`.

    Raises:
        ClientMissing: no Node, or it can't be fetched.
    """
    npm = shutil.which("npm")
    folder = CACHE / package
    if npm is None or shutil.which("node") is None:
        raise ClientMissing("no node and npm")
    if not (folder / "node_modules" / package.partition("@")[0]).is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--ignore-scripts", package]
        if subprocess.run(command, capture_output=True, timeout=120, check=False).returncode:
            raise ClientMissing(f"npm can't fetch {package}")
    return folder / "node_modules"
