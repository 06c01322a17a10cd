"""By which code and models a measurement was made."""

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from proctor_core.checks.observer import DetectorFiles
from proctor_core.domain.policy import Policy, policy_to_json, sha256_of_policy

PACKAGE = Path(__file__).resolve().parents[1]
RUNTIMES = ("mediapipe", "ai-edge-litert", "onnxruntime", "opencv-python", "av")


def versions(files: DetectorFiles, policy: Policy) -> Mapping[str, Any]:
    """For the report: policy, checks, the packages that run the models, and the SHA-256 of each model file by its role."""
    named = {name: getattr(files, name) for name in DetectorFiles.__dataclass_fields__}
    models = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in named.items() if path}
    packages = ", ".join(f"{name} {version(name)}" for name in RUNTIMES)
    stated = {
        "policy": f"{policy.key}, {sha256_of_policy(policy_to_json(policy))[:12]}",
        "checks": checks_sha256()[:12],
    }
    return {**stated, "packages": packages, "models": models}


def checks_sha256() -> str:
    """A hash of the checks' code, so that observations that were kept never outlive it."""
    files = [*sorted((PACKAGE / "checks").glob("*.py")), PACKAGE / "domain" / "observation.py"]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
