"""One person's data as a ZIP: every row as JSON, the answers as CSV, every picture and log as it is.

Written row by row and part by part, so that a long recording is never in memory at once.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, BinaryIO, Self
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from sqlmodel import Session, SQLModel, and_, col, false, or_, select

from db.queries.personal_data import SAID_OF_SAMPLES, PersonalRows, ids_of, rows_of_person
from db.tables import (
    Answer,
    AuditEvent,
    BlindSample,
    Evidence,
    IdempotentAnswer,
    KeptPolicy,
    ReviewEvent,
    SessionMessage,
    Survey,
    SurveySession,
    User,
    Violation,
)
from proctor_core.domain.csv_cells import BYTE_ORDER_MARK, csv_lines
from proctor_core.domain.definition_reading import parse_definition
from proctor_core.domain.evidence import Bystanders, bystanders_in
from proctor_core.domain.live_message import MessageKind
from proctor_core.domain.notice import Permission
from proctor_core.domain.review_history import OPINIONS
from proctor_core.domain.session_code import session_code
from proctor_core.media.blurring import without_bystanders
from proctor_core.services.auditing import AuditAction
from proctor_core.services.consent_permissions import permissions_of
from proctor_core.services.files.session_files import SessionFiles, is_video

READ_ME = """Everything that Survey Proctor keeps about one person, as of {at}.

rows/<table>.json   every row, by table (times in UTC). Left out: the hashes of passwords and sign-in tokens{left_out}. Where
                    a row names somebody else it says "another person".
answers.csv         the answers with the questions they answer. An apostrophe stands before a text that a spreadsheet would
                    take for a formula.
sessions.csv        the surveys taken, and whether each was watched: proctored, without_by_choice, or off. Times in both
                    files are UTC and say so (+00:00).
sessions/<id>/...   reference picture, pictures of what was noted (.jpg), observations (.arrows, Apache Arrow streams).
                    Whoever else is in a picture is blurred. The video of the session is here (.webm), as the camera
                    took it; of a session whose notice did not say so (those before 2026-11.7, a platform's own) only
                    where nobody else may be in it: a face in motion can't be blurred without changing the recording.
"""
ANSWER_COLUMNS = ("survey", "version", "session", "question", "text", "answer", "shown at", "answered at")
SESSION_COLUMNS = (
    "survey",
    "session",
    "status",
    "proctoring",
    "watched by",
    "started at",
    "handed in at",
    "notes of the program",
)
_SECRETS = frozenset({"password_hash", "token_hash"})
_BETWEEN_MODERATORS = frozenset({"colleague_note"})
_SAID = (
    *(AuditAction.VERDICT_GIVEN, AuditAction.VERDICT_TAKEN_BACK),
    *(AuditAction.INCIDENT_ADDED, AuditAction.INCIDENT_TAKEN_BACK),
    *(AuditAction.FACE_MUTED, AuditAction.FACE_UNMUTED),
)
NOTES_LEFT_OUT = """,
                    and what moderators said to each other (colleague_note, moments that they marked, and of a
                    rejection before two agreed): ask the administrators for it"""
_BATCH = 200


def write_export(
    db: Session,
    files: SessionFiles,
    person: User,
    sessions: Sequence[UUID],
    at: datetime,
    out: BinaryIO,
    *,
    with_colleague_notes: bool,
) -> None:
    """Write the ZIP to `out`, which needs no seeking back further than one entry.

    `with_colleague_notes`: what moderators noted for each other is in it; a person's own copy leaves it out and says so.
    """
    left_out = _SECRETS if with_colleague_notes else _SECRETS | _BETWEEN_MODERATORS
    said = "" if with_colleague_notes else NOTES_LEFT_OUT
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", READ_ME.format(at=at.isoformat(timespec="seconds"), left_out=said))
        parts = rows_of_person(person.id, sessions)
        events = _events(db, person, parts, with_opinions=with_colleague_notes)
        for part in (*parts, _policies(sessions), events):
            shown = part if with_colleague_notes else without_opinions(part, person.id)
            _write_rows(db, archive, shown, person.id, left_out)
        with archive.open("answers.csv", "w") as entry:
            _write_table(entry, ANSWER_COLUMNS, (row for each in sessions for row in _answers(db, each)))
        with archive.open("sessions.csv", "w") as entry:
            _write_table(entry, SESSION_COLUMNS, _sessions(db, sessions))
        for session_id in sessions:
            _write_files(archive, files, session_id, _Shown.of(db, session_id))


def _policies(sessions: Sequence[UUID]) -> PersonalRows:
    """What the person's sessions were judged by; their rows name it by its key."""
    keys = select(SurveySession.policy_sha256).where(col(SurveySession.id).in_(sessions))
    return PersonalRows(KeptPolicy, col(KeptPolicy.sha256).in_(keys))


def _events(db: Session, person: User, parts: Sequence[PersonalRows], *, with_opinions: bool) -> PersonalRows:
    """The audit log's lines by this person and about what belongs to it.

    Without opinions: that a session was drawn and looked at is its taker's; that something was confirmed or added is not.
    """
    about = or_(col(AuditEvent.actor_id) == person.id, col(AuditEvent.object_id).in_(ids_of(db, parts)))
    if with_opinions:
        return PersonalRows(AuditEvent, about)
    drawn = ids_of(db, [part for part in parts if part.table is BlindSample])
    said = and_(col(AuditEvent.action).in_(_SAID), col(AuditEvent.object_id).in_(drawn))
    return PersonalRows(AuditEvent, and_(about, ~said))


def without_opinions(part: PersonalRows, person_id: UUID) -> PersonalRows:
    """What of a part the person gets and is told of: without what moderators say to each other before there is a decision, which
    its taker reads (moments that they marked, opinions on a rejection that needs two, a decision that is held, what their
    screens were answered), and without what they said of the blind sample, which decides nothing."""
    if part.table in SAID_OF_SAMPLES:
        return PersonalRows(part.table, false())
    if part.table is ReviewEvent:
        return PersonalRows(part.table, and_(part.where, col(ReviewEvent.kind).not_in(OPINIONS)))
    if part.table is SessionMessage:
        return PersonalRows(part.table, and_(part.where, col(SessionMessage.kind) != MessageKind.MARK))
    if part.table is AuditEvent:
        actions = [AuditAction.DECISION_HELD, AuditAction.MOMENT_MARKED, *(f"review.{kind}" for kind in OPINIONS)]
        return PersonalRows(part.table, and_(part.where, col(AuditEvent.action).not_in(actions)))
    if part.table is IdempotentAnswer:
        asked = or_(col(IdempotentAnswer.user_id) == person_id, col(IdempotentAnswer.platform).is_not(None))
        return PersonalRows(part.table, and_(part.where, asked))
    return part


def _write_rows(db: Session, archive: ZipFile, part: PersonalRows, person_id: UUID, left_out: frozenset[str]) -> None:
    rows = db.exec(select(part.table).where(part.where)).yield_per(_BATCH)
    with archive.open(f"rows/{part.table.__tablename__}.json", "w") as entry:
        separator = b"[\n"
        for row in rows:
            entry.write(separator + _row_as_json(row, person_id, left_out).encode())
            separator = b",\n"
        entry.write(b"[]\n" if separator == b"[\n" else b"\n]\n")


def _row_as_json(row: SQLModel, person_id: UUID, left_out: frozenset[str]) -> str:
    values: dict[str, Any] = {}
    for column in type(row).__table__.columns:  # pyright: ignore[reportAttributeAccessIssue]
        if column.name in left_out:
            continue
        value = getattr(row, column.name)
        names_somebody = any(key.column.table.name == User.__tablename__ for key in column.foreign_keys)
        values[column.name] = "another person" if names_somebody and value not in (None, person_id) else value
    return json.dumps(values, ensure_ascii=False, default=_value_as_json)


def _value_as_json(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _write_table(entry: IO[bytes], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    entry.write(BYTE_ORDER_MARK.encode())
    for line in csv_lines(columns, rows):
        entry.write(line.encode())


def _sessions(db: Session, sessions: Sequence[UUID]) -> Iterator[tuple[object, ...]]:
    taken = select(SurveySession, Survey.title).join(Survey, col(Survey.id) == SurveySession.survey_id)
    taken = taken.where(col(SurveySession.id).in_(sessions)).order_by(col(SurveySession.created_at))
    for session, title in db.exec(taken):
        times = (session.started_at, session.submitted_at)
        yield (
            title,
            session_code(session.id),
            session.status,
            session.proctoring,
            session.watched_by,
            *times,
            session.violations_count,
        )


def _answers(db: Session, session_id: UUID) -> Iterator[tuple[object, ...]]:
    survey = db.exec(
        select(Survey)
        .join(SurveySession, col(SurveySession.survey_id) == Survey.id)
        .where(SurveySession.id == session_id)
    ).one()
    questions = {question.id: question.text for question in parse_definition(survey.definition).questions}
    answers = select(Answer).where(Answer.session_id == session_id).order_by(col(Answer.shown_at), col(Answer.id))
    for answer in db.exec(answers):
        yield (
            survey.title,
            survey.version,
            session_code(session_id),
            answer.question_id,
            questions.get(answer.question_id, ""),
            answer.value,
            answer.shown_at,
            answer.answered_at,
        )


@dataclass(frozen=True, slots=True)
class _Shown:
    """What of a session's files the copy shows: who is blurred in which picture, and whether the video is in it."""

    crowded: Mapping[str, Bystanders]
    has_video: bool

    @classmethod
    def of(cls, db: Session, session_id: UUID) -> Self:
        session, crowded = db.get_one(SurveySession, session_id), _crowded(db, session_id)
        return cls(crowded, not crowded or Permission.OWN_VIDEO in permissions_of(db, session))


def _crowded(db: Session, session_id: UUID) -> Mapping[str, Bystanders]:
    """The pictures that show somebody else, by key."""
    pictures = select(Evidence, Violation).join(Violation, col(Violation.id) == Evidence.violation_id)
    found = db.exec(pictures.where(Evidence.session_id == session_id)).all()
    others = {evidence.media_key: bystanders_in(evidence.face_boxes, of.type) for evidence, of in found}
    return {key: bystanders for key, bystanders in others.items() if bystanders}


def _write_files(archive: ZipFile, files: SessionFiles, session_id: UUID, shown: _Shown) -> None:
    for file in files.of(session_id):
        if is_video(file) and not shown.has_video:
            continue
        with archive.open(file.name, "w", force_zip64=True) as entry:
            if file.name in shown.crowded:
                entry.write(without_bystanders(b"".join(files.chunks(file)), shown.crowded[file.name]))
                continue
            for part in files.chunks(file):
                entry.write(part)
