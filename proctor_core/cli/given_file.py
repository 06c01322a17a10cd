"""Files that an operator gives to a command."""

from pathlib import Path

from proctor_core.codes.start_refusals import StartRefusal
from proctor_core.errors import InvalidInput


def given_file(option: str, path: Path) -> bytes:
    """Its content.

    Raises:
        InvalidInput: it can't be read; names the option.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        said = error.strerror or ""
        raise InvalidInput(option, StartRefusal.NO_READABLE_FILE, path=str(path), error=said) from error
