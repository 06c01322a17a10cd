"""What a taker sees of a decided session of their own: each note with its pictures, and whether a moderator confirmed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine

from db.engine import reading
from db.queries.session_case import case_rows
from db.tables import Evidence, User
from proctor_core.codes.missing import Missing
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.states import DECIDED
from proctor_core.domain.violation import IncidentType
from proctor_core.errors import NotFound
from proctor_core.services.reviewing.case import Seeing, build_case
from proctor_core.services.reviewing.case_incidents import CaseIncident


@dataclass(frozen=True, slots=True)
class OwnNote:
    """One thing that was noted, by the program or by a moderator.

    Attributes:
        onset_s, offset_s: seconds of the session.
        pictures: others in them are blurred by whoever serves them.
        stands: what a moderator said of it; None: nothing.
        is_of_a_person: a moderator noted it, not the program.
    """

    type: IncidentType
    onset_s: float
    offset_s: float
    pictures: tuple[Evidence, ...]
    stands: VerdictKind | None
    is_of_a_person: bool


@dataclass(frozen=True, slots=True)
class OwnNotes:
    """Reads only."""

    engine: Engine

    def of_session(self, actor: User, session_id: UUID) -> Sequence[OwnNote]:
        """In the order of time; nothing as long as no decision stands, or once it was erased.

        Raises:
            NotFound: no such session, or somebody else's.
        """
        with reading(self.engine) as db:
            rows = case_rows(db, session_id)
        if rows is None or rows.session.taker_id != actor.id:
            raise NotFound(Missing.SESSION)
        if rows.review.status not in DECIDED or rows.review.decided_at is None:
            return ()
        at = rows.review.decided_at
        case = build_case(rows, Seeing(by=None, now=at, held_at=at, silence_s=float("inf")))
        return [note for incident in case.incidents for note in _notes(incident)]


def _notes(incident: CaseIncident) -> list[OwnNote]:
    if incident.added:
        return [OwnNote(incident.added.row.type, incident.onset_s, incident.offset_s, (), incident.stands, True)]
    return [
        OwnNote(
            type=IncidentType(one.violation.type),
            onset_s=one.violation.onset_s,
            offset_s=incident.offset_s if one.violation.offset_s is None else one.violation.offset_s,
            pictures=one.evidence,
            stands=incident.stands,
            is_of_a_person=False,
        )
        for one in incident.violations
    ]
