"""Remembers what could not be had, so that a start behind a firewall does not wait for the same silent address every time."""

from datetime import datetime, timedelta
from pathlib import Path

from proctor_core.models.file import ModelSet

TRY_AGAIN_AFTER = timedelta(days=1)
_FILE = ".not_to_be_had"


def was_tried_lately(models: ModelSet, cache_dir: Path, now: datetime) -> bool:
    """Whether just what is missing now was asked for in vain within the last day."""
    note = cache_dir / _FILE
    if not note.exists():
        return False
    tried_at = datetime.fromtimestamp(note.stat().st_mtime, now.tzinfo)
    return note.read_text(encoding="utf-8") == _names(models) and timedelta(0) <= now - tried_at < TRY_AGAIN_AFTER


def note_what_is_missing(models: ModelSet, cache_dir: Path) -> None:
    """Keep the names of the roles that no source could fill."""
    cache_dir.mkdir(parents=True, exist_ok=True)
    (cache_dir / _FILE).write_text(_names(models), encoding="utf-8")


def _names(models: ModelSet) -> str:
    return " ".join(missing.role for missing in models.missing)
