"""A decision made on a page is held for ten seconds: until then whoever made it takes it back, and nobody else hears of it."""

from datetime import datetime, timedelta

from proctor_core.domain.lease import still_holds

HOLD_TIME = timedelta(seconds=10)
"""So long a decision can be taken back."""


def seconds_left(announce_at: datetime, now: datetime) -> float:
    """Seconds in which it can still be taken back, 0: it is to be announced; so it is where the clock was set back meanwhile."""
    return (announce_at - now).total_seconds() if still_holds(announce_at, now, HOLD_TIME) else 0.0
