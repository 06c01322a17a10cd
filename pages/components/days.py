"""Days to choose among, and when they begin and end where the reader is."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from pages.components import spoken

ANY_DAY: Mapping[str, Any] = {"value": None, "min_value": date.min, "max_value": date.max, "format": "YYYY-MM-DD"}
"""Of a `date_input`: by itself the widget refuses what is more than ten years away, and shows a day that is not asked for."""


def begin_of(day: date | None) -> datetime | None:
    """When it begins."""
    return datetime.combine(day, time(), spoken.zone() or UTC) if day else None


def end_of(day: date | None) -> datetime | None:
    """When the next one begins; the last day there is has none."""
    return begin_of(day + timedelta(days=1)) if day and day < date.max else None
