"""How long what the monitoring left is kept, by what became of the session."""

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import CodedMessage, message
from proctor_core.codes.planned_fates import PlannedFate


@dataclass(frozen=True, slots=True)
class RetentionTimes:
    """Counted from when the session was handed in or ended.

    Attributes:
        passed, rejected: pictures and measurements go; answers, decision and its history stay until somebody erases them.
        unfinished: unseen for so long, a begun session expires; so long after that everything of it goes, with the answers.
        appeal: after the decision a rejected session stays so long, since its taker may still object.
        sign_ins: after they ended, sign-ins and links to set a password go.
        audit: after it was written, a line of the audit log keeps what was done when, and no more by whom and to whom.
    """

    passed: timedelta = timedelta(days=30)
    rejected: timedelta = timedelta(days=90)
    unfinished: timedelta = timedelta(days=7)
    appeal: timedelta = timedelta(days=14)
    sign_ins: timedelta = timedelta(days=30)
    audit: timedelta = timedelta(days=365)


_LAST = "old audit lines"


@dataclass(frozen=True, slots=True)
class SweepReport:
    """What one sweep did: numbers of sessions, of their files, of files that belonged to no session any more.

    Attributes:
        failed: sessions that could not be expired, emptied or erased; the log says why, and the next sweep tries again.
        refused: sessions that were erased and of which files are left: more of them than a sweep takes by itself.
        unknown: sessions with files that this database does not know, or whose files are newer than their rows; they stay.
        sign_ins: ended sign-ins, used and unused links, and counters of tries that went.
        audit_lines: lines of the audit log that name nobody any more.
    """

    expired: int
    emptied: int
    erased: int
    files: int
    stray_files: int
    sign_ins: int
    audit_lines: int
    is_overwritten: bool
    failed: int = 0
    refused: int = 0
    unknown: int = 0

    def message(self) -> CodedMessage:
        """One line of numbers, for the audit log and the command line."""
        said = message(
            AuditDetail.SWEPT,
            expired=self.expired,
            emptied=self.emptied,
            erased=self.erased,
            files=self.files,
            stray_files=self.stray_files,
            sign_ins=self.sign_ins,
            audit_lines=self.audit_lines,
        )
        left_alone = (
            (AuditDetail.SWEPT_FAILED, self.failed),
            (AuditDetail.SWEPT_REFUSED, self.refused),
            (AuditDetail.SWEPT_UNKNOWN, self.unknown),
        )
        for code, sessions in left_alone:
            if sessions:
                said = message(code, swept=said, sessions=sessions)
        return said

    def in_words(self) -> str:
        """The same line in English."""
        return str(self.message())


def left_alone(report: CodedMessage | str, instead: CodedMessage) -> CodedMessage | str:
    """What a report's line says that was left undone, behind `instead` of its numbers; `instead` alone: nothing was."""
    if isinstance(report, str):
        # Stored before there were codes.
        left = report.partition(_LAST)[2]
        return f"{instead}{left}" if left else instead
    if report.code is AuditDetail.SWEPT:
        return instead
    swept = report.values["swept"]
    assert isinstance(swept, CodedMessage)
    return CodedMessage(report.code, {**report.values, "swept": left_alone(swept, instead)})


class PlannedSession(NamedTuple):
    """One session that a sweep would touch, and how many files would go, or stay."""

    fate: PlannedFate
    session_id: UUID
    files: int

    def message(self) -> CodedMessage:
        """One line for the command line."""
        return message(self.fate, session_id=str(self.session_id), files=self.files)
