"""The rows of a session as the values that are compared: what was alleged, flagged and said of it, or why it can't be judged."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from db.queries.rejudged_sessions import SaidRows
from db.tables import SurveySession
from proctor_core.codes.policy_faults import NotJudged
from proctor_core.domain.policy import Policy, policy_from_json
from proctor_core.domain.rejudgement import JudgedIncident
from proctor_core.domain.states import HANDED_IN, SessionStatus
from proctor_core.domain.violation import SERVER, IncidentType, ViolationType
from proctor_core.domain.watching import WatchedBy
from proctor_core.rejudging.replay import Watched
from proctor_core.rejudging.stored_session import StoredSession
from proctor_core.services.reviewing.appended import standing
from proctor_core.services.reviewing.case import flag_reasons_of
from proctor_core.services.reviewing.case_incidents import (
    CaseIncident,
    CaseViolation,
    build_incidents,
    judged,
    with_added,
)
from proctor_core.services.reviewing.case_mutes import muted
from proctor_core.services.reviewing.session_history import alleged, raised
from proctor_core.services.taking.enrolment import baseline_of


class PolicyReader:
    """Stored policies as values, each read once: sessions share a few."""

    def __init__(self) -> None:
        self._read: dict[str, Policy] = {}

    def policy_of(self, session: SurveySession) -> Policy:
        """The policy that a session was judged by; a field that did not exist then has its default."""
        key = session.policy_sha256
        if key not in self._read:
            self._read[key] = policy_from_json(session.policy)
        return self._read[key]


def stored_sessions(rows: SaidRows, policies: PolicyReader) -> Iterable[StoredSession]:
    """Each session of the rows, in their order."""
    return (_stored(rows, session, policies.policy_of(session)) for session in rows.sessions)


def _stored(rows: SaidRows, session: SurveySession, own: Policy) -> StoredSession:
    violations, signals = rows.violations[session.id], rows.signals[session.id]
    review, end_s = rows.reviews.get(session.id), _length_s(session)
    incidents = _incidents(rows, session.id, own.incident_gap_s, end_s)
    return StoredSession(
        session_id=session.id,
        slug=rows.slugs[session.survey_id],
        submitted_at=session.submitted_at,
        policy_sha256=session.policy_sha256,
        not_judged=_why_not(session),
        log=session.observation_log or "",
        watched=Watched(own, baseline_of(session), (), tuple(map(raised, signals)), end_s),
        # What others report follows from no observation of ours.
        own=tuple(alleged(row) for row in violations if row.source == SERVER),
        reported=tuple(alleged(row) for row in violations if row.source != SERVER),
        incidents=tuple(_judged(incident) for incident in incidents if _is_judged(incident)),
        was_flagged=session.flagged_for_review,
        rules=frozenset(reason.rule for reason in flag_reasons_of(review)) if review else frozenset(),
        coverage=session.coverage,
    )


def _why_not(session: SurveySession) -> NotJudged | None:
    if session.status is SessionStatus.ERASED:
        return NotJudged.ERASED
    if session.status not in HANDED_IN:
        return NotJudged.NOT_HANDED_IN
    if not session.proctoring_enabled or session.watched_by is WatchedBy.OFF:
        return NotJudged.NOT_WATCHED
    if session.watched_by is WatchedBy.HYBRID:
        return NotJudged.WATCHED_BY_CLIENT
    if session.observation_log is None:
        # Nobody begins without a reference picture: it goes together with the observations.
        return NotJudged.ERASED if session.face_reference_image is None else NotJudged.NEVER_OBSERVED
    return None


def _length_s(session: SurveySession) -> float:
    if session.started_at is None or session.submitted_at is None:
        return 0.0
    return (session.submitted_at - session.started_at).total_seconds()


def _incidents(rows: SaidRows, session_id: UUID, gap_s: float, end_s: float) -> Sequence[CaseIncident]:
    verdicts, added, mutes = rows.verdicts[session_id], rows.added[session_id], rows.mutes[session_id]
    if not (verdicts or added or mutes):
        return ()
    pictured = [CaseViolation(row, tuple(rows.pictures[row.id])) for row in rows.violations[session_id]]
    incidents = judged(build_incidents(pictured, rows.signals[session_id], gap_s, end_s), verdicts, {})
    return with_added(muted(incidents, standing(mutes), {}), standing(added), {})


def _is_judged(incident: CaseIncident) -> bool:
    """By somebody who looked at it, and about something that a check can find."""
    was_looked_at = incident.verdict is None or incident.verdict.row.batch_id is None
    return incident.stands is not None and was_looked_at and bool(_types(incident))


def _judged(incident: CaseIncident) -> JudgedIncident:
    assert incident.stands is not None, "asked of judged ones"
    return JudgedIncident(incident.stands, _types(incident), incident.onset_s, incident.offset_s)


def _types(incident: CaseIncident) -> frozenset[ViolationType]:
    if incident.added is None:
        return incident.anchor.types
    type_ = incident.added.row.type
    return frozenset() if type_ is IncidentType.IDENTITY_MISMATCH else frozenset({ViolationType(type_.value)})
