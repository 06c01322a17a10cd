"""Who holds something for a while: a moderator a review, a worker a recording."""

from datetime import datetime, timedelta

CLAIM_TIME = timedelta(minutes=15)
"""So long a moderator holds a review without opening it again."""


def still_holds(until: datetime | None, now: datetime, longest: timedelta) -> bool:
    """Whether a lease counts; one that would last longer than any was given before the clock was set back, and is void."""
    return until is not None and now < until <= now + longest
