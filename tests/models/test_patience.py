"""A model that could not be had is not waited for at every start."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from proctor_core.models.file import ModelSet
from proctor_core.models.patience import note_what_is_missing, was_tried_lately

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def tried_at(cache_dir: Path, at: datetime) -> None:
    """The note's own time, whenever the test runs."""
    os.utime(cache_dir / ".not_to_be_had", (at.timestamp(), at.timestamp()))


def test_nothing_was_tried_before_the_first_start(tmp_path: Path) -> None:
    assert not was_tried_lately(ModelSet(), tmp_path, NOW)


def test_what_was_asked_for_in_vain_is_not_asked_for_again_on_the_same_day(tmp_path: Path) -> None:
    note_what_is_missing(ModelSet(), tmp_path)
    tried_at(tmp_path, NOW)
    assert was_tried_lately(ModelSet(), tmp_path, NOW)
    assert not was_tried_lately(ModelSet(), tmp_path, NOW + timedelta(days=1, minutes=1))


def test_another_missing_model_is_asked_for_at_once(tmp_path: Path) -> None:
    note_what_is_missing(ModelSet(), tmp_path)
    (tmp_path / ".not_to_be_had").write_text("phone_detector")
    tried_at(tmp_path, NOW)
    assert not was_tried_lately(ModelSet(), tmp_path, NOW)
