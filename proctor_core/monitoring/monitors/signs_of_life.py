"""When the taker's page or camera was there last, and how long the page has been out of view."""

from datetime import datetime, timedelta

AWAY_AFTER = timedelta(seconds=15)
"""No page and no frame for so long: the taker is away. Chromium itself takes seconds to reconnect after a reload."""


class SignsOfLife:
    """One per monitor, which calls it with its lock held.

    Attributes:
        last_at: when a page or a frame was last there.
    """

    def __init__(self, now: datetime) -> None:
        self.last_at = now
        self._hidden_since: datetime | None = None

    def note(self, at: datetime) -> None:
        """A page or a frame was there; an older sign changes nothing."""
        self.last_at = max(at, self.last_at)

    def is_away(self, now: datetime) -> bool:
        """Whether the last sign is `AWAY_AFTER` old."""
        return now - self.last_at >= AWAY_AFTER

    def note_view(self, now: datetime, *, is_hidden: bool) -> None:
        """The page whose camera counts is in view, or lies in the background."""
        self._hidden_since = (self._hidden_since or now) if is_hidden else None

    def forget_view(self) -> None:
        """Another page's camera counts from now on: it has not said yet whether it is in view."""
        self._hidden_since = None

    def hidden_s(self, now: datetime) -> float:
        """Seconds that the page has been in the background, 0 while it is in view."""
        return (now - self._hidden_since).total_seconds() if self._hidden_since else 0.0
