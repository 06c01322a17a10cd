"""A handed-in session's rows to the response that its owner gets; the camera's facts go out only where the taker read that."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from db.queries.responses import HandedIn
from db.tables import Answer, ProctorReview
from proctor_core.codes.survey_refusals import SurveyRefusal
from proctor_core.domain.notice import owners_get_facts
from proctor_core.domain.policy import FlagRule, policy_from_json
from proctor_core.domain.response import CameraFacts, Outcome, Response
from proctor_core.domain.states import AWAITING_OUTCOME, ReviewStatus, SessionStatus
from proctor_core.domain.survey_definition import SurveyDefinition
from proctor_core.domain.violation import ViolationType
from proctor_core.errors import IllegalMove
from proctor_core.rules.flags import unseen_s
from proctor_core.services.responses.pseudonyms import Pseudonyms
from proctor_core.services.reviewing.session_history import raised

_DECIDED = {ReviewStatus.APPROVED: Outcome.APPROVED, ReviewStatus.REJECTED: Outcome.REJECTED}


@dataclass(frozen=True, slots=True)
class Assembler:
    """Makes the responses of one survey version; `survey_key` is the id of the survey's first version."""

    definition: SurveyDefinition
    survey_key: UUID
    pseudonyms: Pseudonyms
    shows_names: bool = False

    def response(self, found: HandedIn) -> Response:
        """One session's."""
        session, answers = found.session, {answer.question_id: answer for answer in found.answers}
        if session.submitted_at is None:
            raise IllegalMove(SurveyRefusal.NEVER_HANDED_IN, status=session.status)
        asked = [question.id for question in self.definition.questions]
        return Response(
            id=self.pseudonyms.response(session.id),
            participant=self.pseudonyms.participant(self.survey_key, session.taker_id),
            submitted_on=session.submitted_at.date(),
            watched_by=session.watched_by,
            answers={name: answers[name].value if name in answers else None for name in asked},
            seconds={name: _seconds(answers.get(name)) for name in asked},
            camera=_camera(found) if _may_go_out(found) else None,
            name=found.taker_name if self.shows_names else None,
        )


def _may_go_out(found: HandedIn) -> bool:
    session, consent = found.session, found.consent
    agreed = consent.text_sha256 if consent and consent.is_given else None
    threshold = policy_from_json(session.policy).violation_threshold
    return owners_get_facts(agreed, threshold, session.watched_by, is_demo=session.is_demo)


def _seconds(answer: Answer | None) -> float | None:
    """None also where both came at once: a client that says when it answers, and not when it shows."""
    if answer is None or answer.answered_at is None or answer.answered_at <= answer.shown_at:
        return None
    return round((answer.answered_at - answer.shown_at).total_seconds(), 1)


def _camera(found: HandedIn) -> CameraFacts:
    session = found.session
    # The reference picture ends with the measurements: retention took them, which is not the same as none.
    is_over = session.initial_face_verified and session.face_reference_image is None
    return CameraFacts(
        coverage=session.coverage,
        unseen_s=None if is_over else round(unseen_s([raised(signal) for signal in found.signals]), 1),
        violations=None if is_over else {kind: found.violations.get(kind, 0) for kind in ViolationType},
        violations_count=session.violations_count,
        flag_rules=_rules(found.review),
        decision=_decision(session.status, found.review),
    )


def _rules(review: ProctorReview | None) -> tuple[FlagRule, ...]:
    met: Sequence[object] = [reason["rule"] for reason in review.flag_reasons] if review else []
    return tuple(rule for rule in FlagRule if rule in met)


def _decision(status: SessionStatus, review: ProctorReview | None) -> Outcome:
    if status in AWAITING_OUTCOME:
        return Outcome.UNDER_REVIEW
    if status is SessionStatus.REJECTED:
        return Outcome.REJECTED
    return _DECIDED.get(review.status, Outcome.PASSED) if review else Outcome.PASSED
