"""How long, how much and how large, with the units that people read; filled by `components/spoken.py`."""

from collections.abc import Iterable
from functools import reduce

from pages.reader import read_in_language, reader
from proctor_core.language.marking import N_, plural

SECONDS = N_("{seconds} s")
MINUTES = N_("{minutes} min")
MINUTES_SECONDS = N_("{minutes} min {seconds} s")
HOURS = N_("{hours} h")
DAYS = plural("{days} day", "{days} days", "days")
LIST = N_("{before}, {next}")
UNDER_A_MINUTE = N_("< 1 min")
PERCENT = N_("{percent} %")
UNDER_ONE_PERCENT = N_("< 1 %")
OVER_99_PERCENT = N_("> 99 %")


def listed(things: Iterable[str]) -> str:
    """Several things one after the other: `a, b, c`; empty where there is none."""
    one_more = reader().gettext(LIST)
    several = list(things)
    return reduce(lambda before, following: one_more.format(before=before, next=following), several) if several else ""


read_in_language(__name__)
