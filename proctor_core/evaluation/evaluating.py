"""The command `evaluate`: labelled folders in, `report.json` and the accuracy card out."""

import json
from dataclasses import dataclass
from pathlib import Path

from proctor_core.checks.observer import DetectorFiles, Observer
from proctor_core.codes.evaluation_faults import EvaluationFault
from proctor_core.errors import InvalidInput
from proctor_core.evaluation.card import card
from proctor_core.evaluation.fitting import leave_sources_out
from proctor_core.evaluation.measurement import Plan, Say, measure
from proctor_core.evaluation.report import Json, report
from proctor_core.evaluation.versions import versions

BEGIN, END = "<!-- accuracy card: begin -->\n", "<!-- accuracy card: end -->\n"
"""What stands between them in a document is the card."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`fits`: also leave each source out of what a threshold could have been fitted to."""

    files: DetectorFiles
    plan: Plan
    fits: bool
    say: Say

    def run(self) -> Json:
        """Measure.

        Raises:
            InvalidInput: labels that can't be read.
        """
        measured = measure(Observer(self.files), self.plan, self.say)
        fits = leave_sources_out(measured.clips, self.plan.policy, self.say) if self.fits and measured.clips else []
        return report(measured, fits, versions(self.files, self.plan.policy))


def require_layout(folder: Path) -> None:
    """Pass a folder with labelled videos or with pictures by label.

    Raises:
        InvalidInput: it has neither.
    """
    has_videos = any((folder / "videos").glob("*.labels.csv"))
    if not has_videos and not any((folder / "images").glob("*/*")):
        raise InvalidInput(str(folder), EvaluationFault.NOT_LAID_OUT, path=str(folder))


def write(found: Json, out: Path) -> str:
    """`report.json` and `card.md` in the folder, which is made; returns the card."""
    out.mkdir(parents=True, exist_ok=True)
    words = card(found)
    (out / "report.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (out / "card.md").write_text(words, encoding="utf-8")
    return words


def put_into(document: Path, words: str) -> None:
    """Replace the card in a document.

    Raises:
        InvalidInput: the document has no place for it.
    """
    text = document.read_text(encoding="utf-8") if document.is_file() else ""
    before, found, rest = text.partition(BEGIN)
    if not found:
        raise InvalidInput(str(document), EvaluationFault.NO_PLACE, line=BEGIN.strip())
    document.write_text(before + BEGIN + words + END + rest.partition(END)[2], encoding="utf-8")
