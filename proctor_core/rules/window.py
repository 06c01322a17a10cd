"""Dwell with hysteresis: turns a condition's yes and no into an interval, judged by time and never by the number of looks.

Each look answers for the time since the look before (at most `LONGEST_LOOK_S`), so 2, 5 or 8 looks per second and any
mixture of them give the same interval.
"""

from collections import deque
from dataclasses import dataclass

from proctor_core.domain.policy import Dwell
from proctor_core.rules.reading import Reading

LONGEST_LOOK_S = 1.2
"""Seconds that one look can answer for; after a longer gap nobody knows what was between."""
FIRST_LOOK_S = 0.5
SEEN_SHARE = 0.6
"""Share of a window that must have been measurable before it may open or close anything."""
_ROUNDING_S = 1e-6


@dataclass(frozen=True, slots=True)
class Look:
    """One measurable look: it answers for the `weight_s` seconds up to `t_s`."""

    t_s: float
    weight_s: float
    reading: Reading

    @property
    def is_positive(self) -> bool:
        """Whether the condition held."""
        return bool(self.reading.is_positive)

    def within(self, since_s: float) -> float:
        """Seconds of this look that lie after `since_s`."""
        return max(0.0, self.t_s - max(self.t_s - self.weight_s, since_s))


class DwellWindow:
    """The recent looks of one condition."""

    def __init__(self, dwell: Dwell) -> None:
        self.dwell = dwell
        self._least_s = dwell.least_share * dwell.onset_s
        self.looks: deque[Look] = deque()
        self.last_look_s: float | None = None
        self.last_positive_s: float | None = None
        self.first_negative_s: float | None = None

    def add(self, t_s: float, reading: Reading) -> Look | None:
        """Take a look in; None when it can't say."""
        previous_s, self.last_look_s = self.last_look_s, t_s
        if reading.is_positive is None:
            self._forget(t_s)
            return None
        weight_s = FIRST_LOOK_S if previous_s is None else min(LONGEST_LOOK_S, t_s - previous_s)
        look = Look(t_s=t_s, weight_s=weight_s, reading=reading)
        self.looks.append(look)
        if look.is_positive:
            self.last_positive_s, self.first_negative_s = t_s, None
        elif self.first_negative_s is None:
            self.first_negative_s = t_s
        self._forget(t_s)
        return look

    def should_open(self, now_s: float) -> bool:
        """Whether at least `open_share` of the onset window shows what the newest look shows, over at least two looks."""
        looks = self.recent(now_s)
        positives = self.positives(now_s)
        share = self._share(looks, now_s, self.dwell.onset_s, positives)
        has_two = len(positives) >= 2 and now_s - positives[0].t_s >= self._least_s - _ROUNDING_S
        return share is not None and has_two and share >= self.dwell.open_share - _ROUNDING_S

    def should_close(self, now_s: float) -> bool:
        """Whether at most `close_share` of the offset window is positive, or nothing could be measured for that long."""
        if self.last_positive_s is not None and now_s - self.last_positive_s < self.dwell.offset_s / 3:
            return False
        looks = self._since(now_s - self.dwell.offset_s)
        if not looks:
            return True
        share = self._share(looks, now_s, self.dwell.offset_s, [look for look in looks if look.is_positive])
        return share is not None and share <= self.dwell.close_share + _ROUNDING_S

    def positives(self, now_s: float) -> list[Look]:
        """Positive looks of the onset window at the thing that the newest look is at, oldest first."""
        looks = self.recent(now_s)
        return [look for look in looks if look.is_positive and look.reading.thing == looks[-1].reading.thing]

    def recent(self, now_s: float) -> list[Look]:
        """All looks of the onset window, oldest first."""
        return self._since(now_s - self.dwell.onset_s)

    def gone_since_s(self, now_s: float) -> float:
        """When the condition was gone: the first negative look after the last positive one, else that last one."""
        if self.first_negative_s is not None:
            return self.first_negative_s
        return now_s if self.last_positive_s is None else self.last_positive_s

    def clear(self) -> None:
        """Forget all looks: the next interval starts from nothing."""
        self.looks.clear()
        self.last_positive_s = self.first_negative_s = None

    def _since(self, since_s: float) -> list[Look]:
        return [look for look in self.looks if look.t_s > since_s + _ROUNDING_S]

    def _share(self, looks: list[Look], now_s: float, window_s: float, counted: list[Look]) -> float | None:
        """The counted looks' share of the measured time; None when too little of the window was measured."""
        since_s = now_s - window_s
        measured_s = sum(look.within(since_s) for look in looks)
        if measured_s < SEEN_SHARE * window_s:
            return None
        return sum(look.within(since_s) for look in counted) / measured_s

    def _forget(self, now_s: float) -> None:
        keep_s = max(self.dwell.onset_s, self.dwell.offset_s) + LONGEST_LOOK_S
        while self.looks and self.looks[0].t_s < now_s - keep_s:
            self.looks.popleft()
