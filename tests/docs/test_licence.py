"""What is said at the top level: the licence, how to contribute, and that exams are a high-risk use."""

import tomllib
from hashlib import sha256
from pathlib import Path

import pytest

from pages import texts_surveys

ROOT = Path(__file__).resolve().parents[2]
APACHE_2_0 = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
"""SHA-256 of https://www.apache.org/licenses/LICENSE-2.0.txt."""


def test_the_licence_is_apache_2_0_in_full_and_both_packages_say_so() -> None:
    assert sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == APACHE_2_0
    for file in ("pyproject.toml", "clients/python/pyproject.toml"):
        assert tomllib.loads((ROOT / file).read_text(encoding="utf-8"))["project"]["license"] == "Apache-2.0"


def test_every_file_that_contributing_md_links_to_exists() -> None:
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert all(command in contributing for command in ("make check", "make test", "Developer Certificate of Origin"))
    assert (ROOT / "proctor_core/codes/notice.py").is_file()


@pytest.mark.parametrize("file", ["README.md", "docs/privacy.md", "docs/platforms.md"])
def test_use_in_exams_is_called_high_risk_wherever_somebody_decides_to_use_it(file: str) -> None:
    document = " ".join((ROOT / file).read_text(encoding="utf-8").split())
    assert all(word in document for word in ("high-risk", "EU AI Act", "Annex III", "2 December 2027", "guardian"))


def test_the_administrators_page_of_surveys_says_it_too() -> None:
    assert all(word in texts_surveys.EXAMS for word in ("high-risk", "EU AI Act", "Annex III", "2 December 2027"))
