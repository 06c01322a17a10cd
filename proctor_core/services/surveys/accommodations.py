"""Accommodations: an administrator eases checks for one taker, in all surveys or in one. Nobody writes down why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import reading, transaction
from db.queries.accommodations import accommodation_set, accommodations_in
from db.queries.accounts import hold_user
from db.queries.surveys import find_survey
from db.tables import AccommodationRow, Survey, User
from proctor_core.codes.survey_refusals import SurveyRefusal
from proctor_core.domain.accommodation import Accommodation, Easing, accommodated
from proctor_core.domain.policy import Policy
from proctor_core.domain.roles import Role
from proctor_core.domain.violation import ViolationType
from proctor_core.errors import InvalidInput
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.permissions import require_administrator
from proctor_core.services.surveys.session_policy import SessionRules

Eased = Mapping[ViolationType, Easing]


@dataclass(frozen=True, slots=True)
class AccommodationService:
    """Every method raises NotAllowed for whoever is no administrator."""

    engine: Engine
    clock: Callable[[], datetime]

    def eased(self, actor: User, taker_id: UUID, survey_id: UUID | None) -> Eased:
        """What is eased for a taker in one survey version, or with None in all surveys."""
        require_administrator(actor)
        with reading(self.engine) as db:
            row = accommodation_set(db, taker_id, survey_id)
        return _eased(row) if row else {}

    def ease(self, actor: User, taker_id: UUID, survey_id: UUID | None, eased: Eased) -> None:
        """Ease these checks for a taker and no others; holds for sessions that have not begun. With none: as the policy says.

        The audit log says that it was changed, not what.

        Raises:
            NotFound: no such person or survey.
            InvalidInput: the person is no taker.
        """
        require_administrator(actor)
        with transaction(self.engine) as db:
            # Held, so that two at once leave one row.
            taker = hold_user(db, taker_id)
            if taker.role is not Role.TAKER:
                raise InvalidInput("taker_id", SurveyRefusal.NO_TAKER, role=taker.role)
            if survey_id is not None:
                find_survey(db, survey_id)
            before = accommodation_set(db, taker_id, survey_id)
            if before is not None:
                db.delete(before)
            if eased:
                words = {type_.value: easing.value for type_, easing in eased.items()}
                db.add(AccommodationRow(taker_id=taker_id, survey_id=survey_id, eased=words, set_at=self.clock()))
            audit(db, self.clock(), AuditAction.ACCOMMODATION_CHANGED, taker, actor_id=actor.id)


def policy_of_taker(db: Session, rules: SessionRules, survey: Survey, taker_id: UUID) -> Policy:
    """By what a session of this taker in this survey is judged, as long as it has not begun."""
    rows = accommodations_in(db, taker_id, survey.id)
    policy = rules.policy_for(survey)
    return accommodated(policy, (Accommodation(_eased(row)) for row in rows)) if rows else policy


def _eased(row: AccommodationRow) -> Eased:
    return {ViolationType(type_): Easing(easing) for type_, easing in row.eased.items()}
