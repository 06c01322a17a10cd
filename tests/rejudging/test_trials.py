"""Many sessions at once, in processes of their own: which ones, in which order, and what is left when nobody asks on."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from db.queries.rejudged_sessions import Choice, chosen_sessions
from proctor_core.domain.policy import STANDARD
from proctor_core.domain.policy_change import policy_change
from proctor_core.domain.violation import ViolationType
from proctor_core.errors import InvalidInput, NotFound, Unavailable
from proctor_core.rejudging import judging_processes
from proctor_core.rejudging.chosen import chosen
from proctor_core.rejudging.judging_processes import JudgingProcess, Work
from proctor_core.rejudging.session_reading import PolicyReader, stored_sessions
from proctor_core.rejudging.trials import PolicyTrials
from tests.rules.observations import turned
from tests.support.judged_again import judged_again
from tests.support.monitor_world import MonitorWorld
from tests.support.processes import wait_until
from tests.support.program import ROOT

CHANGE = {"looking_away": {"onset_s": 20.0}}


def trials(world: MonitorWorld) -> PolicyTrials:
    return PolicyTrials(world.engine, str(world.folder / "media"))


def handed_in(world: MonitorWorld, count: int) -> list[UUID]:
    ids: list[UUID] = []
    for _ in range(count):
        session = world.begun()
        world.play(session.id, 4)
        world.play(session.id, 7, turned)
        world.play(session.id, 4)
        world.hand_in(session.id)
        ids.append(session.id)
    world.written()
    return ids


def test_processes_find_what_one_finds_in_the_order_of_handing_in(both_worlds: MonitorWorld) -> None:
    world = both_worlds
    ids = handed_in(world, 3)
    choice = chosen((), "study", None, None)
    assert trials(world).count(choice) == 3
    found = list(trials(world).run(choice, policy_change(CHANGE), processes=2))
    assert [one.session_id for one in found] == ids
    assert found == [judged_again(world, one, **CHANGE) for one in ids]
    assert [violation.type for one in found for violation in one.lost] == [ViolationType.LOOKING_AWAY] * 3


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[JudgingProcess]:
    """The judging processes that were begun."""
    made: list[JudgingProcess] = []

    def begin(address: str, niceness: int) -> JudgingProcess:
        made.append(JudgingProcess(address, niceness))
        return made[-1]

    monkeypatch.setattr(judging_processes, "JudgingProcess", begin)
    return made


def test_whoever_stops_asking_leaves_no_process_behind(world: MonitorWorld, begun: list[JudgingProcess]) -> None:
    handed_in(world, 2)
    with closing(trials(world).run(Choice(), policy_change({}), processes=1)) as run:
        next(run)
        assert [one.process.poll() for one in begun] == [None]
    assert all(one.process.poll() is not None for one in begun)


def test_a_process_that_is_killed_is_an_error_and_no_endless_wait(
    world: MonitorWorld, begun: list[JudgingProcess]
) -> None:
    handed_in(world, 1)
    (rows,) = chosen_sessions(world.engine, Choice())
    (stored,) = stored_sessions(rows, PolicyReader())

    def work() -> Iterator[Work]:
        begun[0].process.kill()
        yield Work(stored, STANDARD)

    with pytest.raises(Unavailable, match="ended from outside"):
        list(judging_processes.judged_in_processes(str(world.folder / "media"), work(), processes=1))


def test_a_store_that_does_not_answer_is_said_as_it_is(world: MonitorWorld) -> None:
    handed_in(world, 1)
    (rows,) = chosen_sessions(world.engine, Choice())
    (stored,) = stored_sessions(rows, PolicyReader())
    blocked = replace(stored, log="sessions/elsewhere/")
    with pytest.raises(Unavailable, match="sessions/elsewhere/"):
        list(judging_processes.judged_in_processes(str(world.folder / "media"), [Work(blocked, STANDARD)], processes=1))


def is_running(state: Path) -> bool:
    """By its file in /proc; one that nobody has asked after is over too."""
    try:
        return state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_process_ends_with_whoever_began_it() -> None:
    begin = (
        "from proctor_core.rejudging.judging_processes import JudgingProcess\n"
        "print(JudgingProcess('memory:///', 0).process.pid, flush=True)\n"
    )
    parent = subprocess.run([sys.executable, "-c", begin], cwd=ROOT, capture_output=True, text=True, check=True)
    child = Path("/proc", parent.stdout.strip(), "stat")
    wait_until(lambda: not is_running(child), "a judging process outlived its caller", timeout_s=20)


def test_days_are_of_the_handing_in_and_both_are_included(world: MonitorWorld) -> None:
    (session_id,) = handed_in(world, 1)
    day = date(2026, 5, 4)
    assert trials(world).count(chosen((), None, day, day)) == 1
    assert trials(world).count(chosen((), None, date(2026, 5, 1), date(2026, 5, 3))) == 0
    assert trials(world).count(chosen((), "study", date(2026, 5, 5), None)) == 0
    assert trials(world).count(chosen((session_id, session_id), None, None, None)) == 1


def test_what_is_not_there_is_refused_by_name(world: MonitorWorld) -> None:
    unknown = uuid4()
    with pytest.raises(NotFound, match=str(unknown)):
        trials(world).count(chosen((unknown,), None, None, None))
    with pytest.raises(InvalidInput, match="no survey is called 'other'"):
        trials(world).count(chosen((), "other", None, None))


@pytest.mark.parametrize(
    ("sessions", "survey", "first", "last"),
    [
        ((), None, None, None),
        ((), None, date(2026, 5, 1), None),
        ((), None, date(2026, 5, 2), date(2026, 5, 1)),
        ((uuid4(),), "study", None, None),
    ],
)
def test_a_choice_that_means_no_sessions_is_refused(
    sessions: tuple[UUID, ...], survey: str | None, first: date | None, last: date | None
) -> None:
    with pytest.raises(InvalidInput):
        chosen(sessions, survey, first, last)
