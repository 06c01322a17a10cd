"""Checks a case file of Survey Proctor: that every file is there, as it was written, and that none was added.

    python -I verify.py                 in the folder that the ZIP was unpacked into
    python -I verify.py case-file.zip   without unpacking it

Needs Python 3.9 or newer and nothing else: no network, no Survey Proctor. Exit code 0: all is as it was written; 1: it is not.
Whoever alters a file can alter the manifest too. So this prints the manifest's SHA-256: compare it with the one that the
program's audit log has of this case file (session.case_file_taken).
"""

import sys

if not sys.flags.isolated:
    # A file beside this one must not stand in for a part of Python.
    sys.path.pop(0)

import hashlib
import json
import os
import zipfile
import zlib
from pathlib import Path
from typing import IO, Dict, Iterable, Iterator, List, Tuple, Union

MANIFEST = "manifest.json"
PART = 1 << 20
UNREADABLE = (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error)


class Folder:
    """An unpacked case file."""

    def __init__(self, path: Path) -> None:
        self.path = Path(path)

    def names(self) -> Iterable[str]:
        for folder, folders, files in os.walk(self.path):
            links = [name for name in folders if (Path(folder) / name).is_symlink()]
            for name in files + links:
                yield (Path(folder) / name).relative_to(self.path).as_posix()

    def open(self, name: str) -> IO[bytes]:
        return (self.path / name).open("rb")


class Zipped:
    """A case file as it was downloaded."""

    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(path)

    def names(self) -> Iterable[str]:
        return [entry.filename for entry in self.zip.infolist()]

    def open(self, name: str) -> IO[bytes]:
        return self.zip.open(name)


Place = Union[Folder, Zipped]


def sha256_of(place: Place, name: str) -> Tuple[str, int]:
    """(SHA-256, bytes) of one file."""
    digest, size = hashlib.sha256(), 0
    with place.open(name) as file:
        while part := file.read(PART):
            digest.update(part)
            size += len(part)
    return digest.hexdigest(), size


def faults(place: Place, listed: Dict[str, Dict[str, object]]) -> Iterator[str]:
    """One sentence for each thing that is not as it was written."""
    names = list(place.names())
    for name in sorted(set(names) - set(listed) - {MANIFEST}):
        yield f"ADDED: {name} is not in the manifest"
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"TWICE: there are {names.count(name)} files called {name}"
    for name, expected in listed.items():
        if name not in names:
            yield f"MISSING: {name}"
            continue
        try:
            found, size = sha256_of(place, name)
        except UNREADABLE as error:
            yield f"UNREADABLE: {name} ({error})"
            continue
        if found != expected["sha256"]:
            yield f"ALTERED: {name} has {size} bytes and SHA-256 {found}, not {expected['size_bytes']} and {expected['sha256']}"


def main(arguments: List[str]) -> int:
    where = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    try:
        place = Folder(where) if where.is_dir() else Zipped(where)
        with place.open(MANIFEST) as file:
            written = file.read()
        manifest = json.loads(written)
        listed = {str(name): dict(facts) for name, facts in manifest["files"].items()}
        found = list(faults(place, listed))
    except (*UNREADABLE, KeyError, TypeError, AttributeError) as error:
        print(f"NOT A CASE FILE: {where} can't be read as one ({type(error).__name__}: {error})")
        return 1
    for fault in found:
        print(fault)
    print(f"Session {manifest.get('session')}, made at {manifest.get('made_at')}.")
    print(f"SHA-256 of the manifest: {hashlib.sha256(written).hexdigest()}")
    if found:
        print(f"NOT as it was written: {len(found)} of the lines above say what is wrong.")
        return 1
    print(f"All {len(listed)} files are as the manifest says, and there is no other.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
