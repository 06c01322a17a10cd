"""Where services keep on this machine's disk what is neither in the database nor in the media store yet."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DataFolders:
    """Each folder is made when something comes into it.

    Attributes:
        outbox: what waits for the database.
        observations: one folder per session that runs, with its observation log and the segments of its video.
        uploads: one folder per session of which a recording is arriving or being analysed.
    """

    outbox: Path
    observations: Path
    uploads: Path

    @classmethod
    def within(cls, data_dir: Path) -> "DataFolders":
        """As they lie in the program's data folder."""
        return cls(data_dir / "outbox", data_dir / "observations", data_dir / "uploads")
