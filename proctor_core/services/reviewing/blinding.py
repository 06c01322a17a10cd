"""What a moderator does not see before the own opinion: why a case is here, and of two who must agree what the first one says."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col

from db.queries.proposals import open_proposal
from db.queries.session_case import CaseRows
from db.tables import AddedIncident, FaceMute, IncidentVerdict, RejectionProposal, ReviewEvent, SessionMessage
from proctor_core.domain.live_message import MessageKind
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.second_look import Proposal
from proctor_core.domain.states import UNDECIDED

Judging = IncidentVerdict | AddedIncident | FaceMute
_SAYS_THAT_ONE_LOOKED = frozenset(
    {
        ReviewEventKind.CLAIMED,
        ReviewEventKind.RELEASED,
        ReviewEventKind.PROPOSED,
        ReviewEventKind.TAKEN_BACK,
        ReviewEventKind.NOT_ANNOUNCED,
    }
)


def as_proposal(row: RejectionProposal | None) -> Proposal | None:
    """The row as rules know it."""
    return Proposal(row.proposed_by, row.opposed_by) if row else None


def is_hidden(row: Judging, proposal: Proposal | None, moderator_id: UUID | None) -> bool:
    """Whether this judging of a case is the first one's, and this moderator the second."""
    return proposal is not None and proposal.is_hidden_from(moderator_id) and row.moderator_id == proposal.by


def hides_reasons(rows: CaseRows, moderator_id: UUID | None) -> bool:
    """Whether why a case is here is still hidden from this moderator: an unflagged one of the blind sample has no reason, so that
    of none is said before the own decision. None: whoever runs the program, who sees all.
    """
    if moderator_id is None or rows.review.status not in UNDECIDED:
        return False
    proposal = rows.proposal
    spoken = {rows.held.moderator_id} if rows.held else set[UUID | None]()
    if proposal is not None:
        spoken |= {proposal.proposed_by, proposal.opposed_by}
    return moderator_id not in spoken | {rows.review.flagged_by}


def as_seen_by(rows: CaseRows, moderator_id: UUID | None) -> CaseRows:
    """The rows without what this moderator may not see yet."""
    if hides_reasons(rows, moderator_id):
        events = (event for event in rows.events if event.kind != ReviewEventKind.FLAGGED_BY_RULE)
        rows = replace(rows, events=tuple(events))
    proposal = as_proposal(rows.proposal)
    if proposal is None or not proposal.is_hidden_from(moderator_id):
        return rows
    return replace(
        rows,
        proposal=None,
        events=tuple(event for event in rows.events if not _is_by_the_first(event, proposal)),
        messages=tuple(one for one in rows.messages if not _is_mark_of(one, proposal.by)),
        verdicts=tuple(row for row in rows.verdicts if row.moderator_id != proposal.by),
        added=tuple(row for row in rows.added if row.moderator_id != proposal.by),
        mutes=tuple(row for row in rows.mutes if row.moderator_id != proposal.by),
    )


def hidden_events(db: Session, review_id: UUID, moderator_id: UUID) -> list[ColumnElement[bool]]:
    """Conditions that leave out the entries of a review's history which `as_seen_by` hides from this moderator."""
    proposal = as_proposal(open_proposal(db, review_id))
    if proposal is None or not proposal.is_hidden_from(moderator_id):
        return []
    by_first = col(ReviewEvent.author_id).is_not_distinct_from(proposal.by)
    return [~(by_first & col(ReviewEvent.kind).in_(_SAYS_THAT_ONE_LOOKED))]


def _is_mark_of(message: SessionMessage, moderator_id: UUID | None) -> bool:
    return message.kind is MessageKind.MARK and message.author_id == moderator_id


def _is_by_the_first(event: ReviewEvent, proposal: Proposal) -> bool:
    return event.author_id == proposal.by and event.kind in _SAYS_THAT_ONE_LOOKED
