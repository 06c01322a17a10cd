"""A flagged session with pictures of two people, judged by people whose names are written in many scripts."""

import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from db.engine import open_engine
from db.tables import User
from proctor_core.case_file.archive import write_case_file
from proctor_core.codes.verdicts import VerdictKind, VerdictReason
from proctor_core.domain.evidence import StoredPicture
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.roles import Role
from proctor_core.domain.violation import IncidentType, RaisedSignal, SignalKind, SnapshotKind, ViolationType
from proctor_core.language.translation import translator
from proctor_core.media.store import media_key
from tests.media.test_blurring import OTHER, chequered
from tests.support.session_world import PASSWORD, SessionWorld, alleged

OWN_FACE, OTHER_FACE = (0.1, 0.2, 0.3, 0.4), (OTHER.left, OTHER.top, OTHER.width, OTHER.height)
NAME = "Zoë عائشة Ирина 中文 अनिता 👩‍🔬 \x07\n<b>"


class Flagged:
    """The world, the session, its moderator."""

    def __init__(self, world: SessionWorld) -> None:
        self.world = world
        self.service = world.services.keeping.case_files
        self.lee = world.accounts.create_user(world.administrator, "lee", NAME, Role.MODERATOR, PASSWORD)
        self.session_id = self._taken()
        self.review_id = world.services.reviewing.reviewing.case(self.lee, self.session_id).review.id

    def archive(self, actor: User | None = None, language: str = "en", *, with_video: bool = False) -> bytes:
        """The ZIP."""
        contents = self.service.contents(actor, self.session_id, with_video=with_video)
        out = BytesIO()
        sha256 = write_case_file(self.service, contents, translator(language), out)
        self.service.note_taken(actor, contents, sha256)
        return out.getvalue()

    def judge(self) -> None:
        """A verdict on the first incident."""
        first = self.world.services.reviewing.reviewing.case(self.lee, self.session_id).incidents[0]
        self.world.services.reviewing.verdicts.give(
            self.lee, self.review_id, list(first.anchor.members), VerdictKind.DISMISS, VerdictReason.WRITING
        )

    def add(self) -> None:
        """Another person, seen by the moderator alone."""
        self.world.services.reviewing.additions.add(
            self.lee, self.review_id, IncidentType.IDENTITY_MISMATCH, 70.0, 75.0
        )

    def _taken(self) -> UUID:
        world = self.world
        session = world.answered()
        for second, of_type in ((1, ViolationType.NO_FACE), (60, ViolationType.MULTIPLE_FACES)):
            violation_id = uuid4()
            moments = (SnapshotKind.START, SnapshotKind.END)
            start, end = (self._picture(session.id, violation_id, kind, second) for kind in moments)
            world.violations.open_violation(
                session.id, alleged(second, None, of_type), start, violation_id=violation_id
            )
            world.violations.close_violation(violation_id, alleged(second, second + 2, of_type), [end])
        dark = RaisedSignal(SignalKind.TOO_DARK, 61.0, 63.0, "dark")
        world.violations.record_signal(session.id, dark, signal_id=uuid4())
        world.clock.pass_time(90)
        reason = FlagReason(FlagRule.VIOLATION_COUNT, 2.0, 2.0, "2 violations")
        world.stored_sessions.submit(world.taker, session.id, 1.0, [reason])
        return session.id

    def _picture(self, session_id: UUID, violation_id: UUID, kind: SnapshotKind, second: int) -> StoredPicture:
        stored = self.world.media.put(media_key(session_id, violation_id, f"{kind}.jpg"), chequered())
        faces = (OWN_FACE, OTHER_FACE) if second > 1 else (OWN_FACE,)
        return StoredPicture(kind, stored.key, stored.sha256, stored.size_bytes, 320, 240, float(second), faces)


@pytest.fixture
def flagged(sqlite_engine: Engine, tmp_path: Path) -> Flagged:
    return Flagged(SessionWorld(sqlite_engine, tmp_path / "media"))


@pytest.fixture(scope="module")
def made(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[bytes]:
    """One file, of a session with a verdict."""
    folder = tmp_path_factory.mktemp("made")
    engine = open_engine(f"sqlite:///{shutil.copy(migrated_sqlite, folder / 'proctor.sqlite3')}")
    case = Flagged(SessionWorld(engine, folder / "media"))
    case.judge()
    case.add()
    case.world.services.reviewing.reviewing.claim(case.lee, case.review_id)
    yield case.archive(case.lee)
    engine.dispose()
