"""The notice before the camera as services and routes know it; its sentences stand in `pages/texts_notice.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from proctor_core.domain.consent import Subject
from proctor_core.domain.minors import Minors
from proctor_core.domain.policy import RecordingMode


@dataclass(frozen=True, slots=True)
class NoticeTerms:
    """What the notice depends on.

    Attributes:
        threshold: notes at which a person looks at the session.
        may_refuse: whether who refuses the camera may take the survey all the same.
    """

    threshold: int
    recording: RecordingMode = RecordingMode.OFF
    may_refuse: bool = False
    minors: Minors = Minors.UNSUPPORTED


class Notices(Protocol):
    """The program's own texts."""

    @property
    def version(self) -> str:
        """Of the texts as they are shown now."""
        ...

    def texts(self, terms: NoticeTerms) -> Mapping[Subject, str]:
        """What is read before each purpose is agreed to; a purpose that these terms don't ask for is left out."""
        ...

    def names_owners(self, text_sha256: str, threshold: int) -> bool:
        """Whether this is the hash of a notice of ours, of today or before, which says what the survey's owner gets."""
        ...
