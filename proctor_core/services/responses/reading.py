"""Who may have a survey's answers, and how: page by page, or all of them for a file; taking them out is noted before.

Analysts and administrators have those of every survey, a platform those of its own. Names are for administrators who ask for
them. A list of any length is read in parts, each in a transaction of its own.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import reading, transaction
from db.queries.responses import HandedIn, ListedVersion, handed_in_after, listed_versions
from db.queries.surveys import find_survey, versions_of
from db.tables import Survey, User
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import CodedMessage, message
from proctor_core.codes.missing import Missing
from proctor_core.codes.survey_refusals import SurveyRefusal
from proctor_core.domain.paging import Cursor
from proctor_core.domain.response import Response
from proctor_core.domain.roles import Role
from proctor_core.domain.survey_definition import SurveyDefinition
from proctor_core.errors import NotAllowed, NotFound
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.permissions import has_role, require_role
from proctor_core.services.responses.assembling import Assembler
from proctor_core.services.responses.figures import SurveyFigures, survey_figures
from proctor_core.services.responses.pseudonyms import Pseudonyms
from proctor_core.services.surveys.surveys import definition_of

LONGEST_PAGE = 200
_BATCH = 200


@dataclass(frozen=True, slots=True)
class ResponseReader:
    """Who asks: a person, or with `platform` a platform's server by a token that `person` issued."""

    person: User
    platform: str | None = None


@dataclass(frozen=True, slots=True)
class ResponsePage:
    """Some responses, the first handed in first; `next` is what to ask with for more, None at the end."""

    survey: Survey
    responses: Sequence[Response]
    next: str | None


@dataclass(frozen=True, slots=True)
class AllResponses:
    """All responses of a version, read as they are asked for."""

    survey: Survey
    definition: SurveyDefinition
    has_names: bool
    responses: Iterator[Response]


@dataclass(frozen=True, slots=True)
class ResponseService:
    """Reads responses; every method raises NotAllowed for a role that has none, NotFound for another platform's survey."""

    engine: Engine
    clock: Callable[[], datetime]
    pseudonyms: Pseudonyms

    def versions(self, reader: ResponseReader) -> Sequence[ListedVersion]:
        """The survey versions that a person of the house can choose from, the newest first."""
        _require_reader(reader)
        if reader.platform is not None:
            raise NotAllowed(SurveyRefusal.NO_PERSON)
        with reading(self.engine) as db:
            return listed_versions(db)

    def page(
        self,
        reader: ResponseReader,
        survey_id: UUID,
        *,
        after: str | None = None,
        limit: int = LONGEST_PAGE,
        with_names: bool = False,
    ) -> ResponsePage:
        """A page from behind `after` on; the first page is noted, the others of the walk belong to it.

        Raises:
            InvalidInput: `after` was not given here.
        """
        survey, assembler = self._assembler(reader, survey_id, with_names=with_names)
        place = self.pseudonyms.opened(survey_id, after) if after else None
        if place is None or with_names:
            self._note_taking(survey, reader, "read", with_names=with_names)
        with reading(self.engine) as db:
            found = handed_in_after(db, survey_id, place, self.clock(), limit + 1)
        shown = found[:limit]
        more = self.pseudonyms.seal(survey_id, _place_of(shown[-1])) if len(found) > limit else None
        return ResponsePage(survey, [assembler.response(one) for one in shown], more)

    def take_out(self, reader: ResponseReader, survey_id: UUID, kind: str, *, with_names: bool = False) -> AllResponses:
        """Everything that was handed in up to now, for a file of this `kind`; noted before the first is read."""
        survey, assembler = self._assembler(reader, survey_id, with_names=with_names)
        self._note_taking(survey, reader, kind, with_names=with_names)
        responses = self._walk(survey_id, assembler, self.clock())
        return AllResponses(survey, assembler.definition, with_names, responses)

    def figures(
        self, reader: ResponseReader, survey_id: UUID, *, first: int = 0, most: int = LONGEST_PAGE
    ) -> SurveyFigures:
        """What was answered to up to `most` questions from `first` (from 0) on, counted."""
        with reading(self.engine) as db:
            survey = _owned(db, reader, survey_id)
            return survey_figures(db, survey, definition_of(survey), first, most)

    def _walk(self, survey_id: UUID, assembler: Assembler, until: datetime) -> Iterator[Response]:
        place: Cursor | None = None
        while True:
            with reading(self.engine) as db:
                found = handed_in_after(db, survey_id, place, until, _BATCH)
            yield from (assembler.response(one) for one in found)
            if len(found) < _BATCH:
                return
            place = _place_of(found[-1])

    def _assembler(self, reader: ResponseReader, survey_id: UUID, *, with_names: bool) -> tuple[Survey, Assembler]:
        with reading(self.engine) as db:
            survey = _owned(db, reader, survey_id)
            first = versions_of(db, survey.platform, survey.slug)[0]
        if with_names and (reader.platform is not None or not has_role(reader.person, Role.ADMINISTRATOR)):
            raise NotAllowed(SurveyRefusal.NO_NAMES)
        return survey, Assembler(definition_of(survey), first.id, self.pseudonyms, shows_names=with_names)

    def _note_taking(self, survey: Survey, reader: ResponseReader, how: str, *, with_names: bool) -> None:
        detail: CodedMessage | str = message(AuditDetail.WITH_NAMES, file=how) if with_names else how
        if reader.platform:
            detail = message(AuditDetail.TAKEN_BY_PLATFORM, file=detail, platform=reader.platform)
        with transaction(self.engine) as db:
            audit(db, self.clock(), AuditAction.RESPONSES_TAKEN, survey, actor_id=reader.person.id, detail=detail)


def _owned(db: Session, reader: ResponseReader, survey_id: UUID) -> Survey:
    _require_reader(reader)
    survey = find_survey(db, survey_id)
    if reader.platform is not None and survey.platform != reader.platform:
        raise NotFound(Missing.SURVEY)
    return survey


def _place_of(found: HandedIn) -> Cursor:
    at = found.session.submitted_at
    assert at is not None, "handed in"
    return Cursor(at, found.session.id)


def _require_reader(reader: ResponseReader) -> None:
    require_role(reader.person, Role.ANALYST, Role.ADMINISTRATOR)
