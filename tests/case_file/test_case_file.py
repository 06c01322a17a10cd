"""A case file tells all of a case to whoever may know it, and a stranger finds what was altered in it."""

import json
import re
import subprocess
import sys
from contextlib import closing
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from db.engine import transaction
from db.tables import AuditEvent, Evidence, SessionRecording, SurveySession
from proctor_core.case_file.paper import INSTEAD, Paper
from proctor_core.domain.appeal import AppealOutcome
from proctor_core.domain.observation import Box
from proctor_core.domain.policy import STRICT
from proctor_core.domain.recording import RecordingSource
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, RecordingState
from proctor_core.errors import NotAllowed, NotFound
from proctor_core.language.translation import ENGLISH
from proctor_core.media.store import media_key
from proctor_core.services.surveys.kept_policies import keep_policy
from tests.case_file.conftest import NAME, Flagged
from tests.media.test_blurring import OTHER, contrast

pytestmark = pytest.mark.slow


def opened(archive: bytes) -> ZipFile:
    return ZipFile(BytesIO(archive))


def unpacked(archive: bytes, folder: Path) -> Path:
    opened(archive).extractall(folder)
    return folder


def verify(where: Path, *arguments: str) -> tuple[int, str]:
    """What a stranger's Python says: exit code and words."""
    script = [sys.executable, "-E", "-s", str(where / "verify.py"), *arguments]
    done = subprocess.run(script, cwd=where, text=True, capture_output=True, timeout=60, check=False)
    assert not done.stderr
    return done.returncode, done.stdout


def test_the_json_says_what_was_alleged_and_judged_and_by_whom(made: bytes) -> None:
    case = json.loads(opened(made).read("case.json"))
    first, second, third = case["incidents"]
    assert (first["verdict"]["kind"], first["verdict"]["reason"], first["verdict"]["by"]) == (
        "dismiss",
        "writing",
        NAME,
    )
    assert (second["verdict"], second["signals"][0]["kind"]) == (None, "too_dark")
    assert (third["added"]["type"], third["added"]["by"], third["stands"]) == ("identity_mismatch", NAME, "confirm")
    assert [still["moment"] for still in first["violations"][0]["stills"]] == ["start", "end"]
    assert case["chain"]["records"] > 10
    assert case["checked"][0].startswith("nothing was altered")


def test_whoever_else_is_in_a_still_is_blurred_also_for_the_moderator_who_holds_the_review(made: bytes) -> None:
    archive = opened(made)
    stills = sorted(name for name in archive.namelist() if name.startswith("stills/"))
    alone, beside = archive.read(stills[0]), archive.read(stills[2])
    assert contrast(alone, OTHER) > 100
    assert contrast(beside, OTHER) < 10 < 100 < contrast(beside, Box(0.05, 0.1, 0.3, 0.7))


def test_neither_the_taker_s_name_nor_what_colleagues_noted_is_in_it(flagged: Flagged) -> None:
    decide = flagged.world.services.reviewing.reviewing.decide
    revision = flagged.world.services.reviewing.reviewing.case(flagged.lee, flagged.session_id).review.revision
    decide(flagged.lee, flagged.review_id, DecisionKind.REJECT, "A second person.", revision, "between us: quokka")
    archive = opened(flagged.archive(flagged.lee))
    text = archive.read("case.json").decode()
    assert "A second person." in text
    assert json.loads(text)["appeal"] is None
    assert "quokka" not in text
    assert not re.search(r"\bada\b", text, re.IGNORECASE)


def test_what_moderators_said_of_a_rejection_before_it_was_decided_is_not_in_it(
    flagged: Flagged, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction(flagged.world.engine) as db:
        db.get_one(SurveySession, flagged.session_id).judge_by(keep_policy(db, STRICT, flagged.world.clock()))
    reviewing, written = flagged.world.services.reviewing.reviewing, list[str]()
    said = (
        (flagged.lee, DecisionKind.REJECT, "numbat"),
        (flagged.world.person("kim", Role.MODERATOR), DecisionKind.APPROVE, "bilby"),
    )
    for person, kind, why in said:
        flagged.world.clock.pass_time(60)
        revision = reviewing.case(person, flagged.session_id).review.revision
        reviewing.decide(person, flagged.review_id, kind, why, revision)
    assert len(reviewing.case(flagged.lee, flagged.session_id).history) > 2
    monkeypatch.setattr(Paper, "paragraph", lambda _, text, *__, **___: written.append(text))
    for actor in (flagged.lee, None):
        text = opened(flagged.archive(actor)).read("case.json").decode()
        assert [entry["kind"] for entry in json.loads(text)["history"]] == ["flagged_by_rule"]
        assert not re.search("numbat|bilby|kim", text + " ".join(written), re.IGNORECASE)


def test_an_objection_and_its_answer_are_in_it(flagged: Flagged) -> None:
    world, reviewing = flagged.world, flagged.world.services.reviewing.reviewing
    revision = reviewing.case(flagged.lee, flagged.session_id).review.revision
    reviewing.decide(flagged.lee, flagged.review_id, DecisionKind.REJECT, "A second person.", revision)
    world.clock.pass_time(60)
    appeals = world.services.reviewing.appeals
    appeal = appeals.raise_appeal(world.taker, flagged.session_id, "A poster.")
    appeals.answer(world.person("kim", Role.MODERATOR), appeal.id, AppealOutcome.OVERTURNED, "It is one.")
    case = json.loads(opened(flagged.archive(flagged.lee)).read("case.json"))
    assert (case["appeal"]["words"], case["appeal"]["answer"]["words"]) == ("A poster.", "It is one.")
    assert [entry["kind"] for entry in case["history"]][-2:] == ["reopened", "approve"]


def test_a_pdf_comes_of_names_in_any_script_and_language(flagged: Flagged) -> None:
    flagged.judge()
    flagged.add()
    for language in ("en", "ar-XB"):
        pdf = opened(flagged.archive(flagged.lee, language)).read("case.pdf")
        assert pdf.startswith(b"%PDF-")
        assert pdf.count(b"/Type /Page\n") >= 2


def test_what_the_font_lacks_is_a_sign_that_says_so() -> None:
    with closing(Paper(ENGLISH, "")) as paper:
        assert paper.readable("Zoë عائشة שלום Ирина Δ") == "Zoë عائشة שלום Ирина Δ"
        assert not paper.lacks
        assert paper.readable("中अ\x07\tx") == f"{INSTEAD}{INSTEAD}  x"
        assert paper.lacks


def test_a_picture_that_is_missing_or_was_altered_is_named_as_that(flagged: Flagged) -> None:
    gone, altered = flagged.world.rows(Evidence)[:2]
    flagged.world.media.delete(gone.media_key)
    flagged.world.media.put(altered.media_key, b"no picture")
    archive = opened(flagged.archive(flagged.lee))
    case = json.loads(archive.read("case.json"))
    stills = [s for i in case["incidents"] for v in i["violations"] for s in v["stills"]]
    assert [s["recorded_sha256"] for s in stills if s["file"] is None] == [gone.sha256]
    assert sum(s["is_altered"] for s in stills) == 1
    assert any("its file is gone" in said for said in case["checked"])


def test_who_took_which_file_is_in_the_audit_log(flagged: Flagged, tmp_path: Path) -> None:
    folder = unpacked(flagged.archive(flagged.lee), tmp_path / "file")
    _, said = verify(folder)
    (line,) = flagged.world.rows(AuditEvent, action="session.case_file_taken")
    assert (line.actor_id, line.object_id) == (flagged.lee.id, str(flagged.session_id))
    assert line.detail.removeprefix("SHA-256 of its manifest ") in said


def test_only_moderators_may_and_never_about_themselves(flagged: Flagged) -> None:
    for person in (flagged.world.taker, flagged.world.administrator, flagged.world.person("ann", Role.ANALYST)):
        with pytest.raises(NotAllowed):
            flagged.service.contents(person, flagged.session_id)
    assert flagged.service.contents(None, flagged.session_id).video is None


def test_a_video_that_is_not_there_or_not_held_is_not_found(flagged: Flagged) -> None:
    for actor in (None, flagged.lee):
        with pytest.raises(NotFound):
            flagged.service.contents(actor, flagged.session_id, with_video=True)


def test_the_video_is_in_the_file_of_who_holds_the_review_and_asks_for_it(flagged: Flagged) -> None:
    stored = flagged.world.media.put(media_key(flagged.session_id, "video", "live.webm"), b"moving pictures")
    kept = {"media_key": stored.key, "sha256": stored.sha256, "size_bytes": stored.size_bytes}
    ready = {"source": RecordingSource.LIVE, "state": RecordingState.PROCESSED, "created_at": flagged.world.clock()}
    with transaction(flagged.world.engine) as db:
        db.add(SessionRecording(session_id=flagged.session_id, **ready, **kept))
    flagged.world.services.reviewing.reviewing.claim(flagged.lee, flagged.review_id)
    assert "video.webm" not in opened(flagged.archive(flagged.lee)).namelist()
    assert opened(flagged.archive(flagged.lee, with_video=True)).read("video.webm") == b"moving pictures"
    flagged.world.services.reviewing.reviewing.release(flagged.lee, flagged.review_id)
    with pytest.raises(NotFound):
        flagged.service.contents(flagged.lee, flagged.session_id, with_video=True)


# ---- a stranger ----


def test_a_stranger_finds_nothing_wrong_with_the_file_as_it_was_made(made: bytes, tmp_path: Path) -> None:
    folder = unpacked(made, tmp_path / "file")
    (tmp_path / "case.zip").write_bytes(made)
    for arguments in ((), (str(tmp_path / "case.zip"),)):
        code, said = verify(folder, *arguments)
        assert (code, "All 8 files are as the manifest says" in said) == (0, True), said


def test_a_stranger_finds_what_was_altered_taken_away_and_smuggled_in(made: bytes, tmp_path: Path) -> None:
    folder = unpacked(made, tmp_path / "file")
    still = sorted((folder / "stills").iterdir())[0]
    content = bytearray(still.read_bytes())
    content[100] ^= 1
    still.write_bytes(content)
    (folder / "case.pdf").unlink()
    (folder / "stills" / "more.jpg").write_bytes(b"x")
    # In a folder that Python would take its modules from.
    (folder / "json.py").write_text("raise SystemExit(0)")
    code, said = verify(folder)
    assert code == 1
    for fault in (f"ALTERED: stills/{still.name}", "MISSING: case.pdf", "ADDED: stills/more.jpg", "ADDED: json.py"):
        assert fault in said


def test_a_stranger_finds_a_name_that_a_zip_has_twice_and_what_is_no_case_file(
    flagged: Flagged, tmp_path: Path
) -> None:
    archive = flagged.archive(None)
    folder, other = unpacked(archive, tmp_path / "file"), tmp_path / "other.zip"
    other.write_bytes(archive)
    with pytest.warns(UserWarning, match="Duplicate"), ZipFile(other, "a", ZIP_DEFLATED) as more:
        more.writestr("case.json", "{}")
    code, said = verify(folder, str(other))
    assert (code, "TWICE" in said, "ALTERED: case.json" in said) == (1, True, True)
    other.write_bytes(b"PK")
    assert verify(folder, str(other))[0] == 1
    for manifest in ("[]", "{", '{"files": {"a": 1}}', '{"files": []}'):
        (folder / "manifest.json").write_text(manifest)
        code, said = verify(folder)
        assert (code, "NOT A CASE FILE" in said) == (1, True)
