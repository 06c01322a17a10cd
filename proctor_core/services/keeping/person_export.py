"""One person's data as a ZIP: every row as JSON, the answers as CSV, every picture and log as it is.

Written row by row and part by part, so that a long recording is never in memory at once.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import IO, Any, BinaryIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from sqlmodel import Session, SQLModel, col, or_, select

from db.queries.personal_data import PersonalRows, ids_of, rows_of_person
from db.tables import Answer, AuditEvent, Evidence, Survey, SurveySession, User, Violation
from proctor_core.domain.csv_cells import BYTE_ORDER_MARK, csv_lines
from proctor_core.domain.definition_reading import parse_definition
from proctor_core.domain.evidence import Bystanders, bystanders_in
from proctor_core.domain.session_code import session_code
from proctor_core.media.blurring import without_bystanders
from proctor_core.services.files.session_files import SessionFiles, is_video

READ_ME = """Everything that Survey Proctor keeps about one person, as of {at}.

rows/<table>.json   every row, by table (times in UTC). Left out: the hashes of passwords and sign-in tokens{left_out}. Where
                    a row names somebody else it says "another person".
answers.csv         the answers with the questions they answer. An apostrophe stands before a text that a spreadsheet would
                    take for a formula.
sessions.csv        the surveys taken, and whether each was watched: proctored, without_by_choice, or off. Times in both
                    files are UTC and say so (+00:00).
sessions/<id>/...   reference picture, pictures of what was noted (.jpg), observations (.arrows, Apache Arrow streams).
                    Whoever else is in a picture is blurred. The video of the session is here (.webm) unless somebody
                    else may be in it: a face in motion can't be blurred without changing the recording.
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
NOTES_LEFT_OUT = """,
                    and what moderators noted for each other (colleague_note): ask the administrators for it"""
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
        for part in (*parts, _events(db, person, parts)):
            _write_rows(db, archive, part, person.id, left_out)
        with archive.open("answers.csv", "w") as entry:
            _write_table(entry, ANSWER_COLUMNS, (row for each in sessions for row in _answers(db, each)))
        with archive.open("sessions.csv", "w") as entry:
            _write_table(entry, SESSION_COLUMNS, _sessions(db, sessions))
        for session_id in sessions:
            _write_files(archive, files, session_id, _crowded(db, session_id))


def _events(db: Session, person: User, parts: Sequence[PersonalRows]) -> PersonalRows:
    """The audit log's lines by this person and about what belongs to it."""
    about = col(AuditEvent.object_id).in_(ids_of(db, parts))
    return PersonalRows(AuditEvent, or_(col(AuditEvent.actor_id) == person.id, about))


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


def _crowded(db: Session, session_id: UUID) -> Mapping[str, Bystanders]:
    """The pictures that show somebody else, by key."""
    pictures = select(Evidence, Violation).join(Violation, col(Violation.id) == Evidence.violation_id)
    found = db.exec(pictures.where(Evidence.session_id == session_id)).all()
    others = {evidence.media_key: bystanders_in(evidence.face_boxes, of.type) for evidence, of in found}
    return {key: bystanders for key, bystanders in others.items() if bystanders}


def _write_files(archive: ZipFile, files: SessionFiles, session_id: UUID, crowded: Mapping[str, Bystanders]) -> None:
    for file in files.of(session_id):
        if crowded and is_video(file):
            continue
        with archive.open(file.name, "w", force_zip64=True) as entry:
            if file.name in crowded:
                entry.write(without_bystanders(b"".join(files.chunks(file)), crowded[file.name]))
                continue
            for part in files.chunks(file):
                entry.write(part)
