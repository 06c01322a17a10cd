"""The files of a judgement under another policy: whole, or none of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from proctor_core.cli.new_file import new_file
from proctor_core.codes.policy_faults import TrialRefusal
from proctor_core.domain.rejudgement import SessionDifference
from proctor_core.errors import InvalidInput
from proctor_core.rejudging.report import ReportLines

SUMS, SESSIONS, VIOLATIONS = "report.json", "sessions.csv", "violations.csv"


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """Where there is no folder, nothing is written."""

    sums: BinaryIO | None = None
    lines: ReportLines | None = None

    def add(self, difference: SessionDifference) -> None:
        """The lines of one session."""
        if self.lines:
            self.lines.add(difference)

    def finish(self, sums: bytes) -> None:
        """All sessions were there."""
        if self.sums:
            self.sums.write(sums)


@contextmanager
def report_files(folder: Path | None) -> Iterator[ReportFiles]:
    """New files in the folder, which is made when it is missing; they go when they could not be finished.

    Raises:
        InvalidInput: the folder can't be made, or has such files already.
    """
    if folder is None:
        yield ReportFiles()
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput("out", TrialRefusal.FOLDER_NOT_MADE, path=str(folder), error=error.strerror or "") from error
    with (
        new_file(folder / SUMS) as sums,
        new_file(folder / SESSIONS) as sessions,
        new_file(folder / VIOLATIONS) as violations,
    ):
        yield ReportFiles(sums, ReportLines(sessions, violations))
