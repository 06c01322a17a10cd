"""How a number has changed, behind the number."""

from pages import texts
from pages import texts_statistics as words
from pages.components import spoken
from pages.components.plain_table import NumberInWords
from proctor_core.domain.share import Share
from proctor_core.services.reviewing.statistics import Between, Period


def against(period: Period | Between) -> str:
    """What a change is against: `against the 30 days before`."""
    return texts.COMPARED.format(days=int(period)) if isinstance(period, Period) else words.COMPARED_AS_LONG


def compared_with(period: Period | Between) -> str:
    """The same as a sentence about a table."""
    return words.IN_BRACKETS.format(compared=against(period))


def with_change(count: int, before: int) -> NumberInWords:
    """A count and its change, `12 (+3)`; the count alone where it is as it was."""
    if count == before:
        return NumberInWords(spoken.number(count))
    change = f"{_sign(count - before)}{spoken.number(abs(count - before))}"
    return NumberInWords(words.WITH_CHANGE.format(value=spoken.number(count), change=change))


def share_with_change(share: Share | None, before: Share | None) -> NumberInWords:
    """A share, where it may truly lie, and its change in points."""
    if share is None:
        return NumberInWords(texts.NOTHING)
    low, high = spoken.percent(share.low), spoken.percent(share.high)
    value = texts.SHARE_WITHIN.format(share=spoken.percent(share.value), low=low, high=high)
    return NumberInWords(value) if before is None else with_points(value, share.value - before.value)


def with_points(share: str, change: float) -> NumberInWords:
    """A share in words and its change, in hundredths: `80 %, +4 points`."""
    count = round(change * 100)
    said = f"{_sign(count)}{texts.POINTS.format(count=abs(count))}"
    return NumberInWords(words.WITH_POINTS.format(value=share, change=said))


def _sign(change: int) -> str:
    return "+" if change > 0 else "-" if change < 0 else "±"
