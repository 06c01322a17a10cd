"""`.env.example` says each setting, what it does, and nothing else."""

import re

from proctor_core.settings import Settings, environment_names
from tests.support.program import ROOT

LINES = (ROOT / ".env.example").read_text().splitlines()


def test_every_setting_stands_in_it_once_and_no_other() -> None:
    named = [found[1] for line in LINES if (found := re.match(r"# ([A-Z_]+)=", line))]
    assert named == environment_names()


def test_every_setting_is_described_in_the_words_of_the_code() -> None:
    for name, field in zip(environment_names(), Settings.model_fields.values(), strict=True):
        at = next(number for number, line in enumerate(LINES) if line.startswith(f"# {name}="))
        assert LINES[at - 1] == f"# {field.description}"
