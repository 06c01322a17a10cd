"""Numbers as people say them: times in a session as mm:ss, durations rounded, shares in percent, moments in local time."""

from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from pages import texts_spoken as words
from pages.reader import reader
from proctor_core.language import formats

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86400
clock, span = formats.clock, formats.span
"""Times in a session, alike in every language."""


def duration(seconds: float) -> str:
    """How long, rounded as a person would say it: `0.6 s`, `9 s`, `1 min 20 s`, `22 min`, `3 h`, `2 days`."""
    if round(seconds, 1) < 1:
        return words.SECONDS.format(seconds=number(seconds, decimals=1))
    if round(seconds) < MINUTE_S:
        return words.SECONDS.format(seconds=number(seconds))
    if seconds < 10 * MINUTE_S:
        minutes, rest = divmod(round(seconds), MINUTE_S)
        return (words.MINUTES_SECONDS if rest else words.MINUTES).format(minutes=minutes, seconds=rest)
    if seconds < 100 * MINUTE_S:
        return words.MINUTES.format(minutes=number(seconds / MINUTE_S))
    return _hours_or_days(seconds)


def ago(at: datetime, now: datetime) -> str:
    """How long something has waited, in one unit: `< 1 min`, `8 min`, `5 h`, `3 days`."""
    seconds = (now - at).total_seconds()
    if seconds < MINUTE_S:
        return words.UNDER_A_MINUTE
    if seconds < HOUR_S:
        return words.MINUTES.format(minutes=number(seconds / MINUTE_S))
    return _hours_or_days(seconds)


def percent(share: float | None) -> str:
    """A share (0 to 1) in whole percent; never 100 % when something is missing, never 0 % when something is there."""
    if share is None:
        return "–"
    whole = round(share * 100)
    if whole == 100 and share < 1:
        return words.OVER_99_PERCENT
    return words.UNDER_ONE_PERCENT if whole == 0 and share > 0 else words.PERCENT.format(percent=number(whole))


def number(value: float, *, decimals: int = 0) -> str:
    """A number as the reader's language writes it."""
    return formats.number(value, reader().locale, decimals=decimals)


def exact_number(value: float) -> str:
    """A number with the decimals that it has."""
    return formats.exact_number(value, reader().locale)


def day(at: date) -> str:
    """A day, wherever the reader is: `24 Nov 2026`."""
    return formats.day(at, reader().locale)


def day_of_year(at: date) -> str:
    """A day whose year is known: `24 Nov`."""
    return formats.day_of_year(at, reader().locale)


def local_time(at: datetime) -> str:
    """A moment where the reader is: `24 Nov 2026, 11:20`."""
    return formats.moment(at.astimezone(zone()), reader().locale)


def local_day(at: datetime) -> str:
    """A day where the reader is: `24 Nov 2026`."""
    return formats.day(at.astimezone(zone()), reader().locale)


def local_clock(at: datetime) -> str:
    """The time of day where the reader is: `11:20`."""
    return formats.minute(at.astimezone(zone()), reader().locale)


def local_second(at: datetime) -> str:
    """The time of day where the reader is, to the second: `11:20:07`."""
    return formats.second(at.astimezone(zone()), reader().locale)


def zone() -> tzinfo | None:
    """The browser's time zone; the server's where the browser says none."""
    name = st.context.timezone
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _hours_or_days(seconds: float) -> str:
    if seconds < 2 * DAY_S:
        return words.HOURS.format(hours=number(seconds / HOUR_S))
    return words.DAYS.format(days=round(seconds / DAY_S))
