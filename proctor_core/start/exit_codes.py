"""The exit codes of the command line; `docs/installing.md` lists them, and scripts/setup.sh ends with those of the set-up."""

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType

from proctor_core import errors


class ExitCode(IntEnum):
    """Why a command ended; `make` itself always ends with 2 and prints the code in its last line."""

    DONE = 0
    FAULT = 1
    BAD_INPUT = 2
    NO_PYTHON = 3
    NO_PACKAGES = 4
    NO_LIBRARIES = 5
    NO_MODELS = 6
    NO_DATABASE = 7
    OTHER_TABLES = 8
    PORT_TAKEN = 9
    ALREADY_SERVED = 10
    NO_ROOM = 11
    ALTERED = 12
    OTHER_KEY = 13

    @property
    def sentence(self) -> str:
        """What it means, for people."""
        return _SENTENCES[self]


_SENTENCES: Mapping[ExitCode, str] = MappingProxyType(
    {
        ExitCode.DONE: "Done as asked.",
        ExitCode.FAULT: "A fault of the program, with a trace: please report it.",
        ExitCode.BAD_INPUT: "A setting or an argument is unknown, wrong or dangerous, or what was asked is not allowed.",
        ExitCode.NO_PYTHON: "No Python 3.11 to 3.14 that can make an environment.",
        ExitCode.NO_PACKAGES: "The Python packages could not be fetched or installed: no network, proxy or package index.",
        ExitCode.NO_LIBRARIES: "cv2 or mediapipe lack shared libraries, and they could not be had without root.",
        ExitCode.NO_MODELS: "A face model is missing or damaged.",
        ExitCode.NO_DATABASE: "The database can't be reached, or what is there is no database.",
        ExitCode.OTHER_TABLES: "The database is older or newer than this program.",
        ExitCode.PORT_TAKEN: "Another program listens on the port.",
        ExitCode.ALREADY_SERVED: "Another process serves this data folder.",
        ExitCode.NO_ROOM: "The disk is full, or the data folder can't be written.",
        ExitCode.ALTERED: "`verify` found something that is not as it was written.",
        ExitCode.OTHER_KEY: "`verify` found nothing altered, but links that another key wrote, which it can't check.",
    }
)

# The first class that fits decides: subclasses stand before their parents.
_CODES: Mapping[type[errors.ProctorError], ExitCode] = MappingProxyType(
    {
        errors.LibrariesMissing: ExitCode.NO_LIBRARIES,
        errors.ModelUnavailable: ExitCode.NO_MODELS,
        errors.DatabaseAway: ExitCode.NO_DATABASE,
        errors.OtherTables: ExitCode.OTHER_TABLES,
        errors.PortTaken: ExitCode.PORT_TAKEN,
        errors.AlreadyServed: ExitCode.ALREADY_SERVED,
        errors.NoRoom: ExitCode.NO_ROOM,
    }
)


def exit_code_of(error: errors.ProctorError) -> ExitCode:
    """The exit code of an error of our tree."""
    return next((code for kind, code in _CODES.items() if isinstance(error, kind)), ExitCode.BAD_INPUT)
