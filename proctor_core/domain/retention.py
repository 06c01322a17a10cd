"""How long what the camera's watch left is kept, by what became of the session."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class RetentionTimes:
    """Counted from when the session was handed in or ended.

    Attributes:
        passed, rejected: pictures and measurements go; answers, decision and its history stay until somebody erases them.
        unfinished: unseen for so long, a begun session expires; so long after that everything of it goes, with the answers.
        sign_ins: after they ended, sign-ins and links to set a password go.
        audit: after it was written, a line of the audit log keeps what was done when, and no more by whom and to whom.
    """

    passed: timedelta = timedelta(days=30)
    rejected: timedelta = timedelta(days=90)
    unfinished: timedelta = timedelta(days=7)
    sign_ins: timedelta = timedelta(days=30)
    audit: timedelta = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class SweepReport:
    """What one sweep did: numbers of sessions, of their files, of files that belonged to no session any more.

    Attributes:
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

    def in_words(self) -> str:
        """One line of numbers, for the audit log and the command line."""
        return (
            f"expired {self.expired} sessions, emptied {self.emptied}, erased {self.erased}; removed {self.files} files and "
            f"{self.stray_files} that belonged to no session; {self.sign_ins} old sign-ins and links, "
            f"{self.audit_lines} old audit lines"
        )
