"""Numbers as people say them: times in a session as mm:ss, durations rounded, shares in percent, moments in local time."""

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86400


def clock(seconds: float) -> str:
    """A time in a session: `04:12`, from an hour on `1:04:12`; before the start it has a minus."""
    sign, whole = ("-", -round(seconds)) if round(seconds) < 0 else ("", round(seconds))
    minutes, second = divmod(whole, MINUTE_S)
    hours, minute = divmod(minutes, MINUTE_S)
    return f"{sign}{hours}:{minute:02d}:{second:02d}" if hours else f"{sign}{minute:02d}:{second:02d}"


def span(onset_s: float, offset_s: float) -> str:
    """From when to when in a session: `04:12–04:21`."""
    return f"{clock(onset_s)}–{clock(offset_s)}"


def duration(seconds: float) -> str:
    """How long, rounded as a person would say it: `0.6 s`, `9 s`, `1 min 20 s`, `22 min`, `3 h`, `2 days`."""
    if round(seconds, 1) < 1:
        return f"{seconds:.1f} s"
    if round(seconds) < MINUTE_S:
        return f"{seconds:.0f} s"
    if seconds < 10 * MINUTE_S:
        minutes, rest = divmod(round(seconds), MINUTE_S)
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    if seconds < 100 * MINUTE_S:
        return f"{seconds / MINUTE_S:.0f} min"
    if seconds < 2 * DAY_S:
        return f"{seconds / HOUR_S:.0f} h"
    return f"{seconds / DAY_S:.0f} days"


def ago(at: datetime, now: datetime) -> str:
    """How long something has waited, in one unit: `< 1 min`, `8 min`, `5 h`, `3 days`."""
    seconds = (now - at).total_seconds()
    if seconds < MINUTE_S:
        return "< 1 min"
    if seconds < HOUR_S:
        return f"{seconds / MINUTE_S:.0f} min"
    return f"{seconds / HOUR_S:.0f} h" if seconds < 2 * DAY_S else f"{seconds / DAY_S:.0f} days"


def percent(share: float | None) -> str:
    """A share (0 to 1) in whole percent; never 100 % when something is missing, never 0 % when something is there."""
    if share is None:
        return "–"
    whole = round(share * 100)
    if whole == 100 and share < 1:
        return "> 99 %"
    return "< 1 %" if whole == 0 and share > 0 else f"{whole} %"


def local_time(at: datetime) -> str:
    """A moment where the reader is: `24 Nov 2026, 11:20`."""
    local = at.astimezone(zone())
    return f"{local.day} {local:%b %Y, %H:%M}"


def local_day(at: datetime) -> str:
    """A day where the reader is: `24 Nov 2026`."""
    local = at.astimezone(zone())
    return f"{local.day} {local:%b %Y}"


def local_clock(at: datetime) -> str:
    """The time of day where the reader is: `11:20`."""
    return f"{at.astimezone(zone()):%H:%M}"


def local_second(at: datetime) -> str:
    """The time of day where the reader is, to the second: `11:20:07`."""
    return f"{at.astimezone(zone()):%H:%M:%S}"


def zone() -> tzinfo | None:
    """The browser's time zone; the server's where the browser says none."""
    name = st.context.timezone
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
