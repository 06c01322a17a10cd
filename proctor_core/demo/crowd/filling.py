"""Fills a database with the crowd's sessions: some thousand in a transaction, recorded in the chain like everything else.

The next batch is drawn while the one before is written. A killed run leaves whole batches; begun again, it goes on behind them.
"""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import SQLModel, col, select

from db.bulk_insert import PackedRows, blank_row, insert_packed, note_new_sizes, pack_rows
from db.engine import reading, transaction
from db.one_at_a_time import DEMO_CONTENT, ProcessLock
from db.queries.accounts import has_own_user
from db.rollups.triggers import count_sessions, uncounted
from db.tables import AuditEvent, Survey, SurveySession, User
from proctor_core.codes.demo_faults import DemoFault
from proctor_core.demo.cast import STAFF
from proctor_core.demo.crowd.chance import Drawn, chance_of, drawn_id
from proctor_core.demo.crowd.people import SESSIONS_EACH, moderators
from proctor_core.demo.crowd.reviews import Bench
from proctor_core.demo.crowd.rows import IN_ORDER, Row
from proctor_core.demo.crowd.sessions import Crowd
from proctor_core.demo.crowd.surveys import add_surveys, crowd_surveys
from proctor_core.demo.crowd.year import DAYS, Year
from proctor_core.demo.people_and_surveys import add_people_and_surveys, demo_people
from proctor_core.domain.roles import Role
from proctor_core.errors import Conflict, IllegalMove
from proctor_core.services.auditing import CROWD_FILLED
from proctor_core.services.chain.appending import begin_chain, keeper_of, require_the_same_key
from proctor_core.services.chain.whole_sessions import WholeSessions
from proctor_core.services.composition import Services

BATCH = 2000
_SURVEYS_BEFORE = timedelta(days=DAYS + 6)
"""Nobody is asked earlier than so."""


@dataclass(frozen=True, slots=True)
class Filled:
    """`there`: sessions of this seed that the database has now; `added`: those among them that were not there before."""

    there: int
    added: int


@dataclass(frozen=True, slots=True)
class _Progress:
    """How far the crowd of a seed is, and up to when its year goes."""

    sessions: int
    until: datetime


@dataclass(frozen=True, slots=True)
class _Batch:
    """Ready to be written."""

    session_ids: Sequence[UUID]
    packed: Sequence[PackedRows]
    records: WholeSessions


@dataclass(frozen=True, slots=True)
class CrowdFilling:
    """One database's."""

    services: Services
    batch: int = BATCH

    def fill(self, sessions: int, seed: int = 1, progress: Callable[[int], object] = lambda _: None) -> Filled:
        """Have so many sessions of this seed in the database; `progress` hears how many there are, batch by batch.

        Raises:
            IllegalMove: the database has people or surveys of its own.
            Conflict: another process loads demo content into it.
            InvalidInput: its chain is linked with another key.
        """
        with self._alone():
            self._refuse_own_content()
            require_the_same_key(self._engine)
            begin_chain(self._engine)
            add_people_and_surveys(self.services)
            before = self._progress(seed)
            add_surveys(self.services, before.until - _SURVEYS_BEFORE)
            with _no_search_for_cycles():
                self._write_all(self._crowd(seed, before.until), range(before.sessions, sessions), progress)
            self.services.keeping.statistics_sums.fold()
            note_new_sizes(self._engine)
        return Filled(max(sessions, before.sessions), max(0, sessions - before.sessions))

    @property
    def _engine(self) -> Engine:
        return self.services.basis.engine

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = ProcessLock(self._engine, DEMO_CONTENT)
        if not lock.take(waits=False):
            raise Conflict(DemoFault.BEING_LOADED)
        try:
            yield
        finally:
            lock.give_back()

    def _refuse_own_content(self) -> None:
        with reading(self._engine) as db:
            own_survey = db.exec(select(Survey.id).where(col(Survey.is_demo).is_(False)).limit(1)).first()
            if has_own_user(db) or own_survey is not None:
                raise IllegalMove(DemoFault.CONTENT_OF_ITS_OWN)

    def _progress(self, seed: int) -> _Progress:
        with reading(self._engine) as db:
            lines = db.exec(select(AuditEvent.detail_values).where(AuditEvent.action == CROWD_FILLED)).all()
        noted = [line for line in lines if line and line["seed"] == seed]
        if not noted:
            return _Progress(0, self.services.basis.clock().replace(microsecond=0))
        return _Progress(max(line["sessions"] for line in noted), datetime.fromisoformat(noted[0]["until"]))

    def _crowd(self, seed: int, until: datetime) -> Crowd:
        year, surveys, people = Year(until), crowd_surveys(self.services), demo_people(self._engine)
        of_cast = [people[account.name].id for account in STAFF if account.role is Role.MODERATOR]
        of_crowd = [row["id"] for row in moderators(seed, year.begins_at)]
        [administrator] = [people[account.name].id for account in STAFF if account.role is Role.ADMINISTRATOR]
        times = self.services.keeping.retention.times
        return Crowd(seed, year, surveys, Bench([*of_cast, *of_crowd], until), administrator, times)

    # ---- batches ----

    def _write_all(self, crowd: Crowd, numbers: range, progress: Callable[[int], object]) -> None:
        with ThreadPoolExecutor(1, "crowd") as writer:
            written: Future[None] | None = None
            for first in range(numbers.start, numbers.stop, self.batch):
                batch = self._drawn(crowd, range(first, min(first + self.batch, numbers.stop)))
                if written is not None:
                    written.result()
                    progress(first)
                written = writer.submit(self._write, batch)
            if written is not None:
                written.result()
                progress(numbers.stop)

    def _drawn(self, crowd: Crowd, numbers: range) -> _Batch:
        records = WholeSessions.by(keeper_of(self._engine))
        rows: defaultdict[type[SQLModel], list[Row]] = defaultdict(list)
        if numbers.start == 0:
            rows[User] += moderators(crowd.seed, crowd.year.begins_at)
        for number in numbers:
            if number % SESSIONS_EACH == 0:
                rows[User].append(crowd.taker_row(number))
            session = crowd.session(number)
            rows[SurveySession].append(session.session)
            for table, drawn in session.by_table.items():
                rows[table] += drawn
            records.add_session(session.id, session.chained())
        rows[AuditEvent].append(self._line(crowd, numbers))
        records.add_to_program(AuditEvent, rows[AuditEvent])
        session_ids = [row["id"] for row in rows[SurveySession]]
        return _Batch(session_ids, _packed(self._engine, rows), records)

    def _line(self, crowd: Crowd, numbers: range) -> Row:
        """By which a run that is begun again knows what is there; it goes with the crowd's surveys."""
        values = {"seed": crowd.seed, "sessions": numbers.stop, "until": crowd.bench.until.isoformat()}
        return {
            **blank_row(AuditEvent),
            "id": drawn_id(chance_of(crowd.seed, Drawn.BATCH, numbers.stop)),
            "at": self.services.basis.clock(),
            "action": CROWD_FILLED,
            "object_type": str(Survey.__tablename__),
            "object_id": str(crowd.surveys[0].survey.id),
            "detail": f"seed {crowd.seed}, sessions {numbers.start + 1} to {numbers.stop}",
            "detail_values": values,
        }

    def _write(self, batch: _Batch) -> None:
        """One transaction."""
        with transaction(self._engine) as db:
            connection = db.connection()
            with uncounted(connection):
                for packed in batch.packed:
                    insert_packed(connection, packed)
            count_sessions(connection, batch.session_ids)
            batch.records.append(connection)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Rows are in no cycle; looking through them again and again for one takes a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _packed(engine: Engine, rows: dict[type[SQLModel], list[Row]]) -> Sequence[PackedRows]:
    return [pack_rows(engine.dialect, table, rows[table]) for table in IN_ORDER if rows.get(table)]
