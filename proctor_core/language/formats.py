"""Dates, times and numbers as a locale writes them; what is given is already in the reader's time zone."""

from datetime import date, datetime
from decimal import Decimal

from babel import Locale
from babel.dates import format_skeleton, get_datetime_format
from babel.numbers import format_decimal, format_percent

ENGLISH = Locale("en", "150")
"""English as the source has it: 24 Nov 2026, 13:20."""


def day(at: date, locale: Locale) -> str:
    """A day: `24 Nov 2026`."""
    return format_skeleton("yMMMd", at, locale=locale)


def day_of_year(at: date, locale: Locale) -> str:
    """A day whose year is known: `24 Nov`."""
    return format_skeleton("MMMd", at, locale=locale)


def minute(at: datetime, locale: Locale) -> str:
    """The time of day on a clock of 24 hours: `13:20`."""
    return format_skeleton("Hm", at, locale=locale)


def second(at: datetime, locale: Locale) -> str:
    """The time of day to the second: `13:20:07`."""
    return format_skeleton("Hms", at, locale=locale)


def moment(at: datetime, locale: Locale) -> str:
    """Day and time: `24 Nov 2026, 13:20`."""
    joined = str(get_datetime_format("medium", locale=locale)).replace("'", "")
    return joined.replace("{1}", day(at, locale)).replace("{0}", minute(at, locale))


def clock(seconds: float) -> str:
    """A time in a session: `04:12`, from an hour on `1:04:12`; before the start it has a minus."""
    sign, whole = ("-", -round(seconds)) if round(seconds) < 0 else ("", round(seconds))
    minutes, second_of_it = divmod(whole, 60)
    hours, minute_of_it = divmod(minutes, 60)
    return (
        f"{sign}{hours}:{minute_of_it:02d}:{second_of_it:02d}" if hours else f"{sign}{minutes:02d}:{second_of_it:02d}"
    )


def span(onset_s: float, offset_s: float | None) -> str:
    """From when to when in a session: `04:12–04:21`; an open end stays open."""
    return f"{clock(onset_s)}–{'…' if offset_s is None else clock(offset_s)}"


def number(value: float, locale: Locale, *, decimals: int = 0) -> str:
    """A number rounded to so many decimals, with the locale's separators: `1,234`, `0.6`."""
    return written_number(f"{value:.{decimals}f}", locale)


def exact_number(value: float, locale: Locale) -> str:
    """A number with the decimals that it has: `4`, `4.5`."""
    return format_decimal(Decimal(str(value)), format="#,##0.###", locale=locale, decimal_quantization=False)


def written_number(written: str, locale: Locale) -> str:
    """What Python's `format` wrote (`1234.50`, `46%`), the same digits as the locale writes them: `1.234,50`, `46 %`."""
    value = Decimal(written.rstrip("%"))
    if not value.is_finite():
        return written
    exponent = value.as_tuple().exponent
    pattern = _pattern(-exponent if isinstance(exponent, int) and exponent < 0 else 0)
    if not written.endswith("%"):
        return format_decimal(value, format=pattern, locale=locale)
    percent = locale.percent_formats[None].pattern.replace(_pattern(0), pattern)
    return format_percent(value / 100, format=percent, locale=locale)


def _pattern(decimals: int) -> str:
    return f"#,##0.{'0' * decimals}".rstrip(".")
