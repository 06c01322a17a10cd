"""One session as a moderator judges it: the stored rows, put together on the session's own clock (second 0 is `started_at`)."""

from collections import defaultdict
from collections.abc import Iterable
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
    ProctorReview,
    ReviewEvent,
    SessionMessage,
    SessionRecording,
    Signal,
    Survey,
    SurveySession,
    Violation,
)
from proctor_core.domain.definition_reading import parse_definition
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.lease import CLAIM_TIME, still_holds
from proctor_core.domain.live_message import MessageKind
from proctor_core.domain.policy import FlagRule, Policy, policy_from_json
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.states import UNDECIDED, DecisionKind, SessionStatus
from proctor_core.domain.violation import SnapshotKind
from proctor_core.services.reviewing.case_incidents import CaseIncident, CaseViolation, build_incidents, judged


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of which nothing at all is recorded: the page was closed, or the program was not running."""

    onset_s: float
    offset_s: float


@dataclass(frozen=True, slots=True)
class Milestone:
    """A question came on the screen; `number` counts from 1."""

    number: int
    text: str
    shown_s: float
    answered_s: float | None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of the history; `author` is None where the flag rules wrote it or the account is gone."""

    event: ReviewEvent
    author: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that one session's page shows; `holder` is who holds the review now, `escalated_by` who escalated it."""

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
    runs: tuple[FaceVerification, ...]
    consents: tuple[Consent, ...]
    history: tuple[HistoryEntry, ...]
    flag_reasons: tuple[FlagReason, ...]
    holder: str | None
    escalated_by: str | None
    recording: SessionRecording | None = None
    uploads: tuple[AnalysedRecording, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether there is something to decide now."""
        return self.review.status in UNDECIDED and self.session.status is SessionStatus.UNDER_REVIEW

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


def build_case(rows: CaseRows, now: datetime, silence_s: float, held_at: datetime) -> Case:
    """Put the rows together; time without any face run counts as a gap from `silence_s` on; `held_at`: as claims count."""
    duration_s = known_duration_s(rows.session, now)
    review, policy = rows.review, policy_from_json(rows.session.policy)
    violations = _with_evidence(rows.violations, rows.evidence)
    incidents = build_incidents(violations, rows.signals, policy.incident_gap_s, duration_s)
    is_held = still_holds(review.claim_expires_at, held_at, CLAIM_TIME)
    return Case(
        session=rows.session,
        survey=rows.survey,
        review=review,
        policy=policy,
        duration_s=duration_s,
        violations=violations,
        signals=rows.signals,
        incidents=judged(incidents, rows.verdicts, rows.names),
        gaps=gaps_between(_spans(rows), duration_s, silence_s) if rows.session.proctoring_enabled else (),
        milestones=_milestones(rows),
        runs=rows.runs,
        consents=rows.consents,
        history=_history(rows),
        flag_reasons=flag_reasons_of(review),
        holder=_name(rows, review.claimed_by) if is_held else None,
        escalated_by=_name(rows, review.flagged_by),
        recording=rows.recording,
        uploads=rows.uploads,
    )


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
        author_id=message.author_id,
        notes=message.sentence,
        at=message.at,
    )


def _as_change(review: ProctorReview, line: AuditEvent) -> ReviewEvent:
    return ReviewEvent(review_id=review.id, kind=ReviewEventKind.WATCHING_CHANGED, notes=line.detail, at=line.at)


_KIND_OF_MESSAGE = {
    MessageKind.SENTENCE: ReviewEventKind.SAID,
    MessageKind.MONITORING_ENDED: ReviewEventKind.MONITORING_ENDED,
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


def _with_evidence(violations: Iterable[Violation], evidence: Iterable[Evidence]) -> tuple[CaseViolation, ...]:
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
        if answer is not None and shown_s is not None:
            found.append(Milestone(number, question.text, shown_s, _seconds(rows.session, answer.answered_at)))
    return tuple(found)


def flag_reasons_of(review: ProctorReview) -> tuple[FlagReason, ...]:
    """Why a review exists, as the rules said it."""
    return tuple(_flag_reason(stored) for stored in review.flag_reasons)


def _flag_reason(stored: dict[str, object]) -> FlagReason:
    measured, limit = float(str(stored["measured"])), float(str(stored["limit"]))
    return FlagReason(FlagRule(str(stored["rule"])), measured, limit, str(stored.get("detail", "")))


def _name(rows: CaseRows, user_id: UUID | None) -> str | None:
    return None if user_id is None else rows.names.get(user_id)
