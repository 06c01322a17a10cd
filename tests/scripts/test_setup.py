"""The set-up's shell: which Python it takes, and what it says when it can't go on; each is one sentence and an exit code."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from proctor_core.start.exit_codes import ExitCode
from tests.support.program import ROOT

pytestmark = pytest.mark.slow

TOOLS = ("sh", "dirname", "cat", "cksum", "df", "awk", "grep", "mkdir", "rm", "tail", "cut")
"""What the scripts call; nothing else is on PATH here."""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout's scripts and requirements, with a PATH of its own in `bin`."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    (tmp_path / "requirements.txt").write_text("no-such-package-of-ours==1\n")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    return tmp_path


def put_python(checkout: Path, name: str, version: tuple[int, int], *, has_venv: bool = True) -> Path:
    """A Python of that version on PATH: the real one, which lies about its version and may lack ensurepip."""
    site = checkout / f"site-{name}"
    site.mkdir()
    lie = f"import sys\nsys.version_info = ({version[0]}, {version[1]}, 0, 'final', 0)\n"
    lie += "" if has_venv else "sys.modules['ensurepip'] = None\n"
    (site / "sitecustomize.py").write_text(lie)
    file = checkout / "bin" / name
    file.write_text(f'#!{shutil.which("sh")}\nPYTHONPATH={site} exec {sys.executable} "$@"\n')
    file.chmod(0o755)
    return file


def shell(checkout: Path, script: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run lines after `scripts/setup.sh` was read, as `make run` does."""
    lines = f'. "$(dirname "$0")/setup.sh"\n{script}\n'
    (checkout / "scripts" / "tried.sh").write_text(lines)
    return subprocess.run(
        [checkout / "bin" / "sh", checkout / "scripts" / "tried.sh"],
        env={"PATH": str(checkout / "bin"), "HOME": str(checkout), **environment},
        text=True,
        capture_output=True,
        timeout=120,
        check=False,
    )


def chosen(checkout: Path, **environment: str) -> str:
    return shell(checkout, 'find_python; say "$base"', **environment).stdout.strip()


def refusal(done: "subprocess.CompletedProcess[str]", code: ExitCode) -> str:
    assert done.returncode == code, done.stderr
    (sentence,) = done.stderr.strip().splitlines()
    assert sentence.startswith("Error: ")
    return sentence


def test_the_newest_fit_python_that_can_make_an_environment_is_taken(checkout: Path) -> None:
    put_python(checkout, "python3", (3, 9))
    put_python(checkout, "python3.11", (3, 11))
    assert chosen(checkout) == "python3.11"
    put_python(checkout, "python3.13", (3, 13))
    assert chosen(checkout) == "python3.13"
    put_python(checkout, "python3.14", (3, 14), has_venv=False)
    assert chosen(checkout) == "python3.13"


def test_a_python_that_is_asked_for_wins(checkout: Path) -> None:
    put_python(checkout, "python3.13", (3, 13))
    asked = put_python(checkout, "mine", (3, 12))
    assert chosen(checkout, PYTHON=str(asked)) == str(asked)


@pytest.mark.parametrize(
    ("pythons", "said"),
    [
        ({}, "apt-get install python3-venv"),
        ({"python3": (3, 10)}, "neither it nor uv is on PATH"),
        ({"python3.12": (3, 12)}, "python3.12 can't make environments; as root on Debian and Ubuntu: apt-get"),
    ],
    ids=["none", "too old", "without venv"],
)
def test_without_a_python_for_it_the_way_is_one_line(
    checkout: Path, pythons: dict[str, tuple[int, int]], said: str
) -> None:
    for name, version in pythons.items():
        put_python(checkout, name, version, has_venv=False)
    refused = refusal(shell(checkout, "make_environment"), ExitCode.NO_PYTHON)
    assert said in refused
    assert "-venv" in refused


def test_an_unfit_python_that_was_asked_for_is_refused(checkout: Path) -> None:
    asked = put_python(checkout, "old", (3, 9))
    assert f"PYTHON={asked} is not" in refusal(
        shell(checkout, "make_environment", PYTHON=str(asked)), ExitCode.NO_PYTHON
    )


def test_uv_makes_the_environment_where_no_python_can(checkout: Path) -> None:
    uv = checkout / "bin" / "uv"
    uv.write_text(f'#!{shutil.which("sh")}\necho "uv $@"\n')
    uv.chmod(0o755)
    done = shell(checkout, "make_environment")
    assert done.returncode == 0
    assert "uv venv --quiet --clear --seed --python >=3.11,<3.15 .venv" in done.stdout


@pytest.fixture
def environment(checkout: Path) -> Path:
    """`.venv` as the Python of these tests, so that none waits for one to be made.

    Not as a link: it would be the system's Python, whose pip may be told to install nothing.
    """
    python = checkout / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!{shutil.which("sh")}\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    return checkout


NO_INDEX = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:1/simple", "PIP_RETRIES": "0"}
INSTALL = "install_pinned run 1 1 requirements.txt"


def test_without_a_network_it_is_said_and_where_to_go_on(environment: Path) -> None:
    said = refusal(shell(environment, INSTALL, **NO_INDEX), ExitCode.NO_PACKAGES)
    assert "No package index can be reached" in said and "goes on where this one stopped" in said


def test_a_package_that_no_index_has_is_named(environment: Path, tmp_path: Path) -> None:
    nowhere = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1"}
    said = refusal(shell(environment, INSTALL, **nowhere), ExitCode.NO_PACKAGES)
    assert "no-such-package-of-ours" in said


def test_a_disk_without_room_is_said_before_anything_is_fetched(environment: Path) -> None:
    # A Python that has nothing installed yet, wherever it is asked for its packages.
    (environment / ".venv/bin/python").write_text(f"#!{shutil.which('sh')}\necho /nowhere\n")
    done = shell(environment, "install_pinned run 1 999999999 requirements.txt", **NO_INDEX)
    assert "The packages need 999999999 MB of disk" in refusal(done, ExitCode.NO_ROOM)


def test_sizes_are_said_before_anything_is_fetched(environment: Path) -> None:
    assert "(up to 1 MB to download, 1 MB on disk" in shell(environment, INSTALL, **NO_INDEX).stdout


def test_what_an_interrupted_run_left_half_copied_is_not_taken_for_whole(environment: Path) -> None:
    site = environment / ".venv/lib/python3.12/site-packages"
    for name in ("whole-1.dist-info", "half-1.dist-info"):
        (site / name).mkdir(parents=True)
        (site / name / "METADATA").touch()
    (site / "whole-1.dist-info" / "RECORD").touch()
    shell(environment, "forget_half_installed")
    assert [folder.name for folder in site.iterdir()] == ["whole-1.dist-info"]


def test_an_environment_made_of_these_files_is_left_alone(environment: Path) -> None:
    marked = (
        'fingerprint requirements.txt >.venv/.made-from-run; install_pinned run 1 1 requirements.txt; say "left alone"'
    )
    assert shell(environment, marked, **NO_INDEX).stdout == "left alone\n"
