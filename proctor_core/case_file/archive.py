"""The ZIP of a case file, written part by part, and its manifest, which holds the SHA-256 of every file in it."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from textwrap import fill
from typing import BinaryIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from proctor_core.case_file import words
from proctor_core.case_file.as_json import case_as_json
from proctor_core.case_file.contents import FiledCase, FiledStill
from proctor_core.case_file.document import write_document
from proctor_core.language.formats import clock
from proctor_core.language.translation import Translator
from proctor_core.services.keeping.case_file import CaseFileContents, CaseFileService

FORMAT = 1
MANIFEST = "manifest.json"
WIDTH = 100
"""Characters of a line of the README."""
_READ = 1 << 20
_SUFFIX = {"video/webm": "webm", "video/mp4": "mp4"}


class HashedArchive:
    """A ZIP that knows the SHA-256 of each file in it."""

    def __init__(self, out: BinaryIO, at: datetime) -> None:
        self._zip, self._time = ZipFile(out, "w"), at.astimezone(UTC).timetuple()[:6]
        self.files: dict[str, dict[str, str | int]] = {}

    def add(self, name: str, parts: Iterable[bytes], *, is_packed: bool = True) -> str:
        """Write one file, never whole in memory; `is_packed` where compression is worth it. Returns its SHA-256."""
        digest, size = hashlib.sha256(), 0
        entry = ZipInfo(name, self._time)
        entry.compress_type = ZIP_DEFLATED if is_packed else ZIP_STORED
        with self._zip.open(entry, "w", force_zip64=True) as file:
            for part in parts:
                digest.update(part)
                size += len(part)
                file.write(part)
        self.files[name] = {"sha256": digest.hexdigest(), "size_bytes": size}
        return digest.hexdigest()

    def close(self, facts: dict[str, object]) -> str:
        """Write the manifest, and the end; returns the manifest's SHA-256."""
        written = json.dumps({"format": FORMAT, **facts, "files": dict(sorted(self.files.items()))}, indent=1).encode()
        found = self.add(MANIFEST, [written])
        self._zip.close()
        return found


def write_case_file(service: CaseFileService, contents: CaseFileContents, says: Translator, out: BinaryIO) -> str:
    """Write the ZIP to `out`; returns the SHA-256 of its manifest, by which the audit log knows it.

    Raises:
        Unavailable: the media store does not answer.
    """
    archive = HashedArchive(out, contents.made_at)
    filed = FiledCase(contents, says, _stills(service, contents, archive))
    archive.add("README.txt", [_read_me(filed).encode()])
    archive.add("case.json", [case_as_json(filed)])
    with TemporaryFile() as pdf:
        write_document(filed, pdf)
        pdf.seek(0)
        archive.add("case.pdf", iter(lambda: pdf.read(_READ), b""))
    archive.add("verify.py", [Path(__file__).with_name("verify.py").read_bytes()])
    if contents.video:
        suffix = _SUFFIX.get(contents.video.media_type, "video")
        archive.add(f"video.{suffix}", service.video_parts(contents.video), is_packed=False)
    session = contents.case.session
    return archive.close({"session": str(session.id), "made_at": contents.made_at.isoformat()})


def _stills(service: CaseFileService, contents: CaseFileContents, archive: HashedArchive) -> dict[UUID, FiledStill]:
    found: dict[UUID, FiledStill] = {}
    for incident in contents.case.incidents:
        for one in incident.violations:
            for picture in one.evidence:
                still = service.still(picture, one.violation.type)
                at = clock(picture.taken_s).replace(":", "-")
                name = f"stills/{len(found) + 1:04d}-incident-{incident.number}-{one.violation.type}-{picture.kind}-{at}.jpg"
                sha256 = archive.add(name, [still.jpeg], is_packed=False) if still.jpeg is not None else None
                found[picture.id] = FiledStill(still, name if sha256 else None, sha256)
    return found


def _read_me(filed: FiledCase) -> str:
    title, lead, readers = filed.say(words.TITLE, code=filed.code), filed.say(words.LEAD), filed.say(words.READERS)
    return filed.say(words.READ_ME, title=title, lead=fill(lead, WIDTH), readers=fill(readers, WIDTH))
