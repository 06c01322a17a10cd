"""A small world for tests of the taker's side: a clock moved by hand, the services, an administrator and a taker."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Engine
from sqlmodel import SQLModel, select

from db.engine import reading, transaction
from db.tables import SurveySession, User
from proctor_core.domain.baseline import Baseline
from proctor_core.domain.chain import ChainKey
from proctor_core.domain.consent import Purpose
from proctor_core.domain.evidence import StoredPicture
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import AllegedViolation, SnapshotKind, ViolationType
from proctor_core.media.store import MediaStore, StoredObject
from proctor_core.services.chain.appending import ChainKeeper, keep_chain
from proctor_core.services.composition import ServiceSettings, compose_services
from proctor_core.services.files.data_folders import DataFolders
from proctor_core.services.surveys.session_policy import SessionRules
from proctor_core.services.taking.consents import ConsentText

Row = TypeVar("Row", bound=SQLModel)
PLATFORM = "quiz.example"
PASSWORD = "correct horse battery"
SECRET = "a key for tests, of no use anywhere else 4711"
CHAIN_KEY = ChainKey.of(SECRET.encode())
CONSENT = tuple(ConsentText(purpose, "2026-05", "a" * 64) for purpose in Purpose)
BASELINE = Baseline(yaw_deg=2.0, pitch_deg=-1.0, roll_deg=0.5, gaze_x=0.01, gaze_y=0.02, face_width=0.25, looks=7)
DEFINITION: Mapping[str, Any] = {
    "title": "Customer study",
    "questions": [
        {
            "id": "often",
            "kind": "single_choice",
            "text": "How often?",
            "options": ["daily", "weekly"],
            "required": True,
        },
        {"id": "liked", "kind": "scale", "text": "How much?", "required": True},
        {"id": "why", "kind": "long_text", "text": "Why?"},
    ],
}
# The cheapest Argon2 there is: tests sign in, they don't keep secrets.
CHEAP = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))


@dataclass
class Clock:
    """A clock that stands still until it is moved; what went by stands in `passed_s`, whatever the clock was set to."""

    now: datetime = field(default=datetime(2026, 5, 4, 9, 0, tzinfo=UTC))
    passed_s: float = 0.0

    def __call__(self) -> datetime:
        return self.now

    def pass_time(self, seconds: float) -> datetime:
        self.passed_s += seconds
        return self.set_by(seconds)

    def set_by(self, seconds: float) -> datetime:
        """Somebody sets the clock, forward or back: no time goes by."""
        self.now += timedelta(seconds=seconds)
        return self.now

    def steady_s(self) -> float:
        """What a clock says that nobody can set."""
        return self.passed_s


class SessionWorld:
    """Services over one database, and shortcuts to a session in a wanted state."""

    def __init__(self, engine: Engine, media_folder: Path, rules: SessionRules | None = None) -> None:
        self.engine, self.clock, self.rules = engine, Clock(), rules or SessionRules()
        self.media = MediaStore.open(media_folder)
        keep_chain(engine, ChainKeeper(CHAIN_KEY, self.clock, lambda: uuid4().hex))
        self.services = compose_services(engine, self.clock, self.media, self.settings(media_folder.parent))
        self.identity, self.verifying = self.services.keeping.identity, self.services.keeping.verifying
        self.accounts, self.surveys = self.services.accounts.accounts, self.services.surveys.surveys
        self.asking = self.services.surveys.asking
        self.sessions = self.stored_sessions = self.services.taking.stored
        self.enrolment = self.services.taking.enrolment
        self.violations = self.services.taking.violations
        self.webhooks, self.sender = self.services.platforms.webhooks, self.services.platforms.webhook_sender
        self.administrator = self.accounts.create_administrator("root", PASSWORD)
        self.taker = self.person("ada")

    def settings(self, folder: Path) -> ServiceSettings:
        """As the program has them, but that tests sign in quickly and reach this machine."""
        return ServiceSettings(
            key=SECRET.encode(),
            folders=DataFolders.within(folder),
            rules=self.rules,
            allows_demo=True,
            passwords=CHEAP,
            webhooks_to_own_network=True,
        )

    def person(self, name: str, role: Role = Role.TAKER) -> User:
        return self.accounts.create_user(self.administrator, name, name.title(), role, PASSWORD)

    def invited(self, **survey: Any) -> SurveySession:
        """`by_platform`: the platform whose service token opens the session, which is hybrid then."""
        definition, platform = survey.pop("definition", DEFINITION), survey.pop("by_platform", None)
        added = self.surveys.add_version(self.administrator, "study", definition, **survey)
        return self.asking.assign(self.administrator, added.id, self.taker.id, platform=platform)

    def enrolling(self, **survey: Any) -> SurveySession:
        session = self.invited(**survey)
        self.stored_sessions.give_consent(self.taker, session.id, CONSENT)
        return self.stored_sessions.begin_enrolling(self.taker, session.id)

    def in_progress(self, **survey: Any) -> SurveySession:
        session = self.enrolling(**survey)
        self.enrolment.accept_reference(session.id, b"a face", BASELINE, 0.93, True)
        return self.stored_sessions.begin(self.taker, session.id)

    def answered(self, **survey: Any) -> SurveySession:
        session = self.in_progress(**survey)
        self.answer_all(session.id)
        return session

    def answer_all(self, session_id: UUID) -> None:
        self.sessions.save_answer(self.taker, session_id, "often", "daily")
        self.sessions.save_answer(self.taker, session_id, "liked", 4)

    def allege(self, session_id: UUID, times: int = 1) -> UUID:
        """Open and close some violations; the id of the last."""
        violation_id = uuid4()
        for second in range(times):
            violation_id = uuid4()
            self.violations.open_violation(session_id, alleged(second), None, violation_id=violation_id)
            self.violations.close_violation(violation_id, alleged(second, second + 0.5))
        return violation_id

    def force(self, session_id: UUID, status: SessionStatus) -> None:
        """Put a session into a state without going the way there."""
        with transaction(self.engine) as db:
            session = db.get_one(SurveySession, session_id)
            session.status = status
            session.started_at = session.started_at or self.clock()

    def rows(self, table: type[Row], **where: Any) -> list[Row]:
        with reading(self.engine) as db:
            return list(db.exec(select(table).filter_by(**where)).all())

    def tally(self, session_id: UUID) -> tuple[int, bool]:
        """(violations counted, is flagged) of the session as the database has it."""
        session = self.stored(session_id)
        return session.violations_count, session.flagged_for_review

    def stored(self, session_id: UUID) -> SurveySession:
        """The session as the database has it."""
        with reading(self.engine) as db:
            return db.get_one(SurveySession, session_id)


def part_of_log(key: str) -> StoredObject:
    """A part of an observation log that no file stands for."""
    return StoredObject(key, "a" * 64, 1)


def alleged(
    onset_s: float, offset_s: float | None = None, of_type: ViolationType = ViolationType.NO_FACE
) -> AllegedViolation:
    return AllegedViolation(
        type=of_type,
        onset_s=onset_s,
        offset_s=offset_s,
        peak_s=onset_s + 0.25,
        confidence=0.9,
        looks=4,
        positive=4,
        measured=0.0,
        limit=1.0,
        reason="No face in 4 of 4 looks",
    )


def picture(kind: SnapshotKind, taken_s: float = 1.0) -> StoredPicture:
    return StoredPicture(kind, f"sessions/x/{kind}.jpg", "f" * 64, 12, 640, 480, taken_s)
