"""SHA-256 of model files, remembered by path, size and time of change, so that a second start hashes nothing.

Used by `model_search.py` for files that stay; a file just fetched is always hashed in full.
"""

import hashlib
import json
import logging
from pathlib import Path

logger = logging.getLogger(__name__)

MEMORY_FILE_NAME = ".hashes.json"


def hash_file(path: Path) -> str:
    """SHA-256 of the whole file, 64 hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_bytes(content: bytes) -> str:
    """SHA-256 of the bytes, 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


class HashMemory:
    """The hashes of files as they were last seen; kept beside the cached models, rebuilt when it is lost."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / MEMORY_FILE_NAME
        self._known = _read(self._path)
        self._is_changed = False

    def hash_of(self, path: Path) -> str:
        """The file's SHA-256, computed only when path, size or time of change is new."""
        state = path.stat()
        key = f"{path.resolve()}|{state.st_size}|{state.st_mtime_ns}"
        if key not in self._known:
            self._known[key] = hash_file(path)
            self._is_changed = True
        return self._known[key]

    def save(self) -> None:
        """Keep what was learned; a folder that can't be written costs the next start a moment, nothing else."""
        if not self._is_changed:
            return
        part = self._path.with_suffix(".json.part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(self._known, indent=1))
            part.replace(self._path)
        except OSError as error:
            logger.info("hashes of the models are not remembered: %s", error)


def _read(path: Path) -> dict[str, str]:
    try:
        known = json.loads(path.read_text())
    except (OSError, ValueError):
        # Lost or half written: everything is hashed again.
        return {}
    return {str(key): str(value) for key, value in known.items()} if isinstance(known, dict) else {}
