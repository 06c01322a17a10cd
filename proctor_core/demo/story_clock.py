"""A clock that a story moves: what the services read as "now" while the story happens."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(slots=True)
class StoryClock:
    """Stands still until it is moved."""

    now: datetime

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def move_to(self, at: datetime) -> datetime:
        """Go to a time."""
        self.now = at
        return at

    def pass_time(self, seconds: float) -> datetime:
        """Go on."""
        return self.move_to(self.now + timedelta(seconds=seconds))
