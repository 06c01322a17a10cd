"""A rich session as the program keeps it, built once, and copies of it to be altered behind the program's back."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, Table, delete, insert, update
from sqlalchemy import select as select_columns
from sqlmodel import SQLModel

from db.engine import open_engine, transaction
from db.tables import Appeal, AppealAnswer, FaceMute, LegalHold, ProctorReview, RecordingAnalysis, SessionRecording
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.appeal import AppealOutcome
from proctor_core.domain.evidence import StoredPicture
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import FlagRule, RecordingMode
from proctor_core.domain.recording import RecordingSource
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, RecordingState
from proctor_core.domain.violation import IncidentType, RaisedSignal, SignalKind, SnapshotKind
from proctor_core.media.store import MediaStore, StoredObject, media_key
from proctor_core.services.composition import ServiceSettings, compose_services
from proctor_core.services.files.data_folders import DataFolders
from tests.support.encoded_video import DrawnCamera
from tests.support.monitor_world import PAGE, MonitorWorld, monitor_world
from tests.support.session_world import SECRET, alleged


@dataclass(frozen=True)
class Ids:
    """Who and what is in it."""

    session: UUID
    other: UUID
    moderator: UUID
    second_moderator: UUID


def keep_evidence(engine: Engine, folder: Path) -> Ids:
    """The rich session, by a program that then ends."""
    with monitor_world(engine, folder) as world:
        return take_two(world)


def take_two(world: MonitorWorld) -> Ids:
    """One that is watched live, recorded, noted, flagged, uploaded to, decided, opened again and decided; and another."""
    moderator, second = world.person("mia", Role.MODERATOR), world.person("mo", Role.MODERATOR)
    other = _taken(world, recorded=False)
    session = _taken(world, recorded=True)
    for session_id, decision in ((other, DecisionKind.REJECT), (session, DecisionKind.APPROVE)):
        _decide(world, session_id, moderator, decision)
    _object(world, session)
    return Ids(session, other, moderator.id, second.id)


def _taken(world: MonitorWorld, *, recorded: bool) -> UUID:
    session = world.begun(recording_mode=RecordingMode.FULL if recorded else RecordingMode.OFF)
    if recorded:
        _film(world, session.id)
    # New monitoring lets go of pictures that no row names: not of those that come now.
    world.written()
    for second in (2, 4):
        violation_id = uuid4()
        start = _picture(world, session.id, violation_id, SnapshotKind.START, second)
        end = _picture(world, session.id, violation_id, SnapshotKind.END, second + 0.5)
        world.violations.open_violation(session.id, alleged(second), start, violation_id=violation_id)
        world.violations.close_violation(violation_id, alleged(second, second + 0.5), [end])
    dark = RaisedSignal(SignalKind.TOO_DARK, 5.0, 6.0, "dark")
    world.violations.record_signal(session.id, dark, signal_id=uuid4())
    world.play(session.id, 6)
    world.sessions.save_answer(world.taker, session.id, "why", "because")
    world.sessions.save_answer(world.taker, session.id, "why", "because of the quokka")
    world.hand_in(session.id)
    world.violations.flag(session.id, [FlagReason(FlagRule.LONG_VIOLATION, 40.0, 30.0, "40 s without a face")])
    if recorded:
        world.keeper.process_due()
        _analysed(world, session.id)
    return session.id


def _film(world: MonitorWorld, session_id: UUID) -> None:
    camera = DrawnCamera(world.clock())
    monitor = world.monitor(session_id)
    monitor.attach(PAGE)
    monitor.video.follow(camera.tap)
    camera.send(12)
    world.clock.pass_time(12)


def _picture(
    world: MonitorWorld, session_id: UUID, violation_id: UUID, kind: SnapshotKind, second: float
) -> StoredPicture:
    key = media_key(session_id, violation_id, f"{kind}.jpg")
    stored = world.media.put(key, f"{kind} at {second}".encode())
    return StoredPicture(kind, stored.key, stored.sha256, stored.size_bytes, 640, 480, second)


def _analysed(world: MonitorWorld, session_id: UUID) -> None:
    """An upload that was looked at; its rows as `recording_outcome` leaves them."""
    video = world.media.put(media_key(session_id, "video", "uploaded.mp4"), b"an uploaded video")
    strip = world.media.put(media_key(session_id, "video", "thumbnails.jpg"), b"its thumbnails")
    recording = SessionRecording(
        session_id=session_id,
        source=RecordingSource.UPLOADED,
        state=RecordingState.PROCESSED,
        media_key=video.key,
        sha256=video.sha256,
        size_bytes=video.size_bytes,
        thumbnails_key=strip.key,
        thumbnails_sha256=strip.sha256,
        created_at=world.clock(),
    )
    with transaction(world.engine) as db:
        db.add(recording)
        db.flush()
        found = {"agreed": 2, "only_recording": [], "only_live": [], "looks": 9}
        db.add(
            RecordingAnalysis(
                id=recording.id,
                session_id=session_id,
                recording_id=recording.id,
                differences=found,
                created_at=world.clock(),
            )
        )


def _decide(world: MonitorWorld, session_id: UUID, moderator: Any, decision: DecisionKind) -> None:
    reviewing = world.services.reviewing.reviewing
    [review] = world.rows(ProctorReview, session_id=session_id)
    for last in (False, True):
        review = reviewing.claim(moderator, review.id)
        incident = next(one for one in reviewing.case(moderator, session_id).incidents if one.violations)
        world.services.reviewing.verdicts.give(moderator, review.id, incident.anchor.members, VerdictKind.CONFIRM)
        _see_more(world, moderator, review)
        review = reviewing.decide(moderator, review.id, decision, "as seen", review.revision)
        if not last:
            review = reviewing.reopen(moderator, review.id, "look again")


def _object(world: MonitorWorld, session_id: UUID) -> None:
    """An appeal as `AppealService` stores it of a rejected session, its answer, and a hold that was lifted."""
    [review] = world.rows(ProctorReview, session_id=session_id)
    of_session: dict[str, Any] = {"session_id": session_id, "at": world.clock()}
    appeal = Appeal(**of_session, review_id=review.id, words="It was a picture.", answer_by=world.clock())
    with transaction(world.engine) as db:
        db.add(appeal)
        db.flush()
        db.add(AppealAnswer(**of_session, appeal_id=appeal.id, outcome=AppealOutcome.UPHELD, words="A phone."))
        hold = LegalHold(**of_session, reason="A court asks for it.")
        db.add(hold)
        db.flush()
        db.add(LegalHold(**of_session, reason="It was decided.", lifts=hold.id))


def _see_more(world: MonitorWorld, moderator: Any, review: ProctorReview) -> None:
    """An incident that the checks missed; and a muted face, as `MuteService` stores it, where there is none to mute."""
    world.services.reviewing.additions.add(moderator, review.id, IncidentType.IDENTITY_MISMATCH, 1.0, 2.0)
    about = {"session_id": review.session_id, "review_id": review.id, "moderator_id": moderator.id}
    mute = FaceMute(**about, violation_id=uuid4(), face_box=[0.1, 0.1, 0.2, 0.2], at=world.clock())
    with transaction(world.engine) as db:
        db.add(mute)


@dataclass
class Kept:
    """A copy: its database, its files, and hands that ask no program. A row is altered by its table's name."""

    engine: Engine
    folder: Path
    ids: Ids

    def __post_init__(self) -> None:
        self.media = MediaStore.open(self.folder / "media")
        settings = ServiceSettings(key=SECRET.encode(), folders=DataFolders.within(self.folder))
        services = compose_services(self.engine, lambda: datetime.now(UTC), self.media, settings)
        self.verifying = services.keeping.verifying

    # ---- asking ----

    def broken(self) -> tuple[str, ...]:
        """What `verify SESSION` finds."""
        return self.verifying.verify(self.ids.session).broken

    def broken_anywhere(self) -> tuple[str, ...]:
        """What `verify --all` finds."""
        reports = [self.verifying.verify_program()]
        reports += [self.verifying.verify_session_alone(session_id) for session_id in self.verifying.sessions()]
        return tuple(sentence for report in reports for sentence in report.broken)

    # ---- altering ----

    def table(self, name: str) -> Table:
        return SQLModel.metadata.tables[name]

    def rows(self, name: str, order: str = "id", **where: Any) -> list[dict[str, Any]]:
        """Rows of the session, or by columns."""
        table = self.table(name)
        with self.engine.connect() as connection:
            statement = select_columns(table).where(*self._where(table, where)).order_by(table.c[order])
            return [dict(row) for row in connection.execute(statement).mappings()]

    def row(self, name: str, order: str = "id", **where: Any) -> dict[str, Any]:
        """The first of them."""
        return self.rows(name, order, **where)[0]

    def set(self, name: str, row: dict[str, Any], **values: Any) -> None:
        """Alter one row."""
        table = self.table(name)
        with self.engine.begin() as connection:
            changed = connection.execute(update(table).where(*_same(table, row)).values(**values))
            assert changed.rowcount == 1

    def drop(self, name: str, row: dict[str, Any]) -> None:
        """Delete one row."""
        table = self.table(name)
        with self.engine.begin() as connection:
            assert connection.execute(delete(table).where(*_same(table, row))).rowcount == 1

    def add(self, name: str, row: dict[str, Any], **values: Any) -> None:
        """Insert a row like another one."""
        table = self.table(name)
        with self.engine.begin() as connection:
            connection.execute(insert(table).values(**{**row, **values}))

    def empty(self, name: str, **where: Any) -> None:
        """Delete rows, all of them where nothing is said."""
        table = self.table(name)
        with self.engine.begin() as connection:
            connection.execute(delete(table).where(*[table.c[column] == value for column, value in where.items()]))

    def put(self, key: str, content: bytes) -> StoredObject:
        """Write a file over another."""
        return self.media.put(key, content)

    def session(self) -> dict[str, Any]:
        """The session's own row."""
        return self.row("survey_session", id=self.ids.session)

    # ---- a copy of the whole ----

    def copy_tables(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table, to be put back later."""
        with self.engine.connect() as connection:
            return {
                table.name: [dict(row) for row in connection.execute(select_columns(table)).mappings()]
                for table in SQLModel.metadata.sorted_tables
            }

    def put_back(self, copy: dict[str, list[dict[str, Any]]]) -> None:
        """The rows of `copy_tables` take the place of those that are there."""
        with self.engine.begin() as connection:
            for table in reversed(SQLModel.metadata.sorted_tables):
                connection.execute(delete(table))
            for table in SQLModel.metadata.sorted_tables:
                if copy[table.name]:
                    connection.execute(insert(table), copy[table.name])

    def _where(self, table: Table, where: dict[str, Any]) -> list[Any]:
        if where:
            return [table.c[column] == value for column, value in where.items()]
        return [table.c.session_id == self.ids.session] if "session_id" in table.c else []


def _same(table: Table, row: dict[str, Any]) -> list[Any]:
    return [column == row[column.name] for column in table.primary_key]


@contextmanager
def copied(url: str, folder: Path, media: Path, ids: Ids) -> Iterator[Kept]:
    """A copy over a database of its own."""
    shutil.copytree(media, folder / "media")
    engine = open_engine(url)
    try:
        yield Kept(engine, folder, ids)
    finally:
        engine.dispose()
