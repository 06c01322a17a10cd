"""Measures heartbeats a second of one process on one core: PostgreSQL and SQLite, and the plain way beside them.

`python -m benchmarks.heartbeats [--seconds 10] [--sessions 4000]`; the load comes from this process, on the other cores.
4,000 sessions with a heartbeat every 5 s are 800 a second. "first" is one heartbeat of each session, as after a start of the
server; "CPU us" is the server's processor time for each heartbeat, its batched writes among it.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.heartbeats.load import Rate, Sender, press
from db.engine import open_engine, transaction
from db.migrate import upgrade
from db.tables import ApiToken, Survey, SurveySession, User
from proctor_core.domain.policy import STANDARD
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.token_scope import TokenScope
from proctor_core.domain.watching import WatchedBy
from proctor_core.services.accounts.sign_ins import hash_of_token
from proctor_core.services.surveys.kept_policies import keep_policy
from tests.support.postgres import find_postgres, running_server
from tests.support.processes import wait_until
from tests.support.program import free_tcp_port

CONNECTIONS = 16


def main() -> None:
    """Print one line for each way and database."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=10)
    asked.add_argument("--sessions", type=int, default=4000)
    given = asked.parse_args()
    os.sched_setaffinity(0, set(range(1, os.cpu_count() or 2)))
    print(f"{'database':<12}{'way':<10}{'':<7}{'per s':>8}{'p50 ms':>9}{'p99 ms':>9}{'refused':>9}{'CPU us':>9}")
    with tempfile.TemporaryDirectory() as folder:
        measure(f"sqlite:///{folder}/bench.db", "SQLite", Path(folder), given.seconds, given.sessions)
        found = find_postgres()
        if found is None:
            print("PostgreSQL: no server on this machine")
            return
        with running_server(found) as server:
            measure(server.create_database(), "PostgreSQL", Path(folder), given.seconds, given.sessions)


def measure(url: str, name: str, folder: Path, seconds: float, sessions: int) -> None:
    """Both ways over one database."""
    upgrade(url)
    senders = planted(url, sessions)
    for way in ("batched", "plain"):
        with serving(way, url, folder) as (port, pid):
            for phase, lasts_s, first in (("first", 0, 1), ("then", seconds, 1_000_000)):
                before_s = processor_s(pid)
                rate = asyncio.run(press(port, senders, lasts_s, CONNECTIONS, first))
                _report(f"{name:<12}{way:<10}{phase:<7}", rate, processor_s(pid) - before_s)


@contextmanager
def serving(way: str, url: str, folder: Path) -> Iterator[tuple[int, int]]:
    """A process of its own: its port and its id."""
    port = free_tcp_port()
    command = [sys.executable, "-m", "benchmarks.heartbeats.served", way, url, str(port), str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: _answers(port), "a started server", timeout_s=60, every_s=0.2)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def planted(url: str, sessions: int) -> list[Sender]:
    """Sessions in progress with a token each."""
    engine, now = open_engine(url), datetime.now(UTC)
    survey = Survey(slug="bench", title="Bench", definition={}, created_at=now)
    senders: list[Sender] = []
    with transaction(engine) as db:
        db.add(survey)
        db.flush()
        for number in range(sessions):
            user = User(name=f"taker {number}", display_name="T", role=Role.TAKER, created_at=now)
            db.add(user)
            db.flush()
            session = SurveySession(
                survey_id=survey.id,
                taker_id=user.id,
                status=SessionStatus.IN_PROGRESS,
                watched_by=WatchedBy.HYBRID,
                policy_sha256=keep_policy(db, STANDARD, now).sha256,
                created_at=now,
                started_at=now,
            )
            token, ends = f"spt_{number}", now + timedelta(hours=2)
            made = ApiToken(
                name="bench",
                scope=TokenScope.TAKER,
                user_id=user.id,
                token_hash=hash_of_token(token),
                created_at=now,
                expires_at=ends,
            )
            db.add_all([session, made])
            senders.append(Sender(str(session.id), token))
    engine.dispose()
    return senders


def processor_s(pid: int) -> float:
    """Processor time of a process so far; with others on the machine it says more than the clock.

    Source: proc(5), fields utime and stime, behind the name in brackets.
    """
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/api/version", timeout=1)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def _report(what: str, rate: Rate, processor: float) -> None:
    line = f"{rate.per_s:>8.0f}{rate.p50_ms:>9.1f}{rate.p99_ms:>9.1f}{rate.refused:>9}"
    line += f"{processor / rate.answers * 1e6:>9.0f}"
    print(f"{what}{line}", flush=True)


if __name__ == "__main__":
    main()
