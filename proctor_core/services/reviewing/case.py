"""One session as a moderator judges it: the stored rows, put together on the session's own clock (second 0 is `started_at`)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.queries.recordings import AnalysedRecording
from db.queries.session_case import CaseRows
from db.tables import (
    Answer,
    AuditEvent,
    Consent,
    Evidence,
    FaceVerification,
    HeldDecision,
    ProctorReview,
    ReviewEvent,
    SessionMessage,
    SessionRecording,
    Signal,
    Survey,
    SurveySession,
    Violation,
)
from proctor_core.domain.allowance import Allowed
from proctor_core.domain.definition_reading import parse_definition
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.held_decision import seconds_left
from proctor_core.domain.lease import CLAIM_TIME, still_holds
from proctor_core.domain.live_message import MessageKind
from proctor_core.domain.policy import FlagRule, Policy, policy_from_json
from proctor_core.domain.review_history import OPINIONS, ReviewEventKind
from proctor_core.domain.states import UNDECIDED, DecisionKind, SessionStatus
from proctor_core.domain.violation import SnapshotKind
from proctor_core.services.reviewing.appended import standing
from proctor_core.services.reviewing.blinding import as_proposal, as_seen_by, hides_reasons
from proctor_core.services.reviewing.case_incidents import (
    CaseIncident,
    CaseViolation,
    build_incidents,
    judged,
    with_added,
)
from proctor_core.services.reviewing.case_mutes import muted
from proctor_core.services.reviewing.sampled_case import RevealedSample


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of which nothing at all is recorded: the page was closed, or the program was not running."""

    onset_s: float
    offset_s: float


@dataclass(frozen=True, slots=True)
class Milestone:
    """A question came on the screen; `number` counts from 1; `allows`: what no check alleged meanwhile."""

    number: int
    text: str
    shown_s: float
    allows: Allowed


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment that a moderator marked while the session ran; `author` is None where the account is gone."""

    at_s: float
    words: str
    author: str | None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of the history; `author` is None where the flag rules wrote it or the account is gone."""

    event: ReviewEvent
    author: str | None


@dataclass(frozen=True, slots=True)
class OwnHeldDecision:
    """What the moderator who looks has decided a moment ago; `seconds_left` in which it can be taken back, 0: no longer."""

    kind: DecisionKind
    reason: str
    note: str
    seconds_left: float


@dataclass(frozen=True, slots=True)
class SecondLook:
    """What moderators said of a rejection that needs two; to the second one there is none before the own opinion.

    Attributes:
        waits_for_others: whoever looks has proposed it, and nobody else has spoken.
        opinions: entries of the history, in the order of time.
    """

    waits_for_others: bool
    opinions: tuple[HistoryEntry, ...]


@dataclass(frozen=True, slots=True)
class Seeing:
    """Who looks at a case and when.

    Attributes:
        by: the moderator; None: whoever runs the program.
        held_at: the time as claims and held decisions count.
        silence_s: time without any face run is a gap from then on; raising it hides short ones.
    """

    by: UUID | None
    now: datetime
    held_at: datetime
    silence_s: float


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that one session's page shows.

    Attributes:
        holder: who holds the review now; escalated_by: who escalated it.
        second_look: what was said of its rejection, where two must agree and whoever looks may know it.
        held_decision: a decision of whoever looks that is held; nobody else's.
        flag_reasons: why it is here; one of the blind sample that was not flagged has none.
        hides_reasons: whether whoever looks has still to decide, and is shown no reason until then, also where there is none.
        revealed: whoever looks judged it as one of the blind sample.
    """

    session: SurveySession
    survey: Survey
    review: ProctorReview
    policy: Policy
    duration_s: float
    violations: tuple[CaseViolation, ...]
    signals: tuple[Signal, ...]
    incidents: tuple[CaseIncident, ...]
    gaps: tuple[Gap, ...]
    milestones: tuple[Milestone, ...]
    marks: tuple[Mark, ...]
    runs: tuple[FaceVerification, ...]
    consents: tuple[Consent, ...]
    history: tuple[HistoryEntry, ...]
    flag_reasons: tuple[FlagReason, ...]
    hides_reasons: bool
    holder: str | None
    escalated_by: str | None
    recording: SessionRecording | None = None
    uploads: tuple[AnalysedRecording, ...] = ()
    held_decision: OwnHeldDecision | None = None
    second_look: SecondLook | None = None
    revealed: RevealedSample | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is something to decide now, for whoever looks."""
        is_undecided = self.review.status in UNDECIDED and self.held_decision is None
        waits_for_others = self.second_look is not None and self.second_look.waits_for_others
        return is_undecided and not waits_for_others and self.session.status is SessionStatus.UNDER_REVIEW

    @property
    def holder_id(self) -> UUID | None:
        """Who holds the review now."""
        return self.review.claimed_by if self.holder else None

    @property
    def decision(self) -> HistoryEntry | None:
        """The newest decision in the history; it stands unless the review was opened again since."""
        return next((entry for entry in reversed(self.history) if entry.event.kind in set(DecisionKind)), None)

    @property
    def phone_check_available(self) -> bool:
        """False where the phone model was missing, and where nothing says that it was there."""
        return bool(self.session.phone_check_available)


def build_case(all_rows: CaseRows, seen: Seeing) -> Case:
    """Put the rows together, as this moderator may see them now."""
    rows, hides = as_seen_by(all_rows, seen.by), hides_reasons(all_rows, seen.by)
    duration_s = known_duration_s(rows.session, seen.now)
    review, policy = rows.review, policy_from_json(rows.session.policy)
    violations = with_evidence(rows.violations, rows.evidence)
    incidents = _incidents(rows, violations, policy.incident_gap_s, duration_s)
    is_held = still_holds(review.claim_expires_at, seen.held_at, CLAIM_TIME)
    return Case(
        session=rows.session,
        survey=rows.survey,
        review=review,
        policy=policy,
        duration_s=duration_s,
        violations=violations,
        signals=rows.signals,
        incidents=incidents,
        gaps=gaps_between(_spans(rows), duration_s, seen.silence_s) if rows.session.proctoring_enabled else (),
        milestones=_milestones(rows),
        marks=_marks(rows),
        runs=rows.runs,
        consents=rows.consents,
        history=_history(rows),
        flag_reasons=() if hides else flag_reasons_of(review),
        hides_reasons=hides,
        holder=_name(rows, review.claimed_by) if is_held else None,
        escalated_by=_name(rows, review.flagged_by),
        recording=rows.recording,
        uploads=rows.uploads,
        held_decision=_own_decision(rows.held, seen),
        second_look=_second_look(rows, seen),
    )


def _incidents(
    rows: CaseRows, violations: Sequence[CaseViolation], gap_s: float, duration_s: float
) -> tuple[CaseIncident, ...]:
    """What was alleged, with what moderators said about it, and what they added."""
    alleged = build_incidents(violations, rows.signals, gap_s, duration_s)
    said = muted(judged(alleged, rows.verdicts, rows.names), standing(rows.mutes), rows.names)
    return with_added(said, standing(rows.added), rows.names)


def _second_look(rows: CaseRows, seen: Seeing) -> SecondLook | None:
    proposal = as_proposal(rows.proposal)
    if proposal is None:
        return None
    reopened_at = max((event.at for event in rows.events if event.kind == ReviewEventKind.REOPENED), default=None)
    said = (event for event in rows.events if event.kind in OPINIONS)
    opinions = (
        HistoryEntry(event, _name(rows, event.author_id))
        for event in said
        if reopened_at is None or event.at > reopened_at
    )
    return SecondLook(proposal.is_waiting_for_others(seen.by), tuple(opinions))


def _own_decision(held: HeldDecision | None, seen: Seeing) -> OwnHeldDecision | None:
    """Nobody else learns what was decided before it is announced."""
    if held is None or seen.by is None or held.moderator_id != seen.by:
        return None
    return OwnHeldDecision(held.decision, held.reason, held.note, seconds_left(held.announce_at, seen.held_at))


def _history(rows: CaseRows) -> tuple[HistoryEntry, ...]:
    """What happened to the review, what moderators did while the session ran, and changes of who watches, in order of time."""
    said = [_as_event(rows.review, message) for message in rows.messages]
    watching = [_as_change(rows.review, line) for line in rows.watching]
    events = sorted([*rows.events, *said, *watching], key=lambda event: event.at)
    return tuple(HistoryEntry(event, _name(rows, event.author_id)) for event in events)


def _as_event(review: ProctorReview, message: SessionMessage) -> ReviewEvent:
    return ReviewEvent(
        review_id=review.id,
        kind=_KIND_OF_MESSAGE[message.kind],
        # Moderators do not see the taker's name.
        author_id=None if message.kind is MessageKind.HELP else message.author_id,
        notes="" if message.kind is MessageKind.MARK else message.sentence,
        colleague_note=message.sentence if message.kind is MessageKind.MARK else "",
        at=message.at,
    )


def _as_change(review: ProctorReview, line: AuditEvent) -> ReviewEvent:
    return ReviewEvent(review_id=review.id, kind=ReviewEventKind.WATCHING_CHANGED, notes=line.detail, at=line.at)


_KIND_OF_MESSAGE = {
    MessageKind.SENTENCE: ReviewEventKind.SAID,
    MessageKind.HELP: ReviewEventKind.ASKED_FOR_HELP,
    MessageKind.MONITORING_ENDED: ReviewEventKind.MONITORING_ENDED,
    MessageKind.MARK: ReviewEventKind.MARKED,
}


def known_duration_s(session: SurveySession, now: datetime) -> float:
    """Seconds from the start to the submission, or to the last sign of life, or to now."""
    end = session.submitted_at or session.ended_at or session.last_seen_at or now
    return max(0.0, _seconds(session, end) or 0.0)


def gaps_between(spans: Iterable[tuple[float, float]], duration_s: float, silence_s: float) -> tuple[Gap, ...]:
    """Stretches of [0, duration_s] that no span covers, of `silence_s` or more; a higher `silence_s` hides short ones."""
    gaps: list[Gap] = []
    reach_s = 0.0
    for onset_s, offset_s in (*sorted(spans), (duration_s, duration_s)):
        if onset_s - reach_s >= silence_s:
            gaps.append(Gap(reach_s, onset_s))
        reach_s = max(reach_s, offset_s)
    return tuple(gaps)


def _spans(rows: CaseRows) -> list[tuple[float, float]]:
    runs = [run for run in rows.runs if not run.is_initial]
    ends = [(_seconds(rows.session, run.started_at), _seconds(rows.session, run.ended_at)) for run in runs]
    return [(onset_s, offset_s) for onset_s, offset_s in ends if onset_s is not None and offset_s is not None]


def _seconds(session: SurveySession, at: datetime | None) -> float | None:
    if at is None or session.started_at is None:
        return None
    return (at - session.started_at).total_seconds()


MOMENTS = tuple(SnapshotKind)
"""Start, peak, end: pictures of the same second stand in this order."""


def with_evidence(violations: Iterable[Violation], evidence: Iterable[Evidence]) -> tuple[CaseViolation, ...]:
    """Each with its pictures in order of time."""
    of_violation: dict[UUID, list[Evidence]] = defaultdict(list)
    for picture in sorted(evidence, key=lambda e: (e.taken_s, MOMENTS.index(e.kind))):
        of_violation[picture.violation_id].append(picture)
    return tuple(CaseViolation(violation, tuple(of_violation[violation.id])) for violation in violations)


def _milestones(rows: CaseRows) -> tuple[Milestone, ...]:
    questions = parse_definition(rows.survey.definition).questions
    answers: dict[str, Answer] = {answer.question_id: answer for answer in rows.answers}
    found: list[Milestone] = []
    for number, question in enumerate(questions, start=1):
        answer = answers.get(question.id)
        shown_s = _seconds(rows.session, answer.shown_at) if answer else None
        if shown_s is not None:
            found.append(Milestone(number, question.text, shown_s, question.allows))
    return tuple(found)


def _marks(rows: CaseRows) -> tuple[Mark, ...]:
    marked = [message for message in rows.messages if message.kind is MessageKind.MARK]
    return tuple(
        Mark(_seconds(rows.session, one.at) or 0.0, one.sentence, _name(rows, one.author_id)) for one in marked
    )


def flag_reasons_of(review: ProctorReview) -> tuple[FlagReason, ...]:
    """Why a review exists, as the rules said it."""
    return tuple(_flag_reason(stored) for stored in review.flag_reasons)


def shown_reasons(review: ProctorReview) -> tuple[FlagReason, ...]:
    """The same for a list that everybody reads: of what is not decided none."""
    return flag_reasons_of(review) if review.decided_at else ()


def _flag_reason(stored: dict[str, object]) -> FlagReason:
    measured, limit = float(str(stored["measured"])), float(str(stored["limit"]))
    return FlagReason(FlagRule(str(stored["rule"])), measured, limit, str(stored.get("detail", "")))


def _name(rows: CaseRows, user_id: UUID | None) -> str | None:
    return None if user_id is None else rows.names.get(user_id)
