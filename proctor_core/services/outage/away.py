"""What an error that nobody caught says about database, store and disk; asked by the API's and the pages' last resort."""

import errno

from db.away import PERHAPS_AWAY, is_away, is_full
from proctor_core.errors import DatabaseAway, NoRoom, Unavailable

PERHAPS_UNAVAILABLE = (*PERHAPS_AWAY, OSError)
"""Errors of drivers and of the system that `away_of` is asked about."""
_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM})


def away_of(error: BaseException) -> Unavailable | None:
    """The error of our tree that says which part is away; None: it is a mistake of ours.

    A driver's own words may hold what was to be written, so only its kind is passed on.
    """
    if isinstance(error, Unavailable):
        return error
    if is_full(error) or (isinstance(error, OSError) and error.errno in _DISK):
        return NoRoom(type(error).__name__)
    return DatabaseAway(type(error).__name__) if is_away(error) else None
