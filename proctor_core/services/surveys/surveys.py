"""Surveys and their versions."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import reading, transaction
from db.queries.accounts import active_moderators
from db.queries.api_access import platform_names
from db.queries.inserting import insert_if_absent
from db.queries.surveys import (
    NamedSurvey,
    find_survey,
    hold_survey,
    named_surveys,
    newest_survey,
    sessions_by_survey,
    surveys_before,
    versions_of,
)
from db.tables import Survey, User
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import CodedMessage, message
from proctor_core.codes.missing import Missing
from proctor_core.codes.survey_refusals import SurveyRefusal
from proctor_core.domain.definition_reading import parse_definition
from proctor_core.domain.minors import Minors
from proctor_core.domain.ownership import HOUSE
from proctor_core.domain.paging import PAGE, Cursor
from proctor_core.domain.policy import PROFILES, Policy, PolicyName, RecordingMode
from proctor_core.domain.policy_values import BOUNDS, checked_values
from proctor_core.domain.roles import Role
from proctor_core.domain.second_look import LEAST_MODERATORS
from proctor_core.domain.survey_definition import SurveyDefinition
from proctor_core.domain.watching import HybridUnflagged
from proctor_core.errors import Conflict, InvalidInput, NotFound
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.permissions import require_administrator, require_role
from proctor_core.services.surveys.moderator_words import ModeratorWords, instructions_of
from proctor_core.services.surveys.session_policy import SessionRules

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
        policy_values: Mapping[str, float | None] | None = None,
        recording_mode: RecordingMode = RecordingMode.OFF,
        allow_without_camera: bool = False,
        minors: Minors | None = None,
        hybrid_unflagged: HybridUnflagged = HybridUnflagged.REVIEW,
        moderator_instructions: str | None = None,
        is_demo: bool = False,
        platform: str = HOUSE,
    ) -> Survey:
        """Store a survey, or the next version of it; sessions of older versions keep what they were asked.

        `platform`: its owner. `policy_values`: numbers in which it differs from its profile. `minors`: None takes what the
        definition says. `allow_without_camera`: who refuses the camera may take it all the same, and the result says so.
        `hybrid_unflagged`: what becomes of sessions that rest on their client's word and that no rule flagged.
        `moderator_instructions`: None takes those of the version before.

        Raises:
            NotAllowed: the actor is no administrator.
            InvalidInput: the slug, the definition or a value does not fit, or the instructions are too long; the message names
                the place.
            Conflict: somebody else added this version at the same moment.
        """
        require_administrator(actor)
        if not _SLUG.fullmatch(slug):
            raise InvalidInput("slug", SurveyRefusal.WRONG_SLUG, slug=slug)
        parsed = parse_definition(definition)
        taken, values = minors or parsed.minors or Minors.UNSUPPORTED, checked_values(policy_values or {})
        asked = None if moderator_instructions is None else instructions_of(moderator_instructions)
        with transaction(self.engine) as db:
            before = newest_survey(db, platform, slug)
            words = _words_of(before)
            survey = Survey(
                platform=platform,
                slug=slug,
                version=before.version + 1 if before else 1,
                title=parsed.title,
                definition=dict(definition),
                proctoring_enabled=proctoring_enabled and taken is not Minors.NO_CAMERA,
                minors=taken,
                policy=policy or self.rules.policy,
                policy_values=values,
                recording_mode=recording_mode,
                allow_without_camera=allow_without_camera,
                hybrid_unflagged=hybrid_unflagged,
                is_demo=is_demo,
                created_by=actor.id if actor else None,
                created_at=self.clock(),
                moderator_instructions=words.moderator_instructions if asked is None else asked,
                rejection_reasons=words.rejection_reasons,
                escalation_reasons=words.escalation_reasons,
            )
            return _added(db, survey)

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

    def named_surveys(self, actor: User, limit: int) -> Sequence[NamedSurvey]:
        """All survey versions by their names, newest first.

        Raises:
            NotAllowed: the actor is a taker.
        """
        require_role(actor, Role.ADMINISTRATOR, Role.MODERATOR, Role.ANALYST)
        with reading(self.engine) as db:
            return named_surveys(db, limit)

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
        policy_values: Mapping[str, float | None] | None = None,
    ) -> Survey:
        """Change how a version is watched: holds for sessions that have not begun; begun ones keep what their takers were told.

        `minors`: None leaves it; `no_camera` switches the camera off. `hybrid_unflagged`: None leaves it; it holds for what is
        handed in from now on. `policy_values`: all numbers in which it differs from its profile from now on; None leaves them.

        Raises:
            NotAllowed: the actor is no administrator.
            NotFound: no such survey.
            InvalidInput: a value has no such name or is out of bounds.
        """
        require_administrator(actor)
        with transaction(self.engine) as db:
            survey = find_survey(db, survey_id)
            taken = minors or survey.minors
            values = survey.policy_values if policy_values is None else checked_values(policy_values)
            wanted = {
                "minors": taken,
                "proctoring_enabled": proctoring_enabled and taken is not Minors.NO_CAMERA,
                "policy": policy,
                "recording_mode": recording_mode,
                "allow_without_camera": allow_without_camera,
                "hybrid_unflagged": hybrid_unflagged or survey.hybrid_unflagged,
            }
            changes = [f"{name} {old} to {wanted[name]}" for name, old in _changed(survey, wanted).items()]
            changes += _changed_values(survey, values)
            if changes:
                self._note_change(db, survey, actor, ", ".join(changes))
        return survey

    def choose_numbers(self, actor: User, platform: str, slug: str, numbers: Mapping[str, float]) -> Survey:
        """Judge new sessions of the newest version by these numbers of `domain.policy_values`; the survey's other own ones stay.

        Raises:
            NotAllowed: the actor is no administrator.
            NotFound: no such survey.
            InvalidInput: a number has no such name or is out of bounds.
        """
        require_administrator(actor)
        with transaction(self.engine) as db:
            survey = newest_survey(db, platform, slug)
            if survey is None:
                raise NotFound(Missing.SURVEY)
            changes = _changed_values(survey, {**survey.policy_values, **checked_values(numbers)})
            if changes:
                self._note_change(db, survey, actor, ", ".join(changes))
        return survey

    def keep_words(self, actor: User, survey_id: UUID, words: ModeratorWords) -> Survey:
        """Say these to the moderators of this version's cases, from now on; the audit log says which of them changed.

        Raises:
            NotAllowed: the actor is no administrator.
            NotFound: no such survey.
        """
        require_administrator(actor)
        with transaction(self.engine) as db:
            survey = find_survey(db, survey_id)
            changes = _changed(survey, asdict(words))
            if changes:
                self._note_change(db, survey, actor, ", ".join(changes))
        return survey

    def require_second_moderator(self, policy: PolicyName, before: PolicyName | None = None) -> None:
        """A policy that asks two moderators for a rejection is chosen where there are two; a survey that has it keeps it.

        Raises:
            InvalidInput: fewer are active.
        """
        if policy == before or not PROFILES[policy].second_look:
            return
        with reading(self.engine) as db:
            active = len(active_moderators(db))
        if active < LEAST_MODERATORS:
            raise InvalidInput("policy", SurveyRefusal.NEEDS_TWO_MODERATORS, active=active)

    def profiles(self) -> Mapping[PolicyName, Policy]:
        """Each profile with the settings put in: what a survey without numbers of its own is judged by."""
        return {name: self.rules.profile(name) for name in PolicyName}

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

    def _note_change(self, db: Session, survey: Survey, actor: User, detail: CodedMessage | str) -> None:
        audit(db, self.clock(), AuditAction.SURVEY_CHANGED, survey, actor_id=actor.id, detail=detail)


def _words_of(before: Survey | None) -> ModeratorWords:
    """What the version before says to moderators: a new one goes on saying it."""
    if before is None:
        return ModeratorWords("", "", "")
    return ModeratorWords(before.moderator_instructions, before.rejection_reasons, before.escalation_reasons)


def _added(db: Session, survey: Survey) -> Survey:
    platform, slug = survey.platform, survey.slug
    if not insert_if_absent(db, survey):
        raise Conflict(SurveyRefusal.VERSION_TAKEN, version=survey.version, slug=slug)
    detail = message(AuditDetail.SURVEY_OF_PLATFORM, slug=slug, platform=platform) if platform else slug
    audit(db, survey.created_at, AuditAction.SURVEY_ADDED, survey, actor_id=survey.created_by, detail=detail)
    return find_survey(db, survey.id)


def _changed(survey: Survey, wanted: Mapping[str, object]) -> Mapping[str, object]:
    """Make it so; returns what changed, by column, as it was before."""
    before = {name: getattr(survey, name) for name, value in wanted.items() if getattr(survey, name) != value}
    for name in before:
        setattr(survey, name, wanted[name])
    return before


def _changed_values(survey: Survey, wanted: Mapping[str, float]) -> list[str]:
    """Make these the survey's own numbers; returns what changed, in words for the audit log."""
    before, survey.policy_values = survey.policy_values, dict(wanted)
    return [
        f"{name} {_own(before, name)} to {_own(wanted, name)}"
        for name in BOUNDS
        if before.get(name) != wanted.get(name)
    ]


def _own(values: Mapping[str, float], name: str) -> str:
    return f"{values[name]:g}" if name in values else "the profile's"


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
