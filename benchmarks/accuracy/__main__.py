"""Command line: `python -m benchmarks.accuracy`; prints the tables, and with --write puts them into docs/accuracy.md."""

import argparse
import hashlib
import os
from dataclasses import replace
from pathlib import Path

from benchmarks.accuracy.measurement import Plan, measure
from benchmarks.accuracy.report import report
from proctor_core.checks.observer import DetectorFiles, Observer
from proctor_core.domain.policy import PROFILES, PolicyName
from proctor_core.models.manifest import find_models
from proctor_core.wiring import detectors

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "accuracy.md"
BEGIN, END = "<!-- measured on {}: begin -->\n", "<!-- measured on {}: end -->\n"
"""Around the tables of a set, by its folder's name."""


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    files = detector_files(arguments.models, with_second=not arguments.no_yunet, with_phone=not arguments.no_phone)
    plan = Plan(
        evaluation=arguments.evaluation,
        policy=PROFILES[PolicyName(arguments.policy)],
        rate_hz=arguments.rate,
        cache=arguments.cache,
        key=f"{checks_version()}|{files}",
        with_pictures=not arguments.no_pictures,
        is_live=arguments.live,
        bit_rate=arguments.bit_rate,
    )
    tables = report(measure(Observer(files), plan, lambda word: print(word, flush=True)))
    print(tables)
    if arguments.write:
        begin, end = (mark.format(arguments.evaluation.resolve().name) for mark in (BEGIN, END))
        before, found, rest = DOCUMENT.read_text(encoding="utf-8").partition(begin)
        if not found:
            raise SystemExit(f"{DOCUMENT} has no place for this set: expected {begin.strip()}")
        DOCUMENT.write_text(before + begin + tables + end + rest.partition(end)[2], encoding="utf-8")


def detector_files(models: Path, *, with_second: bool, with_phone: bool) -> DetectorFiles:
    """What fills each role in a folder: the official files, or those of the package index (docs/installing.md)."""
    files = detectors.detector_files(find_models(models, models))
    second = files.second_face_detector if with_second else None
    return replace(files, second_face_detector=second, phone_detector=files.phone_detector if with_phone else None)


def checks_version() -> str:
    """A hash of the checks' code, so that cached observations never outlive it."""
    files = [*sorted((ROOT / "proctor_core" / "checks").glob("*.py")), ROOT / "proctor_core/domain/observation.py"]
    code = b"".join(file.read_bytes() for file in files if not file.name.startswith("model"))
    return hashlib.sha256(code).hexdigest()[:16]


def _arguments() -> argparse.Namespace:
    shared = ROOT.parent / "shared"
    models = Path(os.environ.get("PROCTORING_MODELS_DIR") or shared / "models")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--evaluation",
        type=Path,
        default=shared / "evaluation",
        help="folder with videos and images: evaluation, evaluation-2",
    )
    parser.add_argument("--models", type=Path, default=models)
    parser.add_argument("--policy", default="standard", choices=[name.value for name in PROFILES])
    parser.add_argument("--rate", type=float, default=5.0, help="looks per second")
    parser.add_argument("--live", action="store_true", help="look when and how a live session looks")
    parser.add_argument(
        "--bit-rate", type=int, help="send the videos through VP8 with so many bits per second first (62000)"
    )
    parser.add_argument("--cache", type=Path, help="keep observations here; a folder outside the repository")
    parser.add_argument("--no-pictures", action="store_true", help="videos only")
    parser.add_argument("--no-yunet", action="store_true", help="as on a machine without the second face detector")
    parser.add_argument("--no-phone", action="store_true", help="as on a machine without the phone detector")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/accuracy.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
