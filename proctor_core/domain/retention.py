"""How long what the camera's watch left is kept, by what became of the session."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class RetentionTimes:
    """Counted from when the session was handed in or ended.

    Attributes:
        passed, rejected: pictures and measurements go; answers, decision and its history stay until somebody erases them.
        unfinished: unseen for so long, a begun session expires; so long after that everything of it goes, with the answers.
    """

    passed: timedelta = timedelta(days=30)
    rejected: timedelta = timedelta(days=90)
    unfinished: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class SweepReport:
    """What one sweep did: numbers of sessions, of their files, of files that belonged to no session any more."""

    expired: int
    emptied: int
    erased: int
    files: int
    stray_files: int
    is_overwritten: bool
