"""Every error this program raises on purpose, in one tree; a message says what was expected and what came.

    ProctorError
    |-- NotAllowed            the person's role or relation does not permit this
    |   |-- NotSignedIn       nobody is signed in, or the sign-in ended
    |   |-- OldForm           a form that this browser was not given lately
    |   `-- TooManyTries      a name or an address was tried too often; says how long to wait
    |-- NotFound              no such object, or it is somebody else's
    |   `-- Gone              it was one's own, and its time is over
    |-- IllegalMove           a state machine was asked for a move that its table does not hold
    |   |-- WatchedByServer   a client came in the place of the server's own camera
    |   `-- Decided           a person has decided: nothing more is counted
    |-- Conflict              somebody else changed or holds the object first
    |   |-- AlreadyServed     another process serves this data folder
    |   |-- NotItsStore       the media store belongs to another database, or to a later state of this one
    |   `-- PortTaken         another program listens where this one should
    |-- InvalidInput          what a person or a client sent does not fit; names the field
    |   |-- InvalidFile       a file has mistakes; holds all of them, each with its place
    |   |-- TooLarge          more bytes than are taken
    |   `-- UnreadablePicture a picture that is none, or none that is taken; carries the fault
    |-- EnrolmentRefused      the reference face was not accepted; carries the reason
    |-- Unavailable           a part that is needed is away: database, media store
    |   |-- ModelUnavailable  a model file is missing or damaged
    |   |-- DatabaseAway      the database can't be reached, or is none
    |   |-- LibrariesMissing  this machine lacks shared libraries that the checks are built on
    |   `-- NoRoom            the data folder is full or can't be written
    `-- MisconfiguredError    a setting is wrong or dangerous
        `-- OtherTables       the database's tables are those of another version of this program

What was wrong is a code of `proctor_core/codes/` with its values; `proctor_core/language/sentences.py` makes its sentence.
The API maps errors to status codes in one place (`api/problems.py`), the pages to one sentence (`pages/texts.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from proctor_core.codes.caller_refusals import CallerRefusal
from proctor_core.codes.code import Code, CodedMessage, Value, in_english


class ProctorError(Exception):
    """Root of the tree; as a string its English sentence.

    Attributes:
        code: what happened; None where only whoever runs the program reads it, in English.
        values: the numbers and names of the code's sentence.
    """

    def __init__(self, message: Code | CodedMessage | str = "", /, **values: Value) -> None:
        super().__init__(_english(message, values))
        if isinstance(message, CodedMessage):
            message, values = message.code, dict(message.values)
        self.code = message if isinstance(message, Code) else None
        self.values: Mapping[str, Value] = values

    @property
    def coded(self) -> CodedMessage | str:
        """What happened, as a value of another sentence; English where there is no code."""
        return CodedMessage(self.code, self.values) if self.code else str(self)


class NotAllowed(ProctorError):
    """The person's role or relation does not permit this."""


class NotSignedIn(NotAllowed):
    """Nobody is signed in, or the sign-in ended."""


class OldForm(NotAllowed):
    """A form that this browser was not given lately: its token is missing, too old, or another browser's."""


class TooManyTries(NotAllowed):
    """A name or an address was tried too often.

    Attributes:
        wait_s: seconds until the next try is looked at.
    """

    def __init__(self, wait_s: int) -> None:
        super().__init__(CallerRefusal.TRIED_TOO_OFTEN, wait_s=wait_s)
        self.wait_s = wait_s


class NotFound(ProctorError):
    """No such object, or it is somebody else's: the two are never told apart."""


class Gone(NotFound):
    """It was the asker's own, and its time is over."""


class IllegalMove(ProctorError):
    """A state machine was asked for a move that its table does not hold."""


class WatchedByServer(IllegalMove):
    """A client reported, began, answered or handed in where the server's own camera watches."""


class Decided(IllegalMove):
    """A person has decided about the session: no report is taken any more, until a moderator opens it again."""


class Conflict(ProctorError):
    """Somebody else changed or holds the object first; nothing was overwritten."""


class AlreadyServed(Conflict):
    """Another process serves this data folder."""


class NotItsStore(Conflict):
    """The media store belongs to another database, or to a later state of this one; nothing was removed."""


class PortTaken(Conflict):
    """Another program listens where this one should."""


class InvalidInput(ProctorError):
    """What a person or a client sent does not fit.

    Attributes:
        field: dotted path of the part that is wrong, such as `questions[2].options`.
        message: the English sentence without it.
    """

    def __init__(self, field: str, message: Code | CodedMessage | str, /, **values: Value) -> None:
        super().__init__(message, **values)
        self.field = field
        self.message = _english(message, values)

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that does not fit in a file.

    Attributes:
        place: where, such as `questions[2].options`; empty for the file as a whole.
        code, values: what, and the numbers and names of its sentence.
        line: from 1, when the file is known.
    """

    place: str
    code: Code
    values: Mapping[str, Value] = field(default_factory=dict[str, Value])
    line: int | None = None

    @property
    def message(self) -> str:
        """The English sentence."""
        return in_english(self.code, self.values)


class InvalidFile(InvalidInput):
    """A survey's definition or a list of takers has mistakes; nothing of it was stored.

    Attributes:
        mistakes: all of them, in the order of the file; `field` and `message` are the first one's.
    """

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        first = mistakes[0]
        super().__init__(first.place, first.code, **first.values)
        self.mistakes = tuple(mistakes)


class TooLarge(InvalidInput):
    """More bytes than are taken."""


class UnreadablePicture(InvalidInput):
    """A picture that somebody sent can't be read, or is none that is taken.

    Attributes:
        fault: a word of `domain.evidence.PictureFault`.
    """

    def __init__(self, field: str, message: Code | str, fault: str, /, **values: Value) -> None:
        super().__init__(field, message, **values)
        self.fault = fault


class EnrolmentRefused(ProctorError):
    """The reference face was not accepted.

    Attributes:
        reason: a word of `domain.enrolment.RefusalReason`.
    """

    def __init__(self, reason: Code, message: CodedMessage | str = "") -> None:
        """`message` stands for the reason's own sentence."""
        super().__init__(message or reason)
        self.reason = reason.value


class Unavailable(ProctorError):
    """A part that is needed is away: the database, the media store."""


class ModelUnavailable(Unavailable):
    """A model file is missing or damaged."""


class DatabaseAway(Unavailable):
    """The database can't be reached, or what is there is no database."""


class LibrariesMissing(Unavailable):
    """This machine lacks shared libraries that the checks are built on."""


class NoRoom(Unavailable):
    """The data folder is full or can't be written."""


class MisconfiguredError(ProctorError):
    """A setting is wrong or dangerous."""


class OtherTables(MisconfiguredError):
    """The database's tables are those of another version of this program."""


def _english(message: Code | CodedMessage | str, values: Mapping[str, Value]) -> str:
    return in_english(message, values) if isinstance(message, Code) else str(message)
