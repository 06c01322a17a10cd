"""A picture that is already in the media store, on its way to the row that names it."""

from dataclasses import dataclass

from proctor_core.domain.violation import SnapshotKind


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A stored JPEG: where it lies, what it hashes to, its size in bytes and pixels, and its second in the session."""

    kind: SnapshotKind
    media_key: str
    sha256: str
    size_bytes: int
    width: int
    height: int
    taken_s: float
