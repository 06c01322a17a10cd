"""Who is asked to take a survey: each gets an invited session, judged by the policy of now."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import transaction
from db.queries.accounts import find_user
from db.queries.surveys import find_survey, hold_survey, takers_asked
from db.tables import Survey, SurveySession, User
from proctor_core.codes.survey_refusals import SurveyRefusal
from proctor_core.domain.roles import Role
from proctor_core.errors import InvalidInput
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.permissions import require_administrator
from proctor_core.services.surveys.accommodations import policy_of_taker
from proctor_core.services.surveys.kept_policies import keep_policy
from proctor_core.services.surveys.session_policy import SessionRules
from proctor_core.services.surveys.watchers import watcher_of


@dataclass(frozen=True, slots=True)
class AskingService:
    """Asking takers. `actor` None is the program itself (command line, demo content)."""

    engine: Engine
    clock: Callable[[], datetime]
    rules: SessionRules

    def ask(self, actor: User, survey_id: UUID, taker_ids: Collection[UUID]) -> int:
        """Ask several takers at once, all or none; who is asked already is left as they are. Returns how many were asked.

        Raises:
            NotAllowed: the actor is no administrator.
            NotFound: no such survey or person.
            InvalidInput: a person is no taker, or the survey is closed.
        """
        require_administrator(actor)
        with transaction(self.engine) as db:
            # Held, so that the same list sent twice at once asks nobody twice.
            survey = hold_survey(db, survey_id)
            new = set(taker_ids) - takers_asked(db, survey.id, taker_ids)
            for taker_id in new:
                self._assign(db, survey, find_user(db, taker_id), actor)
        return len(new)

    def assign(
        self,
        actor: User | None,
        survey_id: UUID,
        taker_id: UUID,
        *,
        is_demo: bool = False,
        platform: str | None = None,
    ) -> SurveySession:
        """Ask a taker to take a survey: makes an invited session; hybrid where a `platform`'s service token asks.

        Raises:
            NotAllowed: the actor is no administrator.
            NotFound: no such survey or person.
            InvalidInput: the person is no taker, or the survey is closed.
        """
        require_administrator(actor)
        with transaction(self.engine) as db:
            survey, taker = find_survey(db, survey_id), find_user(db, taker_id)
            return self._assign(db, survey, taker, actor, is_demo=is_demo, platform=platform)

    def assign_within(self, db: Session, survey: Survey, taker: User, platform: str) -> SurveySession:
        """The same inside a transaction of a platform's request: what it made before goes with what is refused here.

        The session is hybrid: its taker's browser watches, on the platform's own pages.

        Raises:
            InvalidInput: as `assign`.
        """
        return self._assign(db, survey, taker, None, platform=platform)

    def _assign(
        self,
        db: Session,
        survey: Survey,
        taker: User,
        actor: User | None,
        *,
        is_demo: bool = False,
        platform: str | None = None,
    ) -> SurveySession:
        if taker.role is not Role.TAKER:
            raise InvalidInput("taker_id", SurveyRefusal.NO_TAKER, role=taker.role)
        if not survey.is_open:
            raise InvalidInput("survey_id", SurveyRefusal.CLOSED)
        kept = keep_policy(db, policy_of_taker(db, self.rules, survey, taker.id), self.clock())
        session = SurveySession(
            survey_id=survey.id,
            taker_id=taker.id,
            watched_by=watcher_of(survey, platform, self.rules),
            platform=platform,
            proctoring_enabled=self.rules.is_watched(survey),
            policy_sha256=kept.sha256,
            is_demo=is_demo,
            created_at=self.clock(),
        )
        session.judge_by(kept)
        db.add(session)
        db.flush()
        audit(db, session.created_at, AuditAction.SESSION_ASSIGNED, session, actor_id=actor.id if actor else None)
        return session
