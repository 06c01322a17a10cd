"""How many frames a second really arrive, over the last few seconds."""

from collections import deque
from datetime import datetime, timedelta

WINDOW = timedelta(seconds=4)


class FrameRate:
    """Counts arrivals in a sliding window."""

    def __init__(self) -> None:
        self._arrivals: deque[datetime] = deque(maxlen=400)

    def note(self, at: datetime) -> None:
        """One frame arrived."""
        self._arrivals.append(at)

    def per_second(self, now: datetime) -> float:
        """Frames per second; 0 when fewer than two arrived in the window."""
        recent = [at for at in tuple(self._arrivals) if at > now - WINDOW]
        if len(recent) < 2:
            return 0.0
        return (len(recent) - 1) / max((now - recent[0]).total_seconds(), 0.001)
