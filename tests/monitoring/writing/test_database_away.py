"""A real PostgreSQL that stops under a running session: survey and judging go on, and all of it arrives in order, once.

Also when the process is killed meanwhile: `python -m tests.monitoring.writing.test_database_away ADDRESS FOLDER` is that process.
"""

import signal
import subprocess
import sys
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import col, select

from db.engine import open_engine, reading
from db.tables import Answer, Evidence, FaceVerification, SurveySession, Violation
from proctor_core.domain.violation import ViolationType
from proctor_core.monitoring.writing.record_writer import RecordWriter
from proctor_core.services.outage.filing import Filing
from proctor_core.services.outage.outbox import Outbox
from proctor_core.services.surveys.session_policy import SessionRules
from proctor_core.services.taking.sessions import SessionService
from proctor_core.services.taking.violations import ViolationService
from tests.rules.observations import absent, turned, two_faces
from tests.support.away import StoppableDatabase
from tests.support.monitor_world import MonitorWorld, monitor_world
from tests.support.processes import wait_until
from tests.support.program import ROOT
from tests.support.session_world import Clock

AWAY_S = 60.0


@pytest.mark.slow
def test_what_was_noted_while_the_database_was_away_arrives_in_order_and_once(
    stoppable_postgres: StoppableDatabase, tmp_path: Path
) -> None:
    with ExitStack() as ends:
        world = ends.enter_context(monitor_world(stoppable_postgres.engine, tmp_path))
        session = world.begun()
        world.play(session.id, 10)
        world.play(session.id, 6, absent)
        world.written()

        seen_by_the_page(world, session.id)
        stoppable_postgres.stop()
        began = world.clock()
        assert world.sessions.session_of(world.taker, session.id).id == session.id
        world.play(session.id, 6)
        world.play(session.id, 6, two_faces)
        world.play(session.id, AWAY_S - 24)
        world.play(session.id, 6, turned)
        world.play(session.id, 6)
        assert (world.clock() - began).total_seconds() == AWAY_S
        world.answer_all(session.id)
        wait_until(lambda: world.writer.waiting == world.outbox.count, "nothing waits in memory", timeout_s=10)
        assert world.outbox.count > AWAY_S / 5, "a heartbeat every 5 s, and what was noted"

        stoppable_postgres.start()
        world.written()
        noted = sorted(world.rows(Violation, session_id=session.id), key=lambda v: v.onset_s)
        assert [v.type for v in noted] == [
            ViolationType.NO_FACE,
            ViolationType.MULTIPLE_FACES,
            ViolationType.LOOKING_AWAY,
        ]
        assert all(v.offset_s is not None for v in noted)
        assert world.stored(session.id).violations_count == len(noted)
        assert len(world.rows(Evidence)) == 3 * len(noted)
        runs = sorted(world.rows(FaceVerification, is_initial=False), key=lambda r: r.started_at)
        assert all(earlier.ended_at <= later.started_at for earlier, later in pairwise(runs))
        assert {a.question_id: (a.value, a.revision) for a in world.rows(Answer)} == {
            "often": ("daily", 1),
            "liked": (4, 1),
        }
        world.hand_in(session.id)
        assert world.stored(session.id).flagged_for_review


@pytest.mark.slow
def test_a_process_that_is_killed_meanwhile_loses_nothing_that_waited(
    stoppable_postgres: StoppableDatabase, tmp_path: Path
) -> None:
    with ExitStack() as ends:
        url, module = stoppable_postgres.url, "tests.monitoring.writing.test_database_away"
        command = [sys.executable, "-m", module, url, str(tmp_path)]
        with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdin and process.stdout
            session_id = UUID(process.stdout.readline().strip())
            stoppable_postgres.stop()
            process.stdin.write("the database is away\n")
            process.stdin.flush()
            kept = int(process.stdout.readline())
            process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL

        stoppable_postgres.start()
        outbox, clock = Outbox(tmp_path / "outbox"), Clock()
        ends.callback(outbox.close)
        assert outbox.count == kept > 0
        sessions = SessionService(stoppable_postgres.engine, clock, SessionRules())
        writer = RecordWriter(outbox, Filing(ViolationService(stoppable_postgres.engine, clock), sessions))
        writer.start()
        assert writer.flush(10)
        assert writer.stop(5)
        with reading(stoppable_postgres.engine) as db:
            violations = db.exec(select(Violation).order_by(col(Violation.onset_s))).all()
            answers = {a.question_id: (a.value, a.revision) for a in db.exec(select(Answer))}
            runs = db.exec(select(FaceVerification).where(FaceVerification.is_initial == False)).all()  # noqa: E712
            session = db.get_one(SurveySession, session_id)
            pictures = len(db.exec(select(Evidence)).all())
        assert [(v.type, v.offset_s is not None) for v in violations] == [
            (ViolationType.NO_FACE, True),
            (ViolationType.MULTIPLE_FACES, True),
        ]
        assert (session.violations_count, pictures) == (2, 6)
        assert answers == {"often": ("weekly", 4), "liked": (5, 1)}
        runs = sorted(runs, key=lambda run: run.started_at)
        assert all(earlier.ended_at <= later.started_at for earlier, later in pairwise(runs))
        assert session.last_seen_at and session.last_seen_at >= runs[-1].ended_at
        assert outbox.count == 0


def seen_by_the_page(world: MonitorWorld, session_id: UUID) -> None:
    """A run of the taker's page, which reads all this."""
    session = world.sessions.session_of(world.taker, session_id)
    world.sessions.survey_of(session)
    world.sessions.answers(world.taker, session_id)


def say(what: object) -> None:
    """A line for the test."""
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def the_process_that_is_killed(url: str, folder: Path) -> None:
    """Watch a session; when the database is said to be away, note and answer more; then wait for the end."""
    with monitor_world(open_engine(url), folder) as world:
        session = world.begun()
        world.play(session.id, 10)
        world.play(session.id, 6, absent)
        world.sessions.save_answer(world.taker, session.id, "often", "daily")
        seen_by_the_page(world, session.id)
        world.written()
        say(session.id)
        sys.stdin.readline()
        for value in ("weekly", "daily", "weekly"):
            world.clock.pass_time(1)
            world.sessions.save_answer(world.taker, session.id, "often", value)
        world.play(session.id, 6)
        world.play(session.id, 6, two_faces)
        world.sessions.save_answer(world.taker, session.id, "liked", 5)
        world.play(session.id, 6)
        wait_until(lambda: world.writer.waiting == world.outbox.count, "nothing waits in memory", timeout_s=30)
        say(world.outbox.count)
        sys.stdin.readline()


if __name__ == "__main__":
    the_process_that_is_killed(sys.argv[1], Path(sys.argv[2]))
