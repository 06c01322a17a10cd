"""The people and surveys of a served program, and what its database holds afterwards: read and written beside the program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import SQLModel, select

from db.engine import open_engine, reading
from db.migrate import upgrade
from db.tables import Answer, ProctorReview, Signal, Survey, SurveySession, User, Violation
from proctor_core.demo.surveys import COMMUTE_SURVEY, CUSTOMER_STUDY, DEFINITIONS
from proctor_core.domain.definition_reading import parse_definition
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import FlagRule, RecordingMode
from proctor_core.domain.roles import Role
from proctor_core.domain.survey_definition import SurveyDefinition
from proctor_core.media.store import MediaStore
from proctor_core.services.composition import ServiceSettings, compose_services
from proctor_core.services.files.data_folders import DataFolders
from proctor_core.wiring.clock import now
from tests.support.session_world import CHEAP, PASSWORD

Row = TypeVar("Row", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class Invited:
    """A taker with the one survey that waits for them."""

    name: str
    session_id: UUID
    survey: SurveyDefinition


class World:
    """One database, by default a data folder's: an administrator, the two demo surveys, and takers as tests ask for them."""

    def __init__(self, data_dir: Path, address: str = "") -> None:
        address = address or f"sqlite:///{data_dir / 'proctor.db'}"
        upgrade(address)
        self.engine = open_engine(address)
        settings = ServiceSettings(key=b"k" * 40, folders=DataFolders.within(data_dir), passwords=CHEAP)
        self._services = compose_services(self.engine, now, MediaStore.open(data_dir / "media"), settings)
        self._accounts, self._survey_service = self._services.accounts.accounts, self._services.surveys.surveys
        self._numbers = count(1)
        self._administrator = self._accounts.create_administrator("root", PASSWORD)
        self._surveys = {slug: self._add(slug, watched) for slug, watched in DEMO_SURVEYS.items()}

    def person(self, role: Role) -> str:
        """A new person of that role; the name they sign in with."""
        name = f"{role.value}-{next(self._numbers)}"
        self._accounts.create_user(self._administrator, name, name.title(), role, PASSWORD)
        return name

    def invited(self, slug: str = CUSTOMER_STUDY, recording_mode: RecordingMode = RecordingMode.OFF) -> Invited:
        """A new taker whom one survey waits for; its video is kept as `recording_mode` says."""
        name, survey = self.person(Role.TAKER), self._surveys[slug]
        if recording_mode is not RecordingMode.OFF:
            survey = self._survey_service.add_version(
                self._administrator, f"{slug}-{recording_mode.value}", DEFINITIONS[slug], recording_mode=recording_mode
            )
        taker = self.rows(User, name=name)[0]
        session = self._services.surveys.asking.assign(self._administrator, survey.id, taker.id)
        return Invited(name, session.id, parse_definition(survey.definition))

    def asked(self, definition: Mapping[str, Any], *, proctoring_enabled: bool = False) -> Invited:
        """A new taker whom a survey of these questions waits for."""
        name = self.person(Role.TAKER)
        slug = f"asked-{next(self._numbers)}"
        survey = self._survey_service.add_version(
            self._administrator, slug, definition, proctoring_enabled=proctoring_enabled
        )
        session = self._services.surveys.asking.assign(self._administrator, survey.id, self.rows(User, name=name)[0].id)
        return Invited(name, session.id, parse_definition(survey.definition))

    def rows(self, table: type[Row], **where: Any) -> Sequence[Row]:
        """What is stored now."""
        with reading(self.engine) as db:
            return db.exec(select(table).filter_by(**where)).all()

    def session(self, session_id: UUID) -> SurveySession:
        """The session as it is stored now."""
        return self.rows(SurveySession, id=session_id)[0]

    def violations(self, session_id: UUID) -> Sequence[Violation]:
        """What was alleged, in order of time."""
        return sorted(self.rows(Violation, session_id=session_id), key=lambda row: row.onset_s)

    def signals(self, session_id: UUID) -> Sequence[Signal]:
        """The technical states, in order of time."""
        return sorted(self.rows(Signal, session_id=session_id), key=lambda row: row.onset_s)

    def answers(self, session_id: UUID) -> dict[str, Any]:
        """Question -> value, of what was answered."""
        rows = self.rows(Answer, session_id=session_id)
        return {row.question_id: row.value for row in rows if row.value is not None}

    def review(self, session_id: UUID) -> ProctorReview | None:
        """The review, when the session was flagged."""
        return next(iter(self.rows(ProctorReview, session_id=session_id)), None)

    def flag_reasons(self, session_id: UUID) -> dict[FlagRule, FlagReason]:
        """Why the session goes to a person."""
        review = self.review(session_id)
        reasons = (
            [FlagReason(**{**stored, "rule": FlagRule(stored["rule"])}) for stored in review.flag_reasons]
            if review
            else []
        )
        return {reason.rule: reason for reason in reasons}

    def close(self) -> None:
        """Let the database go."""
        self.engine.dispose()

    def _add(self, slug: str, is_watched: bool) -> Survey:
        return self._survey_service.add_version(
            self._administrator, slug, DEFINITIONS[slug], proctoring_enabled=is_watched
        )


DEMO_SURVEYS = {CUSTOMER_STUDY: True, COMMUTE_SURVEY: False}
