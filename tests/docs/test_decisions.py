"""Records of decisions are numbered without a gap that nobody explains."""

import re
from collections import Counter

from tests.support.program import ROOT

FOLDER = ROOT / "docs/decisions"


def test_each_number_has_one_record_or_a_word_why_it_has_none() -> None:
    numbers = Counter(int(file.name[:4]) for file in FOLDER.glob("[0-9]*.md"))
    assert numbers.most_common(1)[0][1] == 1, "two records with one number"
    explained = {int(number) for number in re.findall(r"\b\d{4}\b", (FOLDER / "README.md").read_text(encoding="utf-8"))}
    missing = set(range(1, max(numbers) + 1)) - set(numbers)
    assert missing <= explained, f"no record and no word why: {sorted(missing - explained)}"
