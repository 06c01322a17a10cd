"""A database with a crowd in it, as the command line fills it: the program's services, and its chain."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import Engine, text
from sqlmodel import SQLModel, select

from db.engine import reading
from db.tables import User
from proctor_core.demo.content import DemoContent, DemoParts
from proctor_core.demo.crowd.filling import CrowdFilling
from proctor_core.domain.chain import ChainKey
from proctor_core.domain.retention import RetentionTimes
from proctor_core.media.store import MediaStore
from proctor_core.services.chain.appending import ChainKeeper, keep_chain
from proctor_core.services.composition import Services, ServiceSettings, compose_services
from proctor_core.services.files.data_folders import DataFolders
from tests.demo.played_content import no_observer

NOW = datetime(2026, 5, 20, 12, 30, tzinfo=UTC)


@dataclass(frozen=True)
class CrowdWorld:
    """One database, at NOW."""

    engine: Engine
    folder: Path
    retention: RetentionTimes = field(default_factory=RetentionTimes)

    def services(self) -> Services:
        """The program's; what they write from now on is chained."""
        keep_chain(self.engine, ChainKeeper(ChainKey.of(b"k" * 40), lambda: NOW, lambda: uuid4().hex))
        folders = DataFolders.within(self.folder)
        settings = ServiceSettings(key=b"k" * 40, folders=folders, allows_demo=True, retention=self.retention)
        return compose_services(self.engine, lambda: NOW, MediaStore.open(self.folder / "media"), settings)

    def filling(self, batch: int = 2000) -> CrowdFilling:
        return CrowdFilling(self.services(), batch)

    def content(self) -> DemoContent:
        """The stories' side of the demo, without a story."""
        observer = no_observer
        return DemoContent(DemoParts(self.services()), observer, self.folder / "demo", stories=())  # pyright: ignore[reportArgumentType]

    def found_by_verify(self, sessions: Sequence[UUID] | None = None) -> list[str]:
        """Whatever `verify` finds in the program's chain and in these sessions; None: in all."""
        verifying = self.services().keeping.verifying
        reports = [verifying.verify_program()]
        reports += [
            verifying.verify_session_alone(one) for one in (verifying.sessions() if sessions is None else sessions)
        ]
        return [str(finding.message()) for report in reports for finding in report.findings]

    def person(self, name: str) -> User:
        with reading(self.engine) as db:
            return db.exec(select(User).where(User.name == name)).one()

    def number(self, statement: str) -> int:
        """What a plain SQL count says."""
        with self.engine.connect() as connection:
            return int(connection.execute(text(statement)).scalar_one())

    def rows(self, table: type[SQLModel]) -> int:
        return self.number(f'SELECT count(*) FROM "{table.__tablename__}"')
