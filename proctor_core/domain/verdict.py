"""What a moderator said about one incident, and what ties it to that incident when the session is judged anew."""

from dataclasses import dataclass
from uuid import UUID

from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.violation import ViolationType


@dataclass(frozen=True, slots=True)
class Verdict:
    """One entry: a word about an incident, or that such a word is taken back.

    Attributes:
        kind: None where `takes_back` names the entry that is taken back.
        type: of the incident's longest violation; None: it had signals alone.
        onset_s, offset_s: seconds of the session.
        covered: ids of its violations and signals.
    """

    id: UUID
    kind: VerdictKind | None
    type: ViolationType | None
    onset_s: float
    offset_s: float
    covered: frozenset[UUID]
    takes_back: UUID | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """What of an incident verdicts hold on to: its types (none: it has signals alone), its span, the ids of its members."""

    types: frozenset[ViolationType]
    onset_s: float
    offset_s: float
    members: frozenset[UUID]
