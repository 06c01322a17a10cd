"""`python -m proctor_core judge`: what it prints, what it writes, and what it refuses."""

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from typer.testing import CliRunner, Result

from proctor_core import bootstrap
from proctor_core.cli.verbs import cli
from proctor_core.domain.rejudgement import SessionDifference
from proctor_core.start.exit_codes import ExitCode
from tests.rules.observations import turned
from tests.support.judged_again import judged_again
from tests.support.monitor_world import MonitorWorld

CHANGE = '{"looking_away": {"onset_s": 20}}'
Run = Callable[..., Result]


class OneProcess:
    """Trials of a world without processes; `stops`: Ctrl-C comes after the first session."""

    def __init__(self, world: MonitorWorld, sessions: tuple[UUID, ...], *, stops: bool = False) -> None:
        self.world, self.sessions, self.stops = world, sessions, stops

    def count(self, _choice: object) -> int:
        return len(self.sessions)

    def run(self, _choice: object, change: object, _processes: int) -> Iterator[SessionDifference]:
        for session in self.sessions:
            yield judged_again(self.world, session, looking_away={"onset_s": 20})
            if self.stops:
                raise KeyboardInterrupt


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """`judge(trials, policy, *arguments)`."""

    def run(trials: object, policy: str, *arguments: object) -> Result:
        parts = SimpleNamespace(trials=trials, require_tables=lambda: None)
        monkeypatch.setattr(bootstrap, "application", lambda: parts)
        (tmp_path / "policy.json").write_text(policy, encoding="utf-8")
        said = ["judge", "--policy", str(tmp_path / "policy.json"), *map(str, arguments)]
        return CliRunner().invoke(cli, said)

    return run


def handed_in(world: MonitorWorld) -> UUID:
    session = world.begun()
    world.play(session.id, 4)
    world.play(session.id, 4, turned)
    world.play(session.id, 4)
    world.hand_in(session.id)
    return session.id


def lines(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_sums_sessions_and_violations_are_written(world: MonitorWorld, judge: Run, tmp_path: Path) -> None:
    session, unwatched = handed_in(world), world.invited().id
    out = tmp_path / "new" / "out"
    done = judge(OneProcess(world, (session, unwatched)), CHANGE, "--survey", "study", "--out", out)
    assert done.exit_code == 0, done.output
    assert "Judged again: 1 sessions. Not judged: 1." in done.stdout
    assert f"{unwatched} was not judged: It was not handed in." in done.stderr
    assert [line.split()[-4:] for line in done.stdout.splitlines() if "Looking away" in line] == [["1", "0", "0", "-1"]]
    sums = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert sums["policy"] == {"looking_away": {"onset_s": 20}}
    assert sums["violations"]["looking_away"] == {"before": 1, "after": 0, "gained": 0, "lost": 1}
    assert sums["sessions"] == {"judged": 1, "not_judged": {"not_handed_in": 1}}
    first, second = lines(out / "sessions.csv")
    assert (first["session_id"], first["lost"], first["not_judged"]) == (str(session), "1", "")
    assert (first["was_flagged"], first["is_flagged"]) == ("false", "false")
    assert (second["session_id"], second["not_judged"]) == (str(unwatched), "not_handed_in")
    (violation,) = lines(out / "violations.csv")
    assert (violation["change"], violation["type"]) == ("lost", "looking_away")
    assert {path.stat().st_mode & 0o777 for path in out.iterdir()} == {0o600}


def test_reports_of_before_are_not_written_over(world: MonitorWorld, judge: Run, tmp_path: Path) -> None:
    (tmp_path / "sessions.csv").write_text("mine", encoding="utf-8")
    done = judge(OneProcess(world, ()), CHANGE, "--survey", "study", "--out", tmp_path)
    assert done.exit_code == ExitCode.BAD_INPUT
    assert "expected a new file" in done.stderr
    assert (tmp_path / "sessions.csv").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "report.json").exists()


def test_ctrl_c_leaves_no_half_a_report(world: MonitorWorld, judge: Run, tmp_path: Path) -> None:
    session, out = handed_in(world), tmp_path / "out"
    done = judge(OneProcess(world, (session, session), stops=True), CHANGE, "--survey", "study", "--out", out)
    assert done.exit_code == 130
    assert "Stopped after 1 sessions; nothing was changed" in done.stderr
    assert list(out.iterdir()) == []


def test_all_mistakes_of_a_policy_are_said_at_once(judge: Run) -> None:
    done = judge(None, '{"yaw": 3, "dark_luma": 300}', "--session", uuid4())
    assert done.exit_code == ExitCode.BAD_INPUT
    first, second = done.stderr.splitlines()
    assert first.startswith("Error: yaw: a policy has no field 'yaw'; known: ")
    assert second == "Error: dark_luma: expected 0 to 255, got 300"


def test_without_sessions_to_judge_it_says_how_they_are_chosen(judge: Run) -> None:
    done = judge(None, "{}")
    assert done.exit_code == ExitCode.BAD_INPUT
    assert done.stderr == "Error: session: expected --session, --survey, or --from and --until\n"


def test_a_policy_that_is_not_there_is_named(judge: Run, tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["judge", "--policy", str(tmp_path / "none.json"), "--survey", "study"])
    assert done.exit_code == ExitCode.BAD_INPUT
    assert "none.json" in done.stderr


def test_a_policy_that_is_no_text_is_refused(judge: Run, tmp_path: Path) -> None:
    (tmp_path / "latin.json").write_bytes('{"name": "größer"}'.encode("latin-1"))
    done = CliRunner().invoke(cli, ["judge", "--policy", str(tmp_path / "latin.json"), "--survey", "study"])
    assert done.exit_code == ExitCode.BAD_INPUT
    assert "UTF-8" in done.stderr
