"""Makes shared libraries known that lie in a folder of ours, for machines that have none of their own and nobody with root.

`shared_libraries.py` fills the folder. Loaded once under its own name (SONAME), a library is found by everything that is
loaded after it, as on LD_LIBRARY_PATH but without a second start of the process. Source: dlopen(3), ld.so(8).
"""

import ctypes
from pathlib import Path

LENT = Path(__file__).resolve().parents[2] / ".cache" / "libraries"
"""Of the checkout and not of the data folder: what lies here belongs to this machine's kind, not to anybody's data."""


def load_lent_libraries(folder: Path = LENT) -> tuple[str, ...]:
    """Load every library of the folder, each after those that it needs; the names of what would not load.

    Without the folder, as on most machines, nothing happens.
    """
    waiting = sorted(folder.glob("*.so.*")) if folder.is_dir() else []
    while waiting:
        refused = [path for path in waiting if not _is_loaded(path)]
        if len(refused) == len(waiting):
            return tuple(path.name for path in refused)
        waiting = refused
    return ()


def _is_loaded(path: Path) -> bool:
    try:
        ctypes.CDLL(str(path))
    except OSError:
        return False
    return True
