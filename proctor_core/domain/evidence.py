"""A picture that is already in the media store, on its way to the row that names it; and whose faces are in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from proctor_core.domain.observation import Box
from proctor_core.domain.picture_facts import UNMEASURED, PictureFacts
from proctor_core.domain.violation import SnapshotKind, ViolationType


class PictureFault(StrEnum):
    """Why a picture that somebody sent was not taken; a report keeps the word where its picture would be."""

    NOT_BASE64 = "not_base64"
    UNREADABLE = "unreadable"
    """Of another format, cut off, damaged, or something else beside the picture."""
    TOO_LARGE = "too_large"
    TOO_SMALL = "too_small"
    FILM = "film"


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A stored JPEG: where it lies, what it hashes to, its size in bytes and pixels, and its second in the session.

    Attributes:
        face_boxes: as in `Evidence.face_boxes`: the taker's own face first, each (left, top, width, height) in parts of the
            picture; None: nobody looked.
        facts: of the picture itself; records of earlier versions have none.
    """

    kind: SnapshotKind
    media_key: str
    sha256: str
    size_bytes: int
    width: int
    height: int
    taken_s: float
    face_boxes: tuple[tuple[float, float, float, float], ...] | None = None
    facts: PictureFacts = UNMEASURED


@dataclass(frozen=True, slots=True)
class Bystanders:
    """Who else is in a picture: the boxes of their faces; None: somebody, and nobody knows where."""

    boxes: tuple[Box, ...] | None

    def __bool__(self) -> bool:
        """Whether there is anybody."""
        return self.boxes is None or bool(self.boxes)


def bystanders_in(face_boxes: Sequence[Sequence[float]] | None, of_type: ViolationType) -> Bystanders:
    """Everybody in a violation's picture but the taker. Where no face was looked for, the allegation decides."""
    if face_boxes is None:
        return Bystanders(None if of_type is ViolationType.MULTIPLE_FACES else ())
    return Bystanders(tuple(Box(*box) for box in face_boxes[1:]))
