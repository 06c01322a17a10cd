"""Pictures and files of sessions in a folder or an object storage; the rows in the database hold their keys.

A file is written before the row that names it; its key is made of ids alone, so that it tells nothing about a person.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import LocalStore, ObjectStore, from_url

from proctor_core.codes.storage_faults import StoreFault
from proctor_core.errors import InvalidInput, NotFound, Unavailable

_PROBE = "health/probe"
_SENT = 5 << 20
"""Bytes of one part; object storages take no smaller ones."""
_PART = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What was written: its key, the SHA-256 of its bytes (hex), their number."""

    key: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class StoredKey:
    """One entry of a listing; `modified_at` by the store's own clock."""

    key: str
    size_bytes: int
    modified_at: datetime


def media_key(session_id: UUID, *names: str | UUID) -> str:
    """The key of a session's file: `media_key(session_id, violation_id, "start.jpg")` is `sessions/<id>/<id>/start.jpg`."""
    return checked_key("/".join(["sessions", str(session_id), *map(str, names)]))


def owner_of(key: str) -> UUID | None:
    """The session whose file has this key; None: nobody's."""
    first, _, rest = key.partition("/")
    name = rest.partition("/")[0]
    try:
        return UUID(name) if first == "sessions" and str(UUID(name)) == name else None
    except ValueError:
        return None


def checked_key(key: str) -> str:
    """The key itself when it can't leave the store.

    Raises:
        InvalidInput: it is empty, absolute, or a part of it starts with a dot or holds other than letters, digits, `_`, `.`, `-`.
    """
    if not all(_PART.fullmatch(part) for part in key.split("/")):
        raise InvalidInput("key", StoreFault.WRONG_KEY, key=key)
    return key


class MediaStore:
    """Put, get and delete by key; the same over a local folder and an object storage."""

    def __init__(self, store: ObjectStore, folder: Path | None = None) -> None:
        """`folder`: where a local store lies."""
        self._store = store
        self._folder = folder

    @classmethod
    def open(cls, address: str | Path) -> "MediaStore":
        """Open a folder (made when it is missing) or an address such as `s3://bucket/prefix`.

        Raises:
            Unavailable: the folder can't be made, or the address is of no known kind.
        """
        is_folder = "://" not in str(address)
        try:
            store = (
                LocalStore(Path(address), mkdir=True, automatic_cleanup=True) if is_folder else from_url(str(address))
            )
        except (BaseError, OSError) as error:
            raise Unavailable(StoreFault.NOT_OPENED, address=str(address), error=str(error)) from error
        return cls(store, Path(address) if is_folder else None)

    def put(self, key: str, content: bytes) -> StoredObject:
        """Write all of `content` or nothing; an object of the same key is replaced."""
        with _as_our_errors(key):
            obstore.put(self._store, checked_key(key), content)
        return StoredObject(key, hashlib.sha256(content).hexdigest(), len(content))

    def put_file(self, key: str, path: Path) -> None:
        """Store a file's content without holding it in memory; the file stays. On the same disk nothing is copied.

        Raises:
            Unavailable: the store can't be written.
        """
        with _as_our_errors(key):
            if self._folder and _linked(path, self._folder / checked_key(key)):
                return
            obstore.put(self._store, checked_key(key), path, chunk_size=_SENT, max_concurrency=2)

    def local_path(self, key: str) -> Path | None:
        """Where the object lies as a file of this machine, only to be read; None in an object storage."""
        return self._folder / checked_key(key) if self._folder else None

    def get(self, key: str) -> bytes:
        """The whole content.

        Raises:
            NotFound: no such object.
            Unavailable: the store does not answer.
        """
        with _as_our_errors(key):
            return bytes(obstore.get(self._store, checked_key(key)).bytes())

    def chunks(self, key: str) -> Iterator[bytes]:
        """The content in parts, for what need not be in memory at once.

        Raises:
            NotFound: no such object.
            Unavailable: the store does not answer.
        """
        with _as_our_errors(key):
            yield from map(bytes, obstore.get(self._store, checked_key(key)).stream())

    def size(self, key: str) -> int:
        """Bytes of the object.

        Raises:
            NotFound: no such object.
            Unavailable: the store does not answer.
        """
        with _as_our_errors(key):
            return int(obstore.head(self._store, checked_key(key))["size"])

    def part(self, key: str, start: int, length: int) -> bytes:
        """`length` bytes from byte `start` on.

        Raises:
            NotFound: no such object.
            Unavailable: the store does not answer.
        """
        with _as_our_errors(key):
            return bytes(obstore.get_range(self._store, checked_key(key), start=start, length=length))

    def exists(self, key: str) -> bool:
        """Whether there is an object with this key."""
        try:
            with _as_our_errors(key):
                obstore.head(self._store, checked_key(key))
        except NotFound:
            return False
        return True

    def try_out(self) -> None:
        """Write a small object and remove it.

        Raises:
            Unavailable: the store can't be written.
        """
        self.put(_PROBE, b"probe")
        self.delete(_PROBE)

    def free_bytes(self) -> int | None:
        """What the disk of a local store has left; None where there is no such number."""
        try:
            return shutil.disk_usage(self._folder).free if self._folder else None
        except OSError:
            return None

    def delete(self, key: str) -> None:
        """Remove the object; that it is gone already is fine."""
        try:
            with _as_our_errors(key):
                obstore.delete(self._store, checked_key(key))
        except NotFound:
            return

    def list(self, prefix: str) -> Iterator[StoredKey]:
        """Every object under `prefix` (whole parts: `sessions/1` does not list `sessions/12/a.jpg`), in no certain order."""
        with _as_our_errors(prefix):
            for batch in obstore.list(self._store, prefix=checked_key(prefix)):
                yield from map(_stored_key, batch)

    def delete_prefix(self, prefix: str) -> int:
        """Remove every object under `prefix`; returns how many there were."""
        keys = [entry.key for entry in self.list(prefix)]
        for key in keys:
            self.delete(key)
        if self._folder:
            # A killed process leaves half-written files, which no listing shows.
            shutil.rmtree(self._folder / checked_key(prefix), ignore_errors=True)
        return len(keys)


def _stored_key(entry: Any) -> StoredKey:
    return StoredKey(str(entry["path"]), int(entry["size"]), entry["last_modified"])


def _linked(path: Path, target: Path) -> bool:
    """Give a file a second name; False where the two lie on different disks, or the disk knows no second names."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(path, target)
    except OSError:
        return False
    return True


@contextmanager
def _as_our_errors(what: str) -> Iterator[None]:
    try:
        yield
    except (NotFoundError, FileNotFoundError) as error:
        raise NotFound(StoreFault.NOTHING_STORED, key=what) from error
    except (BaseError, OSError) as error:
        raise Unavailable(StoreFault.OUT_OF_USE, key=what, error=str(error)) from error
