"""A file as a lock between processes of one machine; the system drops it when its holder ends, however it ends.

The lock belongs to the open file: closing it lets the next one have it.
"""

import sys

if sys.platform == "win32":
    import msvcrt

    def lock_file(descriptor: int, *, waits: bool) -> bool:
        """Whether the open file is held now by nobody but this descriptor; with `waits` it returns only when it is."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if waits else msvcrt.LK_NBLCK, 1)
        except OSError:
            if waits:
                raise
            return False
        return True
else:
    import fcntl

    def lock_file(descriptor: int, *, waits: bool) -> bool:
        """Whether the open file is held now by nobody but this descriptor; with `waits` it returns only when it is."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True
