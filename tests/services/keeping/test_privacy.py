"""A person is planted in every table and folder: the copy holds all of it, and after the erasure nothing is left."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine, text
from sqlmodel import SQLModel, col, select

from db.engine import reading, transaction
from db.queries.personal_data import SAID_OF_SAMPLES
from db.tables import (
    AccommodationRow,
    AddedIncident,
    Appeal,
    AppealAnswer,
    AuditEvent,
    BlindSample,
    CasePresence,
    Consent,
    Evidence,
    ExternalPerson,
    FaceMute,
    HeldDecision,
    IdempotentAnswer,
    IncidentVerdict,
    LatestHeartbeat,
    LegalHold,
    ProctorReview,
    QueueMail,
    RecordingAnalysis,
    RecordingSegment,
    RecordingUpload,
    RejectionProposal,
    ReviewEvent,
    SampleAddition,
    SampleMute,
    SampleOpinion,
    SampleVerdict,
    SavedQueueView,
    SessionMessage,
    SessionRecording,
    SurveySession,
    User,
    Webhook,
    WebhookDelivery,
)
from proctor_core.codes.notice import NoticeText
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.accommodation import Easing, easings_of
from proctor_core.domain.appeal import AppealOutcome
from proctor_core.domain.blind_sample import SampleKind
from proctor_core.domain.evidence import StoredPicture
from proctor_core.domain.face_run import FaceRunState
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.live_message import MessageKind
from proctor_core.domain.notice import NoticeTerms, notice_text, sha256_of
from proctor_core.domain.policy import STANDARD, FlagRule, policy_from_json, policy_to_json, sha256_of_policy
from proctor_core.domain.recording import RecordingSource
from proctor_core.domain.roles import Role
from proctor_core.domain.session_code import session_code
from proctor_core.domain.states import DecisionKind, ReviewStatus, SessionStatus
from proctor_core.domain.token_scope import TokenScope
from proctor_core.domain.violation import IncidentType, RaisedSignal, SignalKind, SnapshotKind, ViolationType
from proctor_core.domain.webhook import WebhookEvent
from proctor_core.errors import IllegalMove, NotAllowed, NotFound
from proctor_core.media.store import media_key
from proctor_core.media.upload_folder import UploadFolder
from proctor_core.services.accounts.api_tokens import ApiTokenService
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.files.session_files import SessionFiles
from proctor_core.services.keeping.privacy import PrivacyService
from proctor_core.services.outage.outbox import Outbox
from proctor_core.services.taking.waiting_writes import GivenAnswer
from proctor_core.services.taking.withdrawal import WithdrawalService
from tests.media.test_blurring import OTHER, chequered, contrast
from tests.support.session_world import BASELINE, PASSWORD, SessionWorld, alleged

pytestmark = pytest.mark.slow

NAME, DISPLAY, EMAIL = "zyxadalove", "Zyx Lovelace", "zyx.lovelace@example.org"
ANSWER = "Because of the quokka in the garden"
NOTES = "The person on the left wore a tangerine hat"
PICTURES = {
    "reference": b"\xff\xd8 the reference face qqxq",
    "snapshot": b"\xff\xd8 the snapshot wwkw",
    "video": b"a film rrfr",
}
UPLOAD_PART = b"the first bytes of a video qqyq"
WAITING = "It waits for the axolotl"
LOG_PART, LEFT_BY_A_KILL = b"observations zzpz", b"\xff\xd8 half a picture vvmv"


@dataclass
class Planted:
    """A person in every table and folder, and a bystander who must stay whole."""

    world: SessionWorld
    privacy: PrivacyService
    person: User
    session: SurveySession
    bystander: User
    folder: Path

    def everything_stored(self) -> bytes:
        """Every byte of the database, the media store and the folder of logs."""
        stored = b"".join(path.read_bytes() for path in self.folder.rglob("*") if path.is_file())
        names = "\n".join(str(path.relative_to(self.folder)) for path in self.folder.rglob("*"))
        return stored + names.encode() + rows_as_text(self.world.engine).encode()

    def traces(self) -> list[bytes]:
        """What must be found before, and not after."""
        words = [NAME, DISPLAY, EMAIL, ANSWER, NOTES, WAITING, str(self.person.id), self.person.id.hex]
        words += [str(self.session.id), self.session.id.hex]
        return [*(word.encode() for word in words), *PICTURES.values(), LOG_PART, UPLOAD_PART, LEFT_BY_A_KILL]


def rows_as_text(engine: Engine) -> str:
    with engine.connect() as connection:
        tables = SQLModel.metadata.sorted_tables
        return "\n".join(str(tuple(row)) for t in tables for row in connection.execute(text(f"SELECT * FROM {t.name}")))


@pytest.fixture
def planted(world: SessionWorld, tmp_path: Path) -> Planted:
    """Every table that can name the person does, by the services where they can."""
    logs = tmp_path / "observations"
    outbox = Outbox(tmp_path / "outbox")
    files = SessionFiles(world.media, logs, tmp_path / "uploads", outbox)
    bystander = world.taker
    other = world.in_progress()
    world.sessions.save_answer(bystander, other.id, "why", "I stay")
    world.taker = person = world.accounts.create_user(
        world.administrator, NAME, DISPLAY, Role.TAKER, PASSWORD, email=EMAIL
    )
    world.accounts.sign_in(NAME, PASSWORD)
    reached_by_api(world)
    session = watched_session(world)
    (logs / str(session.id)).mkdir(parents=True)
    (logs / str(session.id) / "000-a.arrows").write_bytes(LOG_PART)
    (tmp_path / "media" / "sessions" / str(session.id) / "start.jpg#1").write_bytes(LEFT_BY_A_KILL)
    arriving(world, tmp_path / "uploads", session.id)
    outbox.add(GivenAnswer(session.id, "why", WAITING, world.clock()))
    outbox.add(GivenAnswer(other.id, "why", "I wait", world.clock()))
    privacy = PrivacyService(world.engine, world.clock, files)
    return Planted(world, privacy, person, session, bystander, tmp_path)


def watched_session(world: SessionWorld) -> SurveySession:
    """A session that was noted, handed in, and decided by a moderator."""
    session = world.enrolling()
    world.enrolment.accept_reference(session.id, PICTURES["reference"], BASELINE, 0.93, True)
    session = world.sessions.begin(world.taker, session.id)
    world.answer_all(session.id)
    world.sessions.save_answer(world.taker, session.id, "why", ANSWER)
    violation_id = uuid4()
    stored = world.media.put(media_key(session.id, violation_id, "start.jpg"), PICTURES["snapshot"])
    snapshot = StoredPicture(SnapshotKind.START, stored.key, stored.sha256, stored.size_bytes, 640, 480, 1.0)
    world.violations.open_violation(session.id, alleged(1.0), snapshot, violation_id=violation_id)
    world.violations.close_violation(violation_id, alleged(1.0, 2.0))
    world.violations.record_signal(session.id, RaisedSignal(SignalKind.TOO_DARK, 3.0, 4.0, "dark"), signal_id=uuid4())
    world.violations.extend_run(session.id, run_state(world))
    with transaction(world.engine) as db:
        webhook = Webhook(name="quiz", url="https://quiz.example/hook", created_at=world.clock())
        db.add(webhook)
        db.flush()
        db.add(waiting_message(world, webhook.id, session.id))
        db.add(SessionMessage(session_id=session.id, sentence=NOTES, at=world.clock()))
        db.add(LatestHeartbeat(session_id=session.id, sequence=1, started_at=world.clock(), beat_at=world.clock()))
    recorded(world, session.id)
    part = world.media.put(media_key(session.id, "observations", "000-b.arrows"), LOG_PART)
    world.sessions.keep_observation_log(session.id, part, 7)
    reason = FlagReason(FlagRule.LONG_VIOLATION, 40.0, 30.0, "40 s without a face")
    world.sessions.submit(world.taker, session.id, 0.99, [reason])
    decide(world, session.id, ReviewStatus.APPROVED)
    waits_for_moderators(world, session.id)
    is_in_the_sample(world, session.id)
    appealed_and_held(world, session.id)
    arranged_a_queue(world, session.id)
    return world.stored(session.id)


def appealed_and_held(world: SessionWorld, session_id: UUID) -> None:
    """An appeal that was answered, and a hold that was lifted."""
    (review,), at = world.rows(ProctorReview, session_id=session_id), world.clock()
    of_session: dict[str, Any] = {"session_id": session_id, "at": at}
    appeal = Appeal(**of_session, review_id=review.id, words=NOTES, answer_by=at)
    hold = LegalHold(**of_session, reason=NOTES)
    with transaction(world.engine) as db:
        db.add_all([appeal, hold])
        db.flush()
        db.add(AppealAnswer(**of_session, appeal_id=appeal.id, outcome=AppealOutcome.UPHELD, words=NOTES))
        db.add(LegalHold(**of_session, reason=NOTES, lifts=hold.id))


def arranged_a_queue(world: SessionWorld, session_id: UUID) -> None:
    """What the person left who was a moderator once."""
    at, own = world.clock(), {"moderator_id": world.taker.id}
    with transaction(world.engine) as db:
        db.add(SavedQueueView(**own, name=f"View of {NAME}", choices={"survey": NAME}, created_at=at))
        db.add(QueueMail(**own, address=EMAIL, mailed_at=at))
        db.add(CasePresence(**own, session_id=session_id, seen_at=at))


def recorded(world: SessionWorld, session_id: UUID) -> None:
    """A recording with one segment."""
    recording = SessionRecording(session_id=session_id, source=RecordingSource.LIVE, created_at=world.clock())
    stored = world.media.put(media_key(session_id, "video", "000001.webm"), PICTURES["video"])
    segment = RecordingSegment(
        **{"session_id": session_id, "recording_id": recording.id, "number": 1, "media_key": stored.key},
        **{"start_s": 0.0, "duration_s": 10.0, "frames": 80, "codec": "vp8", "width": 640, "height": 480},
        **{"size_bytes": stored.size_bytes, "sha256": stored.sha256, "link_sha256": stored.sha256},
    )
    with transaction(world.engine) as db:
        db.add(recording)
        db.flush()
        db.add(segment)
        found = {"agreed": 0, "only_recording": [], "only_live": [], "looks": 1}
        analysis = RecordingAnalysis(
            session_id=session_id, recording_id=recording.id, differences=found, created_at=world.clock()
        )
        db.add(analysis)


def arriving(world: SessionWorld, folder: Path, session_id: UUID) -> None:
    """An upload of which some bytes have come."""
    now, uploads = world.clock(), UploadFolder(folder)
    upload = RecordingUpload(session_id=session_id, length=1000, created_at=now, expires_at=now)
    with transaction(world.engine) as db:
        db.add(upload)
    uploads.begin(session_id, upload.id, 1000)
    uploads.append(session_id, upload.id, UPLOAD_PART)


def waiting_message(world: SessionWorld, webhook_id: UUID, session_id: UUID) -> WebhookDelivery:
    return WebhookDelivery(
        webhook_id=webhook_id,
        session_id=session_id,
        event=WebhookEvent.SUBMITTED,
        payload={"session_id": str(session_id)},
        created_at=world.clock(),
        next_try_at=world.clock(),
    )


def reached_by_api(world: SessionWorld) -> None:
    """What the API keeps of a person: a token, another platform's name for them, an answer; and what is eased for them."""
    now, person = world.clock(), world.taker
    ApiTokenService(world.engine, world.clock).issue(
        world.administrator, "t", TokenScope.TAKER, timedelta(days=1), person.id
    )
    with transaction(world.engine) as db:
        db.add(AccommodationRow(taker_id=person.id, eased={"no_face": "off"}, set_at=now))
        db.add(ExternalPerson(platform="quiz", external_id=f"{NAME} at quiz", user_id=person.id, created_at=now))
        answer = {"id": str(person.id), "said": ANSWER}
        db.add(
            IdempotentAnswer(user_id=person.id, key_hash="k", request_hash="r", status=201, body=answer, created_at=now)
        )


def waits_for_moderators(world: SessionWorld, session_id: UUID) -> None:
    """A decision that is not announced yet, about a rejection that needs two."""
    with transaction(world.engine) as db:
        review = db.exec(select(ProctorReview).where(ProctorReview.session_id == session_id)).one()
        about = {"session_id": session_id, "review_id": review.id}
        db.add(RejectionProposal(**about, proposed_by=world.administrator.id, at=world.clock()))
        times = {"made_at": world.clock(), "announce_at": world.clock()}
        db.add(HeldDecision(**about, decision=DecisionKind.REJECT, reason="a phone", revision=0, **times))


def is_in_the_sample(world: SessionWorld, session_id: UUID) -> None:
    """It was drawn, and a moderator said something of it."""
    now, by = world.clock(), world.administrator.id
    drawn = BlindSample(session_id=session_id, kind=SampleKind.DECIDED, share=0.02, drawn_at=now, ranks_since=now)
    about: dict[str, Any] = {"session_id": session_id, "sample_id": drawn.id, "moderator_id": by, "at": now}
    span = {"onset_s": 1.0, "offset_s": 2.0}
    said = [
        SampleOpinion(**about, decision=DecisionKind.REJECT, reason=NOTES, note=NOTES),
        SampleVerdict(**about, **span, violation_ids=[str(uuid4())], signal_ids=[]),
        SampleAddition(**about, **span, type=IncidentType.NO_FACE),
        SampleMute(**about, violation_id=uuid4(), face_box=[0.1, 0.1, 0.2, 0.2]),
    ]
    with transaction(world.engine) as db:
        db.add(drawn)
        db.flush()
        db.add_all(said)


def run_state(world: SessionWorld) -> FaceRunState:
    return FaceRunState(started_at=world.clock(), ended_at=world.clock(), samples=10, face_count=1, confidence=0.9)


def decide(world: SessionWorld, session_id: UUID, status: ReviewStatus) -> None:
    """A moderator's word, as `ReviewService` stores it."""
    with transaction(world.engine) as db:
        review = db.exec(select(ProctorReview).where(ProctorReview.session_id == session_id)).one()
        review.status, review.notes = status, NOTES
        db.add(ReviewEvent(review_id=review.id, kind="approve", notes=NOTES, at=world.clock()))
        covered = {"violation_ids": [str(uuid4())], "signal_ids": list[str]()}
        span = {"onset_s": 1.0, "offset_s": 2.0, "at": world.clock()}
        kind = VerdictKind.CONFIRM
        db.add(IncidentVerdict(session_id=session_id, review_id=review.id, kind=kind, **covered, **span))
        of_review = {"session_id": session_id, "review_id": review.id, "at": world.clock()}
        db.add(AddedIncident(**of_review, type=IncidentType.IDENTITY_MISMATCH, onset_s=1.0, offset_s=2.0))
        db.add(FaceMute(**of_review, violation_id=uuid4(), face_box=[0.1, 0.1, 0.2, 0.2]))
        db.get_one(SurveySession, session_id).status = SessionStatus.PASSED
        about = f"{NAME.upper()} wrote to us from {EMAIL}"
        given = {"name": NAME, "other": [EMAIL]}
        event = AuditEvent(at=world.clock(), action="x", object_type="note", object_id=NAME, detail=about)
        event.detail_code, event.detail_values = "x", given
        db.add(event)


def test_something_is_planted_in_every_table(planted: Planted) -> None:
    empty = {t.name for t in SQLModel.metadata.sorted_tables if not has_rows(planted.world.engine, t.name)}
    names_nobody = {"database_identity", "erased_session", "overwrite_due", "statistics_rollup"}
    assert empty <= {"invitation", "sign_in_throttle"} | names_nobody, "plant the new table too"
    stored = planted.everything_stored()
    # PostgreSQL writes ids with dashes everywhere.
    missing = [trace for trace in planted.traces() if trace not in stored]
    assert missing in ([], [planted.person.id.hex.encode(), planted.session.id.hex.encode()])


def has_rows(engine: Engine, table: str) -> bool:
    with engine.connect() as connection:
        return connection.execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first() is not None


def test_after_an_erasure_no_byte_of_the_person_is_left(planted: Planted) -> None:
    assert NAME.encode() in planted.everything_stored()
    receipt = planted.privacy.erase_person(planted.world.administrator, planted.person.id)
    assert receipt.is_overwritten == (planted.world.engine.dialect.name == "sqlite"), "PostgreSQL's tables are a task"
    stored = planted.everything_stored().lower()
    assert [trace for trace in planted.traces() if trace.lower() in stored] == []


def test_others_stay_whole(planted: Planted) -> None:
    def of_bystander() -> list[str]:
        sessions = planted.world.rows(SurveySession, taker_id=planted.bystander.id)
        with planted.world.engine.connect() as connection:
            rows = connection.execute(text("SELECT count(*) FROM audit_event")).scalar_one()
        assert rows > 0
        return [str(row) for row in (planted.world.rows(User, id=planted.bystander.id), sessions)]

    before = of_bystander()
    files = sorted(
        stored.key for stored in planted.world.media.list("sessions") if str(planted.session.id) not in stored.key
    )
    planted.privacy.erase_person(None, planted.person.id)
    assert of_bystander() == before
    assert b"I wait" in planted.everything_stored()
    assert sorted(stored.key for stored in planted.world.media.list("sessions")) == files != []


def test_the_receipt_counts_and_names_nobody(planted: Planted) -> None:
    receipt = planted.privacy.erase_person(planted.person, planted.person.id)
    counted = dict(receipt.rows)
    assert (counted["survey_session"], counted["answer"], counted["user_account"], counted["evidence"]) == (1, 3, 1, 1)
    assert (receipt.files, receipt.at) == (6, planted.world.clock())
    (event,) = planted.world.rows(AuditEvent, action="person.erased")
    assert (event.object_id, event.actor_id, event.detail) == (str(receipt.id), None, receipt.in_words())


def test_what_was_done_stays_in_the_audit_log_without_saying_to_whom(planted: Planted) -> None:
    before = planted.world.rows(AuditEvent)
    planted.privacy.erase_person(planted.world.administrator, planted.person.id)
    after = planted.world.rows(AuditEvent)
    assert len(after) == len(before) + 1
    assert {e.action for e in before} < {e.action for e in after}
    assert next(e for e in after if e.action == "x").detail == "erased wrote to us from erased"


def test_a_second_erasure_finds_nothing_and_says_so(planted: Planted) -> None:
    planted.privacy.erase_person(None, planted.person.id)
    with pytest.raises(NotFound):
        planted.privacy.erase_person(None, planted.person.id)
    with pytest.raises(NotFound, match="nothing is kept under that name"):
        planted.privacy.person_called(NAME)


def test_an_open_case_refuses_the_takers_own_erasure_and_not_the_administrators(planted: Planted) -> None:
    planted.world.force(planted.session.id, SessionStatus.UNDER_REVIEW)
    code = planted.session.id.hex[:6].upper()
    with pytest.raises(IllegalMove, match=f"a person still has to decide about session {code}"):
        planted.privacy.erase_person(planted.person, planted.person.id)
    assert planted.world.media.exists(media_key(planted.session.id, "observations", "000-b.arrows"))
    assert planted.privacy.what_is_kept(planted.person, planted.person.id).open_cases == (code,)
    assert planted.privacy.erase_person(planted.world.administrator, planted.person.id).row_count > 0


@pytest.mark.parametrize("status", [ReviewStatus.PENDING, ReviewStatus.ESCALATED])
def test_a_flagged_session_that_nobody_decided_is_an_open_case(planted: Planted, status: ReviewStatus) -> None:
    decide(planted.world, planted.session.id, status)
    with pytest.raises(IllegalMove):
        planted.privacy.erase_person(planted.person, planted.person.id)


@pytest.mark.parametrize("role", [Role.TAKER, Role.MODERATOR, Role.ANALYST])
def test_nobody_else_may_look_copy_or_erase(planted: Planted, role: Role) -> None:
    stranger = planted.world.person("eve", role)
    asks: list[Callable[[], object]] = [
        lambda: planted.privacy.what_is_kept(stranger, planted.person.id),
        lambda: planted.privacy.export(stranger, planted.person.id, io.BytesIO()),
        lambda: planted.privacy.erase_person(stranger, planted.person.id),
    ]
    for ask in asks:
        with pytest.raises(NotAllowed):
            ask()
    assert planted.world.rows(User, id=planted.person.id)


def test_a_moderator_does_not_take_an_account_away_alone(world: SessionWorld, tmp_path: Path) -> None:
    moderator = world.person("lee", Role.MODERATOR)
    with pytest.raises(NotAllowed):
        service(world, tmp_path).erase_person(moderator, moderator.id)


def test_the_last_administrator_stays(world: SessionWorld, tmp_path: Path) -> None:
    with pytest.raises(IllegalMove, match="only administrator"):
        service(world, tmp_path).erase_person(None, world.administrator.id)
    world.person("second", Role.ADMINISTRATOR)
    assert service(world, tmp_path).erase_person(None, world.administrator.id).row_count == 1


def test_what_a_moderator_decided_stays_without_the_moderator(planted: Planted) -> None:
    world = planted.world
    moderator = world.person("lee", Role.MODERATOR)
    with transaction(world.engine) as db:
        db.exec(select(ProctorReview)).one().moderator_id = moderator.id
    planted.privacy.erase_person(world.administrator, moderator.id)
    (review,) = world.rows(ProctorReview)
    assert (review.moderator_id, review.notes) == (None, NOTES)


# ---- the copy ----


@pytest.fixture
def copy(planted: Planted) -> Iterator[ZipFile]:
    out = io.BytesIO()
    planted.privacy.export(planted.person, planted.person.id, out)
    with ZipFile(out) as archive:
        yield archive


def test_the_copy_holds_every_row_that_belongs_to_the_person(planted: Planted, copy: ZipFile) -> None:
    kept = planted.privacy.what_is_kept(planted.person, planted.person.id)
    of_moderators = {table.__tablename__ for table in SAID_OF_SAMPLES}
    for table, stored in kept.rows:
        # What a blind sample's moderator says decides nothing and is left out; that the session was drawn is in it.
        count = 0 if table in of_moderators else stored
        assert len(json.loads(copy.read(f"rows/{table}.json"))) == count, table
    (account,) = json.loads(copy.read("rows/user_account.json"))
    assert (account["name"], account["display_name"], account["email"]) == (NAME, DISPLAY, EMAIL)
    assert json.loads(copy.read("rows/audit_event.json"))


def test_the_copy_holds_the_answers_with_their_questions(copy: ZipFile) -> None:
    rows = list(csv.DictReader(io.StringIO(copy.read("answers.csv").decode("utf-8-sig"))))
    assert [(row["question"], row["text"], row["answer"]) for row in rows if row["question"] == "why"] == [
        ("why", "Why?", ANSWER)
    ]
    assert {row["answer"] for row in rows} == {"daily", "4", ANSWER}


def test_moderators_notes_to_each_other_are_in_no_copy_that_takers_make_themselves(planted: Planted) -> None:
    between = "The same person as last week."
    moderator, session_id = planted.world.person("mo", Role.MODERATOR), str(planted.session.id)
    with transaction(planted.world.engine) as db:
        db.exec(select(ProctorReview)).one().colleague_note = between
        db.exec(select(ReviewEvent)).first().colleague_note = between
        mark: dict[str, Any] = {"kind": MessageKind.MARK, "sentence": between, "at": planted.world.clock()}
        db.add(SessionMessage(session_id=planted.session.id, author_id=moderator.id, **mark))
        held = {"session_id": session_id, "decision": "reject", "note": between}
        kept = {"key_hash": "held", "request_hash": "r", "status": 201, "created_at": planted.world.clock()}
        db.add(IdempotentAnswer(user_id=moderator.id, body=held, **kept))
        audit(
            db, planted.world.clock(), AuditAction.DECISION_HELD, planted.session, actor_id=moderator.id, detail=between
        )
    own, asked_for = io.BytesIO(), io.BytesIO()
    planted.privacy.export(planted.person, planted.person.id, own)
    planted.privacy.export(planted.world.administrator, planted.person.id, asked_for)
    with ZipFile(own) as archive:
        assert not [name for name in archive.namelist() if between.encode() in archive.read(name)]
        assert b"what moderators said to each other" in archive.read("README.txt")
        assert json.loads(archive.read("rows/proctor_review.json"))[0]["notes"] == NOTES, "the reason is theirs to read"
    with ZipFile(asked_for) as archive:
        held = {name for name in archive.namelist() if between.encode() in archive.read(name)}
    assert held == {
        *("rows/proctor_review.json", "rows/review_event.json"),
        *("rows/idempotent_answer.json", "rows/audit_event.json", "rows/session_message.json"),
    }


def test_the_copy_holds_every_picture_and_log(planted: Planted, copy: ZipFile) -> None:
    contents = [copy.read(name) for name in copy.namelist() if name.startswith(f"sessions/{planted.session.id}/")]
    (waiting,) = json.loads(copy.read(f"sessions/{planted.session.id}/unfinished/waiting.json"))
    assert (waiting["kind"], waiting["value"]) == ("answer", WAITING)
    contents = [content for content in contents if WAITING.encode() not in content]
    assert sorted(contents) == sorted([*PICTURES.values(), LOG_PART, LOG_PART, UPLOAD_PART])
    kept = planted.privacy.what_is_kept(planted.person, planted.person.id)
    size = sum(len(copy.read(name)) for name in copy.namelist() if name.startswith("sessions/"))
    assert (kept.files, kept.size_bytes) == (7, size)


def test_the_copy_says_of_each_session_how_it_was_watched(planted: Planted) -> None:
    session = planted.world.invited(proctoring_enabled=False)
    out = io.BytesIO()
    planted.privacy.export(planted.person, planted.person.id, out)
    with ZipFile(out) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("sessions.csv").decode("utf-8-sig"))))
    by_session = {row["session"]: row["proctoring"] for row in rows}
    assert by_session == {session_code(planted.session.id): "proctored", session_code(session.id): "off"}


def test_in_the_copy_whoever_else_is_in_a_picture_is_blurred(planted: Planted) -> None:
    with transaction(planted.world.engine) as db:
        (evidence,) = db.exec(select(Evidence).where(Evidence.session_id == planted.session.id)).all()
        evidence.face_boxes = [[0.1, 0.2, 0.3, 0.4], [OTHER.left, OTHER.top, OTHER.width, OTHER.height]]
        key = evidence.media_key
    planted.world.media.put(key, chequered())
    for actor in (planted.person, planted.world.administrator, None):
        out = io.BytesIO()
        planted.privacy.export(actor, planted.person.id, out)
        with ZipFile(out) as archive:
            assert contrast(archive.read(key), OTHER) < 10
    assert planted.world.media.get(key) == chequered(), "what is kept stays as it was"


@pytest.mark.parametrize("version", NoticeText)
def test_a_video_with_somebody_else_is_in_the_copy_where_the_notice_says_so_and_one_without_always(
    planted: Planted, version: NoticeText
) -> None:
    with transaction(planted.world.engine) as db:
        for consent in db.exec(select(Consent).where(Consent.session_id == planted.session.id)).all():
            consent.text_sha256 = sha256_of(notice_text(NoticeTerms(STANDARD.violation_threshold), version))
    assert PICTURES["video"] in files_in_copy(planted)
    with transaction(planted.world.engine) as db:
        (evidence,) = db.exec(select(Evidence).where(Evidence.session_id == planted.session.id)).all()
        evidence.face_boxes = [[0.1, 0.2, 0.3, 0.4], [OTHER.left, OTHER.top, OTHER.width, OTHER.height]]
        key = evidence.media_key
    planted.world.media.put(key, chequered())
    assert (PICTURES["video"] in files_in_copy(planted)) is (version is NoticeText.V_2026_11_7)


def files_in_copy(planted: Planted) -> list[bytes]:
    out = io.BytesIO()
    planted.privacy.export(planted.person, planted.person.id, out)
    with ZipFile(out) as archive:
        return [archive.read(name) for name in archive.namelist() if name.startswith("sessions/")]


def test_the_copy_holds_no_secret_and_names_nobody_else(planted: Planted, copy: ZipFile) -> None:
    everything = b"".join(copy.read(name) for name in copy.namelist())
    assert b"argon2" not in everything and b"token_hash" not in everything
    for other in (planted.world.administrator, planted.bystander):
        assert str(other.id).encode() not in everything


def test_a_formula_in_an_answer_stays_text(planted: Planted) -> None:
    session = planted.world.in_progress()
    planted.world.sessions.save_answer(planted.person, session.id, "why", '=HYPERLINK("http://x")')
    out = io.BytesIO()
    planted.privacy.export(planted.world.administrator, planted.person.id, out)
    with ZipFile(out) as archive:
        assert "\"'=HYPERLINK" in archive.read("answers.csv").decode("utf-8-sig")


def test_a_copy_is_in_the_audit_log(planted: Planted, copy: ZipFile) -> None:
    (event,) = planted.world.rows(AuditEvent, action="person.exported")
    assert (event.actor_id, event.object_id) == (planted.person.id, str(planted.person.id))


# ---- one session ----


def test_a_withdrawn_session_is_emptied_and_only_its_place_stays(world: SessionWorld, tmp_path: Path) -> None:
    session = world.answered()
    world.allege(session.id)
    WithdrawalService(world.engine, world.clock).withdraw(world.taker, session.id)
    receipt = service(world, tmp_path).erase_session(world.taker, session.id)
    stored = world.stored(session.id)
    assert (stored.status, stored.violations_count, stored.face_reference_image) == (SessionStatus.ERASED, 0, None)
    assert (stored.baseline, stored.started_at, receipt.files) == (None, None, 1)
    assert list(world.media.list("sessions")) == []
    with reading(world.engine) as db:
        about = db.exec(select(AuditEvent).where(col(AuditEvent.object_id) == str(session.id))).all()
    assert about == []


def test_an_erased_session_does_not_keep_what_was_eased_for_its_taker(world: SessionWorld, tmp_path: Path) -> None:
    eased = {ViolationType.LOOKING_AWAY: Easing.OFF}
    world.services.surveys.accommodations.ease(world.administrator, world.taker.id, None, eased)
    session = world.answered()
    assert easings_of(policy_from_json(world.stored(session.id).policy)) == eased
    WithdrawalService(world.engine, world.clock).withdraw(world.taker, session.id)
    service(world, tmp_path).erase_session(world.taker, session.id)
    stored = world.stored(session.id)
    assert stored.policy_sha256 == sha256_of_policy(policy_to_json(STANDARD))
    assert world.services.keeping.verifying.verify(session.id).broken == ()


def test_a_session_that_was_not_withdrawn_is_not_erased_alone(world: SessionWorld, tmp_path: Path) -> None:
    session = world.in_progress()
    with pytest.raises(IllegalMove):
        service(world, tmp_path).erase_session(world.taker, session.id)
    with pytest.raises(NotFound):
        service(world, tmp_path).erase_session(world.administrator, session.id)


def service(world: SessionWorld, folder: Path) -> PrivacyService:
    return PrivacyService(
        world.engine, world.clock, SessionFiles(world.media, folder / "observations", folder / "uploads")
    )


def test_in_a_copy_no_title_or_question_becomes_a_formula_and_a_negative_number_stays_one(planted: Planted) -> None:
    definition = {
        "title": "=1+1 Study",
        "questions": [
            {
                "id": "q",
                "kind": "single_choice",
                "text": '=HYPERLINK("https://evil.example","Click")',
                "options": ["a", "b"],
            },
            {"id": "n", "kind": "number", "text": "@How much?"},
        ],
    }
    session = planted.world.invited(definition=definition, proctoring_enabled=False)
    planted.world.sessions.begin(planted.person, session.id)
    for question, value in (("q", "a"), ("n", -5)):
        planted.world.sessions.save_answer(planted.person, session.id, question, value)
    out = io.BytesIO()
    planted.privacy.export(planted.person, planted.person.id, out)
    with ZipFile(out) as archive:
        files = [archive.read(name).decode("utf-8-sig") for name in ("answers.csv", "sessions.csv")]
    answers, sessions = (list(csv.reader(io.StringIO(file, newline=""))) for file in files)
    own = {row[3]: row for row in answers if row[0] == "'=1+1 Study"}
    assert (own["q"][4], own["n"][4], own["n"][5]) == (
        '\'=HYPERLINK("https://evil.example","Click")',
        "'@How much?",
        "-5",
    )
    assert not [cell for row in (*answers, *sessions) for cell in row if cell.startswith(("=", "+", "@"))]
