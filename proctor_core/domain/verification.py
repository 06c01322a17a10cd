"""What `verify` found. A finding is a fault and what it is about; sentences are made of it where it is printed."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from proctor_core.codes.code import CodedMessage, message
from proctor_core.codes.verify_report import Fault, FindingForm, Outcome, VerifySummary


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written; `detail` is added in brackets, and says itself what is missing."""

    what: str
    fault: Fault
    detail: str = ""

    def message(self) -> CodedMessage:
        """One sentence."""
        if self.fault is Fault.MISSING:
            return message(FindingForm.DETAIL_ALONE, what=self.what, detail=self.detail)
        finding = message(self.fault, what=self.what)
        return message(FindingForm.WITH_DETAIL, finding=finding, detail=self.detail) if self.detail else finding


@dataclass(slots=True)
class Findings:
    """What is found while looking.

    Attributes:
        other_keys: records and lines that another key linked, so that their links can't be checked.
        unhashed: files of version 0.1 that nothing holds a SHA-256 of: that they are there is all that is known.
    """

    found: list[Finding] = field(default_factory=list[Finding])
    records: int = 0
    lines: int = 0
    erased: int = 0
    other_keys: int = 0
    unhashed: int = 0
    links: int = 0
    tombstones: int = 0
    files: int = 0
    recordings: int = 0

    def add(self, what: str, fault: Fault, detail: str = "") -> None:
        """One more."""
        self.found.append(Finding(what, fault, detail))


class ChainStanding(StrEnum):
    """How a session stands to the chain."""

    CHAINED = "chained"
    TAKEN_IN = "taken in"
    UNCHAINED = "not chained"
    ENDED = "erased"


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What `verify` found in one session, the log of all chains and the audit log.

    Attributes:
        since: when its chain began, where the session was there before (written by version 0.1).
        numbers: how much was looked at.
    """

    standing: ChainStanding
    since: datetime | None
    numbers: Findings
    findings: tuple[Finding, ...]

    @property
    def broken(self) -> tuple[str, ...]:
        """One English sentence for each thing that is not as it was written."""
        return tuple(str(finding.message()) for finding in self.findings)

    @property
    def is_checked(self) -> bool:
        """Whether every link could be checked with this program's key."""
        return self.numbers.other_keys == 0

    def message(self) -> CodedMessage:
        """What holds, and how much was looked at."""
        counts = self.numbers
        summary = message(
            VerifySummary.LOOKED_AT,
            outcome=self._outcome(),
            records=counts.records,
            files=counts.files,
            links=counts.links,
            recordings=counts.recordings,
            erased=counts.erased,
            tombstones=counts.tombstones,
        )
        return message(VerifySummary.UNHASHED, summary=summary, files=counts.unhashed) if counts.unhashed else summary

    def _outcome(self) -> CodedMessage:
        if self.findings:
            return message(Outcome.ALTERED)
        if not self.is_checked:
            return message(Outcome.OTHER_KEY, links=self.numbers.other_keys)
        if self.standing is ChainStanding.ENDED:
            return message(Outcome.ERASED)
        if self.standing is ChainStanding.UNCHAINED:
            return message(Outcome.UNCHAINED)
        if self.since is not None:
            return message(Outcome.SINCE, since=f"{self.since:%Y-%m-%d %H:%M} UTC")
        return message(Outcome.WHOLE)
