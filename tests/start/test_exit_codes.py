"""Exit codes: every error has one, the document lists them all, and the set-up's shell uses the same."""

import re

import pytest

from proctor_core import errors
from proctor_core.start.exit_codes import ExitCode, exit_code_of
from tests.support.program import ROOT


def test_the_document_says_what_each_means() -> None:
    document = (ROOT / "docs/installing.md").read_text(encoding="utf-8")
    table = document.partition("## Exit codes")[2].partition("##")[0]
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", table, re.MULTILINE)
    assert rows == [(str(code.value), code.sentence) for code in ExitCode]


def test_the_set_up_ends_with_the_same_codes() -> None:
    given = dict(re.findall(r"^(NO_\w+)=(\d+)$", (ROOT / "scripts/setup.sh").read_text(), re.MULTILINE))
    assert given == {name: str(ExitCode[name].value) for name in ("NO_PYTHON", "NO_PACKAGES", "NO_ROOM")}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.DatabaseAway("x"), ExitCode.NO_DATABASE),
        (errors.OtherTables("x"), ExitCode.OTHER_TABLES),
        (errors.MisconfiguredError("x"), ExitCode.BAD_INPUT),
        (errors.InvalidInput("a", "x"), ExitCode.BAD_INPUT),
        (errors.ModelUnavailable("x"), ExitCode.NO_MODELS),
    ],
)
def test_the_narrowest_class_decides(error: errors.ProctorError, code: ExitCode) -> None:
    assert exit_code_of(error) is code
