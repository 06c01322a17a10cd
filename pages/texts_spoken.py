"""How long, how much and how large, with the units that people read; filled by `components/spoken.py`."""

from pages.reader import read_in_language
from proctor_core.language.marking import N_, plural

SECONDS = N_("{seconds} s")
MINUTES = N_("{minutes} min")
MINUTES_SECONDS = N_("{minutes} min {seconds} s")
HOURS = N_("{hours} h")
DAYS = plural("{days} day", "{days} days", "days")
UNDER_A_MINUTE = N_("< 1 min")
PERCENT = N_("{percent} %")
UNDER_ONE_PERCENT = N_("< 1 %")
OVER_99_PERCENT = N_("> 99 %")

read_in_language(__name__)
