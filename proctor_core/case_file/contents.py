"""What the documents of a case file share: who reads them, and the stills as they lie in the file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from proctor_core.case_file import words
from proctor_core.domain.review_history import FOR_MODERATORS
from proctor_core.domain.session_code import session_code
from proctor_core.language import formats
from proctor_core.language.translation import Translator
from proctor_core.services.keeping.case_file import CaseFileContents, Still
from proctor_core.services.reviewing.case import HistoryEntry


@dataclass(frozen=True, slots=True)
class FiledStill:
    """A still and its place in the file; `name` and `sha256` are None where the store does not have it."""

    still: Still
    name: str | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class FiledCase:
    """A session's case as it goes into the file, in its reader's language; `stills` by the id of their evidence."""

    contents: CaseFileContents
    says: Translator
    stills: dict[UUID, FiledStill]

    @property
    def code(self) -> str:
        """The session's short name."""
        return session_code(self.contents.case.session.id)

    @property
    def history(self) -> Sequence[HistoryEntry]:
        """What happened, without what moderators said to each other before a decision or marked: the file goes on to others."""
        return [entry for entry in self.contents.case.history if entry.event.kind not in FOR_MODERATORS]

    def say(self, sentence: str, **values: object) -> str:
        """A sentence of `words` with its values."""
        return self.says.gettext(sentence).format(**values)

    def name(self, author: str | None) -> str:
        """Whoever did something, in one line."""
        return " ".join(author.split()) if author else self.say(words.GONE)

    def moment(self, at: datetime | None) -> str:
        """Day and time in UTC, whoever reads it: a file has no reader's zone."""
        return f"{formats.moment(at.astimezone(UTC), self.says.locale)} UTC" if at else "–"
