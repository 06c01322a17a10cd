"""Our JavaScript is checked as the Python is: specs by Node.js's runner, types by tsc, lint by ESLint."""

import subprocess
from pathlib import Path

import pytest

from pages.components.joined_modules import joined_modules
from pages.components.plain_component import ASSETS
from tests.javascript.conftest import FOLDER, RunNode
from tests.support.program import ROOT

COMPONENTS = sorted(file.stem for file in ASSETS.glob("*.html"))
CHECKED = (ASSETS, FOLDER, ROOT / "benchmarks" / "uploads")


def passed(done: "subprocess.CompletedProcess[str]") -> bool:
    """Shows what was found where something was."""
    print(done.stdout, done.stderr)  # noqa: T201
    return done.returncode == 0


def test_the_state_machines_keep_their_specs(node: RunNode) -> None:
    specs = sorted(FOLDER.glob("*.test.js"))
    assert specs
    assert passed(node("--test", *specs))


def test_the_modules_types_hold(node: RunNode, npm_packages: Path) -> None:
    assert passed(node(npm_packages / "typescript/bin/tsc", "-p", FOLDER))


def test_the_linter_finds_nothing(node: RunNode, npm_packages: Path) -> None:
    eslint = npm_packages / "eslint/bin/eslint.js"
    assert passed(node(eslint, "--max-warnings", "0", "--config", FOLDER / "eslint.config.js", *CHECKED))


@pytest.mark.parametrize("component", COMPONENTS)
def test_a_components_modules_are_one_script_that_a_browser_takes(
    node: RunNode, tmp_path: Path, component: str
) -> None:
    script = tmp_path / f"{component}.mjs"
    script.write_text(joined_modules(ASSETS / f"{component}.js"), encoding="utf-8")
    assert passed(node("--check", script)), "two modules declare the same name, or worse"
    lines = script.read_text(encoding="utf-8").splitlines()
    assert [line.split("(")[0].strip() for line in lines if line.startswith("export")] == ["export default function"]


def test_a_module_comes_once_and_before_those_that_import_it(tmp_path: Path) -> None:
    (tmp_path / "end.js").write_text("export const end = 1;\n")
    (tmp_path / "left.js").write_text('import { end } from "./end.js";\n\nexport const left = end;\n')
    (tmp_path / "entry.js").write_text(
        'import { end } from "./end.js";\nimport {\n  left,\n} from "./left.js";\n\nexport default end + left;\n'
    )
    lines = [line for line in joined_modules(tmp_path / "entry.js").splitlines() if line]
    assert lines == ["const end = 1;", "const left = end;", "export default end + left;"]


@pytest.mark.parametrize(
    "line",
    [
        'import { one as two } from "./other.js";',
        'import * as other from "./other.js";',
        'import one from "./other.js";',
        'import { one } from "a-package";',
    ],
)
def test_an_import_that_would_be_lost_in_the_joined_script_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "other.js").write_text("export const one = 1;\n")
    (tmp_path / "entry.js").write_text(f"{line}\nexport default 1;\n")
    with pytest.raises(ValueError, match="can't be joined"):
        joined_modules(tmp_path / "entry.js")
