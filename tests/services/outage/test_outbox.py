"""The outbox on the disk: private, bounded, in order, whole after a kill, and without a trace of what was taken out."""

import json
import sqlite3
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from proctor_core.codes.seen import Turn, ViolationReason
from proctor_core.domain.evidence import StoredPicture
from proctor_core.domain.face_run import FaceRunState
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.picture_facts import UNMEASURED, PictureFacts
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.reason import Reason
from proctor_core.domain.violation import RaisedSignal, SignalKind, SnapshotKind
from proctor_core.errors import NoRoom
from proctor_core.services.outage.outbox import Outbox
from proctor_core.services.taking.waiting_writes import (
    ClosedViolation,
    GivenAnswer,
    Heartbeat,
    NotedSignal,
    OpenedViolation,
    Pause,
    RaisedFlag,
    ShownQuestion,
    WaitingWrite,
    from_bytes,
    to_bytes,
)
from tests.support.session_world import alleged

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
SESSION = uuid4()
PICTURE = StoredPicture(
    SnapshotKind.START,
    "sessions/a/b/start.jpg",
    "f" * 64,
    12,
    640,
    480,
    1.0,
    ((0.1, 0.2, 0.3, 0.4),),
    PictureFacts(61.2),
)


def answer(value: Any = "yes", session_id: UUID = SESSION) -> GivenAnswer:
    return GivenAnswer(session_id, "why", value, NOON)


def signal(reason: str = "dark") -> NotedSignal:
    return NotedSignal(SESSION, uuid4(), RaisedSignal(SignalKind.TOO_DARK, 1.0, 2.0, reason))


LOOKED_AWAY = Reason(ViolationReason.LOOKING_AWAY, {"looks": 5, "measured": 31.0, "turn": Turn.EYES_LEFT})
EVERY_KIND: list[WaitingWrite] = [
    OpenedViolation(SESSION, uuid4(), alleged(1.0), PICTURE),
    OpenedViolation(SESSION, uuid4(), alleged(1.0), None),
    ClosedViolation(SESSION, uuid4(), alleged(1.0, 2.0), (PICTURE, PICTURE)),
    signal(),
    ClosedViolation(SESSION, uuid4(), replace(alleged(1.0, 2.0), reason=LOOKED_AWAY), ()),
    Heartbeat(SESSION, FaceRunState(NOON, NOON, 10, face_count=1, signal=SignalKind.FROZEN)),
    RaisedFlag(SESSION, (FlagReason(FlagRule.UNSEEN_TIME, 61.5, 60.0, "a minute"),)),
    Pause(SESSION, is_back=True),
    ShownQuestion(SESSION, 3, NOON),
    answer(["a", "b"]),
    answer(4.5),
    answer(None),
]


@pytest.fixture
def outbox(tmp_path: Path) -> Any:
    made = Outbox(tmp_path / "outbox")
    yield made
    made.close()


def taken_out(outbox: Outbox) -> list[WaitingWrite]:
    found: list[WaitingWrite] = []
    while entry := outbox.first():
        found.append(entry.write)
        outbox.remove(entry.id)
    return found


@pytest.mark.parametrize("write", EVERY_KIND, ids=lambda write: write.kind)
def test_every_kind_comes_back_as_it_was(write: WaitingWrite) -> None:
    assert from_bytes(to_bytes(write)) == write


def test_a_picture_that_waits_since_before_it_was_measured_is_filed_unmeasured() -> None:
    kept = json.loads(to_bytes(OpenedViolation(SESSION, uuid4(), alleged(1.0), PICTURE)))
    del kept["picture"]["facts"]
    read = from_bytes(json.dumps(kept).encode())
    assert isinstance(read, OpenedViolation) and read.picture == replace(PICTURE, facts=UNMEASURED)


def test_what_was_added_waits_in_order_and_outlives_the_process(outbox: Outbox, tmp_path: Path) -> None:
    for write in EVERY_KIND:
        outbox.add(write)
    # No close: a process that was killed does not come to it.
    again = Outbox(tmp_path / "outbox")
    assert (again.count, again.waiting_for(SESSION), again.owners()) == (len(EVERY_KIND), len(EVERY_KIND), {SESSION})
    assert taken_out(again) == EVERY_KIND
    assert (again.count, again.first(), again.owners()) == (0, None, set())
    again.close()


def test_nobody_but_the_programs_user_may_open_it(outbox: Outbox) -> None:
    outbox.add(answer())
    assert stat.S_IMODE(outbox.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(outbox.path.parent.stat().st_mode) == 0o700


def test_without_an_entry_there_is_no_file(outbox: Outbox) -> None:
    assert (outbox.count, outbox.first(), outbox.of(SESSION), outbox.forget(SESSION)) == (0, None, [], 0)
    assert not outbox.path.parent.exists()


def test_what_was_taken_out_leaves_no_byte(outbox: Outbox) -> None:
    other = uuid4()
    outbox.add(answer("a quokka in the garden"))
    outbox.add(signal("a tangerine hat"))
    outbox.add(answer("I stay", other))
    assert outbox.forget(SESSION, keeps_answers=True) == 1
    assert [b"quokka" in body for body in outbox.of(SESSION)] == [True]
    assert outbox.forget(SESSION) == 1
    outbox.add(answer("filed and gone"))
    entry = outbox.first()
    assert entry
    outbox.remove(entry.id)
    stored = b"".join(path.read_bytes() for path in outbox.path.parent.iterdir())
    for gone in ("quokka", "tangerine", "I stay", str(SESSION.hex), str(other)):
        assert gone.encode() not in stored, gone
    assert b"filed and gone" in stored


def test_a_full_outbox_takes_answers_for_longer_than_anything_else_and_says_so(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "small", most_bytes=4000, for_answers=1000)
    with pytest.raises(NoRoom):
        for _ in range(100):
            outbox.add(signal())
    assert outbox.is_full
    outbox.add(answer("x" * 500))
    with pytest.raises(NoRoom):
        for _ in range(100):
            outbox.add(answer("x" * 500))
    size = outbox.path.stat().st_size
    assert taken_out(outbox)
    assert not outbox.is_full and size < 32_000
    outbox.add(signal())
    outbox.close()


def test_what_was_set_aside_holds_up_no_other_and_waits_in_its_place_for_the_next_start(
    outbox: Outbox, tmp_path: Path
) -> None:
    other = uuid4()
    first, second = outbox.add(answer("first", other)), outbox.add(answer("second"))
    outbox.set_aside(first)
    entry = outbox.first()
    assert entry and entry.id == second
    assert (outbox.count, outbox.aside, outbox.waiting_for(other)) == (1, 1, 0)
    assert outbox.owners() == {SESSION, other}, "an erasure finds it"
    again = Outbox(tmp_path / "outbox")
    again.try_again()
    assert (again.aside, taken_out(again)) == (0, [answer("first", other), answer("second")])
    again.close()


def test_an_outbox_of_version_0_1_is_opened(tmp_path: Path) -> None:
    (tmp_path / "outbox").mkdir()
    with sqlite3.connect(tmp_path / "outbox" / "outbox.db") as old:
        old.execute(
            "CREATE TABLE waiting (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT, is_own INTEGER, body BLOB)"
        )
        row = (str(SESSION), True, to_bytes(answer("kept")))
        old.execute("INSERT INTO waiting (session_id, is_own, body) VALUES (?, ?, ?)", row)
    old.close()
    outbox = Outbox(tmp_path / "outbox")
    assert taken_out(outbox) == [answer("kept")]
    outbox.close()


def test_a_newer_entry_takes_the_place_of_an_older_one_by_one_sync(outbox: Outbox) -> None:
    number = outbox.add(signal("old"))
    newer = signal("new")
    (replaced, added) = outbox.add_all([(newer, number), (answer("more"), None)])
    assert replaced != number and added > replaced
    assert taken_out(outbox) == [newer, answer("more")]
    assert (outbox.count, outbox.waiting_for(SESSION)) == (0, 0)
