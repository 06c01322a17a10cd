"""How many files and connections this process may have open: as many as the system lets it, instead of the usual 1,024."""

import sys
from contextlib import suppress

MOST = 65_536
"""Enough for any one machine; some systems name a hard limit that they then refuse, so smaller ones are tried too."""
SMALLEST = 10_240
"""macOS takes no more than this from whoever names no kernel setting."""


def raise_open_files() -> int:
    """Raise the soft limit to the hard one, up to MOST; the limit in force. Windows has none that matters here."""
    if sys.platform == "win32":
        return MOST
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST if hard == resource.RLIM_INFINITY else min(hard, MOST)
    for wanted in (most, min(most, SMALLEST)):
        if soft == resource.RLIM_INFINITY or soft >= wanted:
            break
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            break
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if soft == resource.RLIM_INFINITY else soft
