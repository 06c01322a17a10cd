"""Surveys and their versions, and who is asked to take them."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import reading, transaction
from db.queries.accounts import find_user
from db.queries.api_access import platform_names
from db.queries.inserting import insert_if_absent
from db.queries.surveys import (
    find_survey,
    hold_survey,
    newest_version,
    sessions_by_survey,
    surveys_before,
    takers_asked,
    versions_of,
)
from db.tables import Survey, SurveySession, User
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import CodedMessage, message
from proctor_core.codes.survey_refusals import SurveyRefusal
from proctor_core.domain.definition_reading import parse_definition
from proctor_core.domain.minors import Minors
from proctor_core.domain.ownership import HOUSE
from proctor_core.domain.paging import PAGE, Cursor
from proctor_core.domain.policy import PolicyName, RecordingMode, policy_to_json
from proctor_core.domain.roles import Role
from proctor_core.domain.survey_definition import SurveyDefinition
from proctor_core.domain.watching import HybridUnflagged
from proctor_core.errors import Conflict, InvalidInput
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.permissions import require_administrator, require_role
from proctor_core.services.surveys.session_policy import SessionRules
from proctor_core.services.surveys.watchers import watcher_of

NAME_LENGTH = 80
"""Of an owner: as long as a token's name."""
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


@dataclass(frozen=True, slots=True)
class SurveyService:
    """Adding, reading and assigning surveys. `actor` None is the program itself (command line, demo content)."""

    engine: Engine
    clock: Callable[[], datetime]
    rules: SessionRules

    def add_version(
        self,
        actor: User | None,
        slug: str,
        definition: Mapping[str, Any],
        *,
        proctoring_enabled: bool = True,
        policy: PolicyName | None = None,
        recording_mode: RecordingMode = RecordingMode.OFF,
        allow_without_camera: bool = False,
        minors: Minors | None = None,
        hybrid_unflagged: HybridUnflagged = HybridUnflagged.REVIEW,
        is_demo: bool = False,
        platform: str = HOUSE,
    ) -> Survey:
        """Store a survey, or the next version of it; sessions of older versions keep what they were asked.

        `platform`: its owner. `minors`: None takes what the definition says. `allow_without_camera`: who refuses the camera may
        take it all the same, and the result says so. `hybrid_unflagged`: what becomes of sessions that rest on their client's
        word and that no rule flagged.

        Raises:
            NotAllowed: the actor is no administrator.
            InvalidInput: the slug or the definition does not fit; the message names the place.
            Conflict: somebody else added this version at the same moment.
        """
        require_administrator(actor)
        if not _SLUG.fullmatch(slug):
            raise InvalidInput("slug", SurveyRefusal.WRONG_SLUG, slug=slug)
        parsed = parse_definition(definition)
        taken = minors or parsed.minors or Minors.UNSUPPORTED
        with transaction(self.engine) as db:
            survey = Survey(
                platform=platform,
                slug=slug,
                version=newest_version(db, platform, slug) + 1,
                title=parsed.title,
                definition=dict(definition),
                proctoring_enabled=proctoring_enabled and taken is not Minors.NO_CAMERA,
                minors=taken,
                policy=policy or self.rules.policy,
                recording_mode=recording_mode,
                allow_without_camera=allow_without_camera,
                hybrid_unflagged=hybrid_unflagged,
                is_demo=is_demo,
                created_by=actor.id if actor else None,
                created_at=self.clock(),
            )
            if not insert_if_absent(db, survey):
                raise Conflict(SurveyRefusal.VERSION_TAKEN, version=survey.version, slug=slug)
            detail = message(AuditDetail.SURVEY_OF_PLATFORM, slug=slug, platform=platform) if platform else slug
            audit(db, survey.created_at, AuditAction.SURVEY_ADDED, survey, actor_id=survey.created_by, detail=detail)
            return find_survey(db, survey.id)

    def survey(self, actor: User, survey_id: UUID) -> Survey:
        """One survey version. For administrators, moderators and analysts; takers get theirs from `SessionService.survey_of`.

        Raises:
            NotAllowed: the actor is a taker.
            NotFound: there is none.
        """
        require_role(actor, Role.ADMINISTRATOR, Role.MODERATOR, Role.ANALYST)
        with reading(self.engine) as db:
            return find_survey(db, survey_id)

    def surveys(self, actor: User, *, after: Cursor | None = None, limit: int = PAGE) -> Sequence[Survey]:
        """All survey versions, newest first; `after` is the last row of the page before.

        Raises:
            NotAllowed: the actor is a taker.
        """
        require_role(actor, Role.ADMINISTRATOR, Role.MODERATOR, Role.ANALYST)
        with reading(self.engine) as db:
            return surveys_before(db, after, limit)

    def session_counts(self, actor: User, surveys: Sequence[Survey]) -> Mapping[UUID, int]:
        """How many sessions each of these versions has; none is left out.

        Raises:
            NotAllowed: the actor is no administrator.
        """
        require_administrator(actor)
        ids = [survey.id for survey in surveys]
        with reading(self.engine) as db:
            return {**dict.fromkeys(ids, 0), **sessions_by_survey(db, ids)}

    def set_open(self, actor: User, survey_id: UUID, *, is_open: bool) -> Survey:
        """Close a version, so that nobody is asked any more, or open it again; sessions that are there go on.

        Raises:
            NotAllowed: the actor is no administrator.
            NotFound: no such survey.
        """
        require_administrator(actor)
        with transaction(self.engine) as db:
            survey = find_survey(db, survey_id)
            survey.is_open = is_open
            self._note_change(db, survey, actor, message(AuditDetail.OPENED if is_open else AuditDetail.CLOSED))
        return survey

    def change_proctoring(
        self,
        actor: User,
        survey_id: UUID,
        *,
        proctoring_enabled: bool,
        policy: PolicyName,
        recording_mode: RecordingMode,
        allow_without_camera: bool,
        minors: Minors | None = None,
        hybrid_unflagged: HybridUnflagged | None = None,
    ) -> Survey:
        """Change how a version is watched: holds for sessions that have not begun; begun ones keep what their takers were told.

        `minors`: None leaves it; `no_camera` switches the camera off. `hybrid_unflagged`: None leaves it; it holds for what is
        handed in from now on.

        Raises:
            NotAllowed: the actor is no administrator.
            NotFound: no such survey.
        """
        require_administrator(actor)
        with transaction(self.engine) as db:
            survey = find_survey(db, survey_id)
            taken = minors or survey.minors
            wanted = {
                "minors": taken,
                "proctoring_enabled": proctoring_enabled and taken is not Minors.NO_CAMERA,
                "policy": policy,
                "recording_mode": recording_mode,
                "allow_without_camera": allow_without_camera,
                "hybrid_unflagged": hybrid_unflagged or survey.hybrid_unflagged,
            }
            before = {name: getattr(survey, name) for name in wanted}
            for name, value in wanted.items():
                setattr(survey, name, value)
            changes = [f"{name} {before[name]} to {value}" for name, value in wanted.items() if before[name] != value]
            if changes:
                self._note_change(db, survey, actor, ", ".join(changes))
        return survey

    def give_to(self, actor: User, survey_id: UUID, platform: str) -> None:
        """Make a platform, or the house, the owner of a survey: of all of its versions.

        Raises:
            NotAllowed: the actor is no administrator.
            NotFound: no such survey.
            Conflict: the new owner has a survey of this slug.
            InvalidInput: the name is too long.
        """
        require_administrator(actor)
        owner = platform.strip()
        if len(owner) > NAME_LENGTH:
            raise InvalidInput("platform", SurveyRefusal.TOO_LONG, longest=NAME_LENGTH, length=len(owner))
        with transaction(self.engine) as db:
            survey = hold_survey(db, survey_id)
            if owner == survey.platform:
                return
            if versions_of(db, owner, survey.slug):
                raise _slug_taken(owner, survey.slug)
            before = survey.platform
            for version in versions_of(db, before, survey.slug):
                version.platform = owner
                self._note_change(db, version, actor, _new_owner(before, owner))

    def platforms(self, actor: User) -> Sequence[str]:
        """The platforms that may own surveys, in order.

        Raises:
            NotAllowed: the actor is no administrator.
        """
        require_administrator(actor)
        with reading(self.engine) as db:
            return platform_names(db)

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
        session = SurveySession(
            survey_id=survey.id,
            taker_id=taker.id,
            watched_by=watcher_of(survey, platform, self.rules),
            platform=platform,
            proctoring_enabled=self.rules.is_watched(survey),
            policy=policy_to_json(self.rules.policy_for(survey)),
            is_demo=is_demo,
            created_at=self.clock(),
        )
        db.add(session)
        db.flush()
        audit(db, session.created_at, AuditAction.SESSION_ASSIGNED, session, actor_id=actor.id if actor else None)
        return session

    def _note_change(self, db: Session, survey: Survey, actor: User, detail: CodedMessage | str) -> None:
        audit(db, self.clock(), AuditAction.SURVEY_CHANGED, survey, actor_id=actor.id, detail=detail)


def definition_of(survey: Survey) -> SurveyDefinition:
    """The survey's questions as typed records."""
    return parse_definition(survey.definition)


def _slug_taken(owner: str, slug: str) -> Conflict:
    if owner:
        return Conflict(SurveyRefusal.SLUG_TAKEN, owner=owner, slug=slug)
    return Conflict(SurveyRefusal.SLUG_TAKEN_IN_HOUSE, slug=slug)


def _new_owner(before: str, after: str) -> CodedMessage:
    """The empty name stands for the house; at least one of the two is a platform's."""
    if not before:
        return message(AuditDetail.OWNER_FROM_HOUSE, after=after)
    if not after:
        return message(AuditDetail.OWNER_TO_HOUSE, before=before)
    return message(AuditDetail.OWNER, before=before, after=after)
