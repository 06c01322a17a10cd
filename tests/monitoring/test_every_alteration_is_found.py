"""Whatever is altered behind the program's back is found by `verify` and named; what the program itself did is not."""

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from db.engine import open_engine
from proctor_core.domain.chain import LINK_BEGINS, PROGRAM_CHAIN, ChainAction, ChainKey, record_hash, session_chain
from proctor_core.domain.policy import STANDARD
from proctor_core.domain.recording import CHAIN_BEGINS, link_of
from proctor_core.services.chain.chained_tables import BY_KIND
from proctor_core.services.chain.links import end_row, line_link, record_link
from proctor_core.services.chain.verifying import VerifyService
from tests.conftest import BOTH_DATABASES
from tests.support.kept_evidence import Ids, Kept, copied, keep_evidence
from tests.support.postgres import database_name

pytestmark = pytest.mark.slow

Attack = Callable[[Kept], None]
FOREIGN = ChainKey.of(b"somebody else's key, somebody else's key")


@pytest.fixture(scope="module", params=BOTH_DATABASES)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, Ids]]:
    """(address, folder, ids) of what all attacks begin with."""
    folder = tmp_path_factory.mktemp("kept")
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), folder / "proctor.sqlite3")
        url = f"sqlite:///{folder / 'proctor.sqlite3'}"
    else:
        server = request.getfixturevalue("postgres_server")
        url = server.create_database(template=request.getfixturevalue("migrated_postgres"))
    engine = open_engine(url)
    ids = keep_evidence(engine, folder)
    engine.dispose()
    yield url, folder, ids
    if request.param != "sqlite":
        request.getfixturevalue("postgres_server").drop_database(url)


@pytest.fixture
def kept(built: tuple[str, Path, Ids], request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kept]:
    """A copy to be altered."""
    url, folder, ids = built
    if url.startswith("sqlite"):
        copy = f"sqlite:///{tmp_path / 'proctor.sqlite3'}"
        shutil.copy(folder / "proctor.sqlite3", tmp_path / "proctor.sqlite3")
        with copied(copy, tmp_path, folder / "media", ids) as made:
            yield made
        return
    server = request.getfixturevalue("postgres_server")
    copy = server.create_database(template=database_name(url))
    with copied(copy, tmp_path, folder / "media", ids) as made:
        yield made
    server.drop_database(copy)


# ---- files, alone and with what stands beside them ----


def picture_and_its_hash(kept: Kept) -> None:
    row = kept.row("evidence", "taken_s")
    stored = kept.put(row["media_key"], b"another picture")
    kept.set("evidence", row, sha256=stored.sha256, size_bytes=stored.size_bytes)


def picture_alone(kept: Kept) -> None:
    kept.put(kept.row("evidence", "taken_s")["media_key"], b"another picture")


def snapshot_with_its_row(kept: Kept) -> None:
    row = kept.row("evidence", "taken_s")
    kept.drop("evidence", row)
    kept.media.delete(row["media_key"])


def two_snapshots_swapped(kept: Kept) -> None:
    one, two = kept.rows("evidence", "taken_s")[:2]
    kept.set("evidence", one, media_key=two["media_key"], sha256=two["sha256"], size_bytes=two["size_bytes"])
    kept.set("evidence", two, media_key=one["media_key"], sha256=one["sha256"], size_bytes=one["size_bytes"])


def two_files_swapped(kept: Kept) -> None:
    one, two = kept.rows("evidence", "taken_s")[:2]
    first, second = kept.media.get(one["media_key"]), kept.media.get(two["media_key"])
    kept.put(one["media_key"], second)
    kept.put(two["media_key"], first)


def faces_in_a_picture(kept: Kept) -> None:
    kept.set("evidence", kept.row("evidence", "taken_s"), face_boxes=[[0.1, 0.1, 0.2, 0.2]])


def reference_file(kept: Kept) -> None:
    kept.put(kept.session()["face_reference_image"], b"another face")


def reference_with_its_hash(kept: Kept) -> None:
    session = kept.session()
    stored = kept.put(session["face_reference_image"], b"another face")
    kept.set("survey_session", session, reference_sha256=stored.sha256, reference_bytes=stored.size_bytes)


def reference_without_its_hash(kept: Kept) -> None:
    session = kept.session()
    kept.put(session["face_reference_image"], b"another face")
    kept.set("survey_session", session, reference_sha256=None)


def reference_taken_away(kept: Kept) -> None:
    session = kept.session()
    kept.media.delete(session["face_reference_image"])
    kept.set("survey_session", session, face_reference_image=None, reference_sha256=None, reference_bytes=None)


def first_face_verified(kept: Kept) -> None:
    [row] = kept.rows("face_verification", session_id=kept.ids.session, is_initial=True)
    kept.set("face_verification", row, confidence=0.99)


def first_face_no_longer_the_first(kept: Kept) -> None:
    [row] = kept.rows("face_verification", session_id=kept.ids.session, is_initial=True)
    kept.set("face_verification", row, is_initial=False)


def observation_log_with_its_hash(kept: Kept) -> None:
    session = kept.session()
    name = next(iter(session["observation_log_sha256"]))
    stored = kept.put(f"{session['observation_log']}/{name}", b"other looks")
    hashes = {**session["observation_log_sha256"], name: stored.sha256}
    kept.set("survey_session", session, observation_log_sha256=hashes)


def observation_log_file(kept: Kept) -> None:
    session = kept.session()
    kept.put(f"{session['observation_log']}/{next(iter(session['observation_log_sha256']))}", b"other looks")


def another_part_of_the_observation_log(kept: Kept) -> None:
    kept.put(f"{kept.session()['observation_log']}/999-more.arrows", b"more looks")


def video_with_its_hash(kept: Kept) -> None:
    [row] = kept.rows("session_recording", session_id=kept.ids.session, source="live")
    stored = kept.put(row["media_key"], b"another film")
    kept.set("session_recording", row, sha256=stored.sha256, size_bytes=stored.size_bytes)


def segments_with_a_new_chain_of_hashes(kept: Kept) -> None:
    [recording] = kept.rows("session_recording", session_id=kept.ids.session, source="live")
    link = CHAIN_BEGINS
    for row in kept.rows("recording_segment", "number"):
        sha256 = hashlib.sha256(f"other {row['number']}".encode()).hexdigest()
        link = link_of(link, row["number"], sha256, row["start_s"], row["duration_s"])
        kept.set("recording_segment", row, sha256=sha256, link_sha256=link)
    kept.set("session_recording", recording, chain_sha256=link)


def whole_recording(kept: Kept) -> None:
    [row] = kept.rows("session_recording", session_id=kept.ids.session, source="live")
    kept.empty("recording_segment", recording_id=row["id"])
    kept.drop("session_recording", row)
    kept.media.delete(row["media_key"])


def recording_said_to_be_erased(kept: Kept) -> None:
    [row] = kept.rows("session_recording", session_id=kept.ids.session, source="live")
    kept.media.delete(row["media_key"])
    kept.set("session_recording", row, media_key=None, size_bytes=0, erased_at=row["processed_at"])


def thumbnails_with_their_hash(kept: Kept) -> None:
    [row] = kept.rows("session_recording", session_id=kept.ids.session, source="uploaded")
    kept.set("session_recording", row, thumbnails_sha256=kept.put(row["thumbnails_key"], b"other").sha256)


def what_an_upload_showed(kept: Kept) -> None:
    row = kept.row("recording_analysis")
    kept.set("recording_analysis", row, differences={**row["differences"], "looks": 1})


# ---- what was alleged ----


def violations_and_the_count(kept: Kept) -> None:
    kept.empty("evidence", session_id=kept.ids.session)
    kept.empty("violation", session_id=kept.ids.session)
    kept.set("survey_session", kept.session(), violations_count=0, flagged_for_review=False)


def violation(**values: Any) -> Attack:
    return lambda kept: kept.set("violation", kept.row("violation", "onset_s"), **values)


def violation_time(kept: Kept) -> None:
    row = kept.row("violation", "onset_s")
    kept.set("violation", row, started_at=row["started_at"] + timedelta(seconds=1))


def violation_twice(kept: Kept) -> None:
    kept.add("violation", kept.row("violation", "onset_s"), id=uuid4())


def violation_of_another_session(kept: Kept) -> None:
    other = kept.row("violation", "onset_s", session_id=kept.ids.other)
    kept.set("violation", other, session_id=kept.ids.session)


def violation_moved_away(kept: Kept) -> None:
    kept.empty("evidence", session_id=kept.ids.session)
    kept.set("violation", kept.row("violation", "onset_s"), session_id=kept.ids.other)


def signal_removed(kept: Kept) -> None:
    kept.drop("signal", kept.row("signal"))


def session(**values: Any) -> Attack:
    return lambda kept: kept.set("survey_session", kept.session(), **values)


def session_of_another_taker(kept: Kept) -> None:
    kept.set("survey_session", kept.session(), taker_id=kept.ids.second_moderator)


def session_of_another_survey(kept: Kept) -> None:
    other = kept.row("survey_session", id=kept.ids.other)
    kept.set("survey_session", kept.session(), survey_id=other["survey_id"])


def policy(kept: Kept) -> None:
    row = kept.row("policy", "sha256", sha256=kept.session()["policy_sha256"])
    kept.set("policy", row, content={**row["content"], "violation_threshold": 99})


def policy_of_another_kind(kept: Kept) -> None:
    row = kept.row("policy", "sha256", sha256=kept.session()["policy_sha256"])
    kept.add("policy", row, sha256="f" * 64)
    kept.set("survey_session", kept.session(), policy_sha256="f" * 64)


def handed_in_later(kept: Kept) -> None:
    row = kept.session()
    kept.set("survey_session", row, submitted_at=row["submitted_at"] + timedelta(seconds=60))


# ---- what people said and decided ----


def answer(**values: Any) -> Attack:
    return lambda kept: kept.set("answer", kept.row("answer", session_id=kept.ids.session, question_id="why"), **values)


def answer_removed(kept: Kept) -> None:
    kept.drop("answer", kept.row("answer", session_id=kept.ids.session, question_id="why"))


def answer_added(kept: Kept) -> None:
    row = kept.row("answer", session_id=kept.ids.session, question_id="why")
    kept.add("answer", row, id=uuid4(), question_id="more")


def consent_turned(kept: Kept) -> None:
    row = kept.row("consent")
    kept.set("consent", row, is_given=not row["is_given"])


def consent_to_another_text(kept: Kept) -> None:
    kept.set("consent", kept.row("consent"), text_version="2030-01")


def consent_removed(kept: Kept) -> None:
    kept.drop("consent", kept.row("consent"))


def consent_added(kept: Kept) -> None:
    kept.add("consent", kept.row("consent"), id=uuid4(), is_given=False)


def review(**values: Any) -> Attack:
    return lambda kept: kept.set("proctor_review", kept.row("proctor_review"), **values)


def decision_turned(kept: Kept) -> None:
    kept.set("proctor_review", kept.row("proctor_review"), status="rejected")
    kept.set("survey_session", kept.session(), status="rejected")


def decision_of_another_moderator(kept: Kept) -> None:
    kept.set("proctor_review", kept.row("proctor_review"), moderator_id=kept.ids.second_moderator)


def flag_reasons(kept: Kept) -> None:
    row = kept.row("proctor_review")
    kept.set("proctor_review", row, flag_reasons=row["flag_reasons"][:1])


def review_removed(kept: Kept) -> None:
    review_row = kept.row("proctor_review")
    kept.empty("review_event", review_id=review_row["id"])
    kept.drop("proctor_review", review_row)


def history(kept: Kept) -> list[dict[str, Any]]:
    return kept.rows("review_event", "at", review_id=kept.row("proctor_review")["id"])


def history_of_another_moderator(kept: Kept) -> None:
    row = next(event for event in history(kept) if event["kind"] == "approve")
    kept.set("review_event", row, author_id=kept.ids.second_moderator)


def history_shortened(kept: Kept) -> None:
    kept.drop("review_event", history(kept)[-1])


def history_added_to(kept: Kept) -> None:
    kept.add("review_event", history(kept)[-1], id=uuid4(), kind="reject")


def verdict(**values: Any) -> Attack:
    return lambda kept: kept.set("incident_verdict", kept.row("incident_verdict", "at"), **values)


def added(**values: Any) -> Attack:
    return lambda kept: kept.set("added_incident", kept.row("added_incident", "at"), **values)


def added_by_another_moderator(kept: Kept) -> None:
    kept.set("added_incident", kept.row("added_incident", "at"), moderator_id=kept.ids.second_moderator)


def added_taken_back_by_hand(kept: Kept) -> None:
    row = kept.row("added_incident", "at")
    kept.add("added_incident", row, id=uuid4(), takes_back=row["id"])


def mute_moved(kept: Kept) -> None:
    kept.set("face_mute", kept.row("face_mute", "at"), face_box=[0.5, 0.1, 0.2, 0.2])


def appeal_words(kept: Kept) -> None:
    kept.set("appeal", kept.row("appeal", "at"), words="I agree.")


def appeal_answer_turned(kept: Kept) -> None:
    kept.set("appeal_answer", kept.row("appeal_answer", "at"), outcome="overturned")


def hold_lifted_by_hand(kept: Kept) -> None:
    row = kept.row("legal_hold", "at")
    kept.add("legal_hold", row, id=uuid4(), lifts=uuid4())


def mute_removed(kept: Kept) -> None:
    kept.drop("face_mute", kept.row("face_mute", "at"))


def verdict_of_another_moderator(kept: Kept) -> None:
    row = kept.row("incident_verdict", "at")
    kept.set("incident_verdict", row, moderator_id=kept.ids.second_moderator)


def verdict_removed(kept: Kept) -> None:
    kept.drop("incident_verdict", kept.row("incident_verdict", "at"))


def verdict_taken_back_by_hand(kept: Kept) -> None:
    row = kept.row("incident_verdict", "at")
    kept.add("incident_verdict", row, id=uuid4(), kind=None, takes_back=row["id"])


def survey_definition(kept: Kept) -> None:
    row = kept.row("survey", id=kept.session()["survey_id"])
    kept.set("survey", row, definition={**row["definition"], "title": "Other"})


# ---- the audit log ----


def audit_line_forged(kept: Kept) -> None:
    row = kept.row("audit_event", "at", action="review.approve")
    kept.add("audit_event", row, id=uuid4(), actor_id=kept.ids.second_moderator)


def audit_line_forged_long_ago(kept: Kept) -> None:
    row = kept.row("audit_event", "at", action="review.approve")
    kept.add("audit_event", row, id=uuid4(), at=row["at"] - timedelta(days=400))


def audit_line(**values: Any) -> Attack:
    return lambda kept: kept.set("audit_event", kept.row("audit_event", "at", action="review.approve"), **values)


def audit_line_of_another(kept: Kept) -> None:
    row = kept.row("audit_event", "at", action="review.approve")
    kept.set("audit_event", row, actor_id=kept.ids.second_moderator)


def audit_line_removed(kept: Kept) -> None:
    kept.drop("audit_event", kept.row("audit_event", "at", action="review.approve"))


# ---- the chain itself ----


def records(kept: Kept) -> list[dict[str, Any]]:
    return kept.rows("chain_record", "number", chain_id=session_chain(kept.ids.session))


def lines(kept: Kept) -> list[dict[str, Any]]:
    return kept.rows("chain_log", "number")


def lines_of_session(kept: Kept) -> list[dict[str, Any]]:
    return kept.rows("chain_log", "number", chain_id=session_chain(kept.ids.session))


def newest_of(kept: Kept, kind: str, object_id: Any) -> dict[str, Any]:
    return [one for one in records(kept) if (one["kind"], one["object_id"]) == (kind, object_id)][-1]


def last_record_deleted(kept: Kept) -> None:
    kept.drop("chain_record", records(kept)[-1])


def record_in_the_middle_deleted(kept: Kept) -> None:
    kept.drop("chain_record", records(kept)[5])


def records_renumbered(kept: Kept) -> None:
    kept.drop("chain_record", records(kept)[5])
    for row in records(kept)[5:]:
        kept.set("chain_record", row, number=row["number"] - 1)


def record_made_anew(kept: Kept) -> None:
    """The row is altered, and its record's hash with it; the link wants the key."""
    row = kept.row("answer", session_id=kept.ids.session, question_id="why")
    kept.set("answer", row, value="as I like it")
    record = newest_of(kept, "answer", row["id"])
    payload = BY_KIND["answer"].payload({**row, "value": "as I like it"}, record["version"])
    kept.set("chain_record", record, record_sha256=record_hash(record["salt"], payload))


def record_added(kept: Kept) -> None:
    row = kept.row("violation", "onset_s")
    kept.empty("evidence", violation_id=row["id"])
    kept.drop("violation", row)
    last = records(kept)[-1]
    forged = {**last, "number": last["number"] + 1, "kind": "violation", "object_id": row["id"]}
    forged |= {"action": ChainAction.ERASED, "salt": None, "record_sha256": record_hash(None, None)}
    kept.add("chain_record", forged, link=record_link(FOREIGN, last["link"], forged))


def salts_taken(kept: Kept) -> None:
    row = kept.row("answer", session_id=kept.ids.session, question_id="why")
    kept.set("answer", row, value="as I like it")
    kept.set("chain_record", newest_of(kept, "answer", row["id"]), salt=None)


def last_line_deleted(kept: Kept) -> None:
    kept.drop("chain_log", lines(kept)[-1])


def last_line_deleted_and_the_end_moved(kept: Kept) -> None:
    kept.drop("chain_log", lines(kept)[-1])
    last = lines(kept)[-1]
    kept.set("chain_end", kept.row("chain_end"), number=last["number"], link=last["link"])


def end_deleted(kept: Kept) -> None:
    kept.empty("chain_end")


def line_in_the_middle_deleted(kept: Kept) -> None:
    kept.drop("chain_log", lines(kept)[7])


def lines_of_the_session_deleted(kept: Kept) -> None:
    kept.empty("chain_log", chain_id=session_chain(kept.ids.session))


def chain_of_the_session_deleted(kept: Kept) -> None:
    kept.empty("chain_record", chain_id=session_chain(kept.ids.session))


def chain_and_lines_of_the_session_deleted(kept: Kept) -> None:
    chain_of_the_session_deleted(kept)
    lines_of_the_session_deleted(kept)


def chain_of_the_program_deleted(kept: Kept) -> None:
    kept.empty("chain_record", chain_id=PROGRAM_CHAIN)
    kept.empty("chain_log", chain_id=PROGRAM_CHAIN)


def said_to_be_of_version_0_1(kept: Kept) -> None:
    chain_of_the_session_deleted(kept)
    for row in lines_of_session(kept):
        kept.set("chain_log", row, records=0, head=LINK_BEGINS, state="unchained")


def said_to_be_erased_with_its_person(kept: Kept) -> None:
    chain_of_the_session_deleted(kept)
    kept.set("chain_log", lines_of_session(kept)[-1], state="ended")


def session_put_back_to_an_older_state(kept: Kept) -> None:
    """Its rows, its records and its lines together: the other lines of the log tell."""
    cut = next(one for one in records(kept) if one["kind"] == "proctor_review")["number"]
    for row in [one for one in records(kept) if one["number"] >= cut]:
        kept.drop("chain_record", row)
    for row in [one for one in lines_of_session(kept) if one["records"] >= cut]:
        kept.drop("chain_log", row)
    review_removed(kept)


ATTACKS: Mapping[str, tuple[Attack, str]] = {
    "a picture with its SHA-256": (picture_and_its_hash, "the picture at 2.0 s was altered"),
    "a picture": (picture_alone, "the picture at 2.0 s: its file was altered"),
    "a snapshot deleted with its row": (snapshot_with_its_row, "a picture recorded last at"),
    "two snapshots swapped": (two_snapshots_swapped, "the picture at 2.0 s was altered"),
    "two files swapped": (two_files_swapped, "the picture at 2.0 s: its file was altered"),
    "the faces in a picture": (faces_in_a_picture, "the picture at 2.0 s was altered"),
    "the reference picture": (reference_file, "the reference picture: its file was altered"),
    "the reference picture with its SHA-256": (reference_with_its_hash, "the session's own row"),
    "the reference picture without a SHA-256": (reference_without_its_hash, "the session's own row"),
    "the reference picture taken away": (reference_taken_away, "the session's own row"),
    "the first face": (first_face_verified, "the verification of the first face of"),
    "the first face, no longer the first": (
        first_face_no_longer_the_first,
        "a verification of the first face recorded",
    ),
    "the observation log": (observation_log_file, "of the observation log: its file was altered"),
    "the observation log with its SHA-256": (observation_log_with_its_hash, "the session's own row"),
    "more of an observation log": (another_part_of_the_observation_log, "part 999-more.arrows of the observation log"),
    "the video with its SHA-256": (video_with_its_hash, "the live video was altered"),
    "segments with a new chain of hashes": (segments_with_a_new_chain_of_hashes, "segment 1 was altered"),
    "a whole recording": (whole_recording, "a recording recorded last at"),
    "a recording said to be erased": (recording_said_to_be_erased, "the live video was altered"),
    "thumbnails with their SHA-256": (thumbnails_with_their_hash, "the uploaded video was altered"),
    "what an upload showed": (what_an_upload_showed, "what the analysis of an uploaded video found was altered"),
    "violations deleted and the count set to 0": (violations_and_the_count, "a violation recorded last at"),
    "a violation's begin": (violation(onset_s=2.5), "the violation no_face at 2.5 s was altered"),
    "a violation's end": (violation(offset_s=2.6), "the violation no_face at 2.0 s was altered"),
    "a violation's time of day": (violation_time, "the violation no_face at 2.0 s was altered"),
    "a violation's confidence": (violation(confidence=0.1), "the violation no_face at 2.0 s was altered"),
    "a violation's reason": (violation(reason="nothing"), "the violation no_face at 2.0 s was altered"),
    "a violation's type": (violation(type="looking_away"), "the violation looking_away at 2.0 s was altered"),
    "who alleged a violation": (violation(source="client"), "the violation no_face at 2.0 s was altered"),
    "a violation twice": (violation_twice, "the violation no_face at 2.0 s was added outside of the program"),
    "a violation of another session": (violation_of_another_session, "was added outside of the program"),
    "a violation moved away": (violation_moved_away, "a violation recorded last at"),
    "a signal removed": (signal_removed, "a signal recorded last at"),
    "the count": (session(violations_count=0), "the session's own row"),
    "the flag": (session(flagged_for_review=False), "the session's own row"),
    "the coverage": (session(coverage=0.5), "the session's own row"),
    "the outcome": (session(status="rejected"), "the session's own row"),
    "who watched": (session(watched_by="off"), "the session's own row"),
    "that the camera was refused": (session(without_by_choice=True), "the session's own row"),
    "the taker": (session_of_another_taker, "the session's own row"),
    "the survey": (session_of_another_survey, "the session's own row"),
    "the policy": (policy, "the session's own row"),
    "which policy": (policy_of_another_kind, "the session's own row"),
    "the time of handing in": (handed_in_later, "the session's own row"),
    "an answer": (answer(value="because of the wombat"), "the answer to why was altered"),
    "an answer's revision": (answer(revision=1), "the answer to why was altered"),
    "an answer removed": (answer_removed, "an answer recorded last at"),
    "an answer added": (answer_added, "the answer to more was added outside of the program"),
    "a consent": (consent_turned, "the consent to"),
    "a consent's text": (consent_to_another_text, "the consent to"),
    "a consent removed": (consent_removed, "a consent recorded last at"),
    "a consent added": (consent_added, "was added outside of the program"),
    "a decision": (decision_turned, "the review (its decision"),
    "a decision of another moderator": (decision_of_another_moderator, "the review (its decision"),
    "a decision of nobody": (review(moderator_id=None), "the review (its decision"),
    "a decision's notes": (review(notes="as I like it"), "the review (its decision"),
    "flag reasons": (flag_reasons, "the review (its decision"),
    "a review removed": (review_removed, "the review recorded last at"),
    "the history of another moderator": (history_of_another_moderator, "the entry approve of"),
    "the history shortened": (history_shortened, "an entry of the review's history recorded last at"),
    "the history added to": (history_added_to, "the entry reject of"),
    "what was asked": (survey_definition, "the survey study, version"),
    "a verdict": (verdict(kind="dismiss"), "the verdict of"),
    "what a verdict is about": (verdict(violation_ids=[]), "the verdict of"),
    "a verdict of another moderator": (verdict_of_another_moderator, "the verdict of"),
    "an added incident": (added(type="no_face"), "the incident no_face that was added at 1.0 s"),
    "when an added incident was": (added(offset_s=9.0), "the incident identity_mismatch that was added at 1.0 s"),
    "an added incident of another moderator": (
        added_by_another_moderator,
        "the incident identity_mismatch that was added",
    ),
    "an added incident taken back": (added_taken_back_by_hand, "was added outside of the program"),
    "where a muted face is": (mute_moved, "the muted face of"),
    "what a taker objected": (appeal_words, "the appeal of"),
    "how an appeal was answered": (appeal_answer_turned, "the answer of"),
    "a legal hold lifted": (hold_lifted_by_hand, "was added outside of the program"),
    "a muted face removed": (mute_removed, "a muted face recorded last at"),
    "a verdict removed": (verdict_removed, "a verdict recorded last at"),
    "a verdict taken back": (verdict_taken_back_by_hand, "was added outside of the program"),
    "an audit line forged": (audit_line_forged, "the audit line review.approve of"),
    "an audit line forged long ago": (audit_line_forged_long_ago, "the audit line review.approve of"),
    "an audit line": (audit_line(detail="nothing"), "the audit line review.approve of"),
    "an audit line of another": (audit_line_of_another, "the audit line review.approve of"),
    "an audit line reduced as by retention": (
        audit_line(actor_id=None, object_id="erased", detail=""),
        "the audit line review.approve of",
    ),
    "an audit line removed": (audit_line_removed, "an audit line recorded last at"),
    "the last record": (last_record_deleted, "the session's chain: by the log it has"),
    "a record in the middle": (record_in_the_middle_deleted, "records are missing before record 7"),
    "records renumbered": (records_renumbered, "the session's chain, record 6: its link does not follow"),
    "a record made anew": (record_made_anew, "its link does not follow from the one before"),
    "a record added with another key": (record_added, "the session's chain: by the log it has"),
    "a salt taken": (salts_taken, "the answer to why was altered"),
    "the last line of the log": (last_line_deleted, "the log of all chains: it ends with line"),
    "the log's end moved": (last_line_deleted_and_the_end_moved, "the end of the log of all chains was altered"),
    "the log's end deleted": (end_deleted, "the end of the log of all chains was removed"),
    "a line in the middle": (line_in_the_middle_deleted, "the log of all chains: lines are missing before line 9"),
    "the session's lines": (lines_of_the_session_deleted, "the session's chain was added outside of the program"),
    "the session's chain": (chain_of_the_session_deleted, "the session's chain: by the log it has"),
    "the session's chain and its lines": (chain_and_lines_of_the_session_deleted, "the session was added outside"),
    "the program's chain": (chain_of_the_program_deleted, "the chain of the audit log was removed"),
    "said to be of version 0.1": (said_to_be_of_version_0_1, "the log of all chains, line"),
    "said to be erased with its person": (said_to_be_erased_with_its_person, "the log of all chains, line"),
    "the session put back to an older state": (
        session_put_back_to_an_older_state,
        "the log of all chains: lines are missing",
    ),
}


@pytest.mark.parametrize("attack", list(ATTACKS))
def test_every_alteration_is_found_and_named(kept: Kept, attack: str) -> None:
    alter, named = ATTACKS[attack]
    alter(kept)
    found = kept.broken()
    assert any(named in sentence for sentence in found), found


def test_a_policy_that_was_altered_is_named_itself(kept: Kept) -> None:
    policy(kept)
    assert any(
        sentence.startswith(f"the policy standard, version {STANDARD.version} was altered")
        for sentence in kept.broken_anywhere()
    )


def test_what_nobody_altered_is_whole(kept: Kept) -> None:
    assert kept.broken() == () and kept.broken_anywhere() == ()
    report = kept.verifying.verify(kept.ids.session)
    assert str(report.message()).startswith("nothing was altered: ")
    assert (report.numbers.recordings, report.is_checked) == (2, True)


def test_a_session_that_was_removed_with_all_its_rows_is_missed(kept: Kept) -> None:
    review_row = kept.row("proctor_review")
    kept.empty("review_event", review_id=review_row["id"])
    kept.empty("chain_record", chain_id=session_chain(kept.ids.session))
    kept.empty("survey_session", id=kept.ids.session)
    assert "the session was removed" in kept.broken()
    assert any(sentence.startswith("a session was removed (its chain") for sentence in kept.broken_anywhere())


def test_a_session_that_was_made_by_hand_is_found(kept: Kept) -> None:
    forged = uuid4()
    kept.add("survey_session", kept.session(), id=forged)
    report = kept.verifying.verify(forged)
    assert "the session was added outside of the program" in report.broken


def test_words_that_no_column_takes_are_found(kept: Kept) -> None:
    violation_row, answer_row = kept.row("violation", "onset_s"), kept.row("answer", question_id="why")
    with kept.engine.begin() as connection:
        connection.execute(
            text("UPDATE violation SET type = 'nonsense' WHERE onset_s = :onset"), {"onset": violation_row["onset_s"]}
        )
    assert answer_row and any("it can't be read" in sentence for sentence in kept.broken())


def test_links_of_another_key_can_not_be_checked_and_are_not_called_altered(kept: Kept) -> None:
    report = VerifyService(kept.engine, kept.media, FOREIGN).verify(kept.ids.session)
    assert report.broken == () and not report.is_checked
    assert "can't be checked with this key" in str(report.message())


def test_who_links_everything_anew_with_a_key_of_their_own_is_not_believed(kept: Kept) -> None:
    kept.set("survey_session", kept.session(), violations_count=0)
    before, link = LINK_BEGINS, LINK_BEGINS
    for row in records(kept):
        row["key_id"] = FOREIGN.id
        link = record_link(FOREIGN, before, row)
        kept.set("chain_record", row, key_id=FOREIGN.id, link=link)
        before = link
    before = LINK_BEGINS
    for line in lines(kept):
        line["key_id"] = FOREIGN.id
        before = line_link(FOREIGN, before, line)
        kept.set("chain_log", line, key_id=FOREIGN.id, link=before)
    end = end_row(FOREIGN, lines(kept)[-1]["number"], before)
    kept.set("chain_end", kept.row("chain_end"), **end)
    report = kept.verifying.verify(kept.ids.session)
    assert report.broken and not report.is_checked
