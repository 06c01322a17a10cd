"""The documents tell the truth about files and settings."""

import re
from pathlib import Path

from proctor_core.settings import Settings, environment_names

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_every_link_between_documents_leads_somewhere() -> None:
    for document in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_nothing_claims_to_be_lawful_by_itself() -> None:
    claim = re.compile(
        r"(gdpr|dsgvo|privacy|data protection)[- ](compliant|conform|ready|proof)|compliant with", re.IGNORECASE
    )
    pages = [
        file
        for room in ("pages", "proctor_core")
        for file in (ROOT / room).rglob("*")
        if file.suffix in {".py", ".html"}
    ]
    claiming = [file.name for file in [*DOCUMENTS, *pages] if claim.search(file.read_text(encoding="utf-8"))]
    assert claiming == [], "say which control does what"


def test_privacy_md_names_every_retention_setting() -> None:
    privacy = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
    for name in environment_names():
        if "_RETENTION_" in name:
            assert f"_{name.split('_RETENTION_')[1]}`" in privacy, f"docs/privacy.md does not tell {name}"


def test_the_readme_holds_every_setting_with_its_default_and_is_under_200_lines() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.count("\n") < 200
    for name in environment_names():
        assert f"`{name}`" in readme, f"the README does not tell {name}"
    assert set(Settings.model_fields) >= {"heartbeat_interval", "violation_threshold"}
