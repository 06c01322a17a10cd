"""The course of one violation type through a session: its window, and the violation that is open, if any."""

from dataclasses import dataclass, replace

from proctor_core.domain.policy import Dwell
from proctor_core.domain.violation import AllegedViolation, ViolationType
from proctor_core.rules.reading import NOT_LOOKED, Reading
from proctor_core.rules.reasons import reason_of
from proctor_core.rules.window import DwellWindow, Look

_STRONGER = 1.08
"""A new peak must beat the old one by this factor, so that evidence is not rewritten at every look."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one look did to one type; at most one of the three is set."""

    opened: AllegedViolation | None = None
    peaked: AllegedViolation | None = None
    closed: AllegedViolation | None = None


NO_CHANGE = Change()


@dataclass(frozen=True, slots=True)
class Tally:
    """The looks of an open violation, up to its last positive one; `pending` are the negative ones since."""

    onset_s: float
    peak: Look
    looks: int = 0
    positive: int = 0
    confidence: float = 0.0
    pending: int = 0

    def add(self, look: Look) -> "Tally":
        """Count one more look."""
        if not look.is_positive:
            return replace(self, pending=self.pending + 1)
        return replace(
            self,
            peak=look if look.reading.strength > self.peak.reading.strength * _STRONGER else self.peak,
            looks=self.looks + self.pending + 1,
            positive=self.positive + 1,
            confidence=self.confidence + look.reading.confidence,
            pending=0,
        )


class Course:
    """Adds looks, opens and closes. One per type and session; `steady` is the longer dwell by which weak looks open too."""

    def __init__(self, type_: ViolationType, dwell: Dwell, steady: Dwell | None = None) -> None:
        self.type = type_
        self.window = DwellWindow(dwell)
        self._steady = DwellWindow(steady) if steady else None
        self._tally: Tally | None = None
        self._thing = 0

    @property
    def is_open(self) -> bool:
        """Whether a violation of this type is being alleged now."""
        return self._tally is not None

    def is_wavering(self, now_s: float) -> bool:
        """Whether the window holds both answers, or is about to open: then more looks are wanted."""
        answers = {look.is_positive for look in self.window.recent(now_s)}
        return len(answers) > 1 or (answers == {True} and not self.is_open)

    def advance(self, t_s: float, reading: Reading) -> Change:
        """Take one look in."""
        if reading is NOT_LOOKED:
            return NO_CHANGE
        reading = self._without_others(reading)
        look = self.window.add(t_s, reading)
        weak = self._steady.add(t_s, _with_weak(reading)) if self._steady else None
        if self._tally is None:
            return self._open_by(self.window, look, t_s) or self._open_by(self._steady, weak, t_s) or NO_CHANGE
        if look:
            self._thing = reading.thing if reading.is_positive else self._thing
            before, self._tally = self._tally, self._tally.add(look)
            if self._tally.peak is not before.peak:
                return Change(peaked=_violation(self.type, self._tally, None))
        return self.close(t_s) if self.window.should_close(t_s) else NO_CHANGE

    def close(self, now_s: float) -> Change:
        """End the open violation where its condition was gone: at the first negative look, else at the last positive one."""
        if self._tally is None:
            return NO_CHANGE
        closed = _violation(self.type, self._tally, self.window.gone_since_s(now_s))
        self._tally = None
        self.window.clear()
        if self._steady:
            self._steady.clear()
        return Change(closed=closed)

    def _without_others(self, reading: Reading) -> Reading:
        """The reading as no where it would keep the violation open by another thing than the newest one that it was seen by."""
        is_other = self._tally is not None and reading.is_kept and reading.thing != self._thing
        return replace(reading, is_positive=False) if is_other else reading

    def _open_by(self, window: DwellWindow | None, look: Look | None, t_s: float) -> Change | None:
        if not (window and look and look.is_positive and window.should_open(t_s)):
            return None
        positives = window.positives(t_s)
        onset_s, self._thing = positives[0].t_s, look.reading.thing
        looks = [look for look in window.looks if look.t_s >= onset_s]
        peak = max(positives, key=lambda look: look.reading.strength)
        tally = Tally(onset_s=onset_s, peak=peak)
        for look in looks:
            tally = tally.add(look)
        self._tally = tally
        return Change(opened=_violation(self.type, tally, None))


def _with_weak(reading: Reading) -> Reading:
    """The reading as the steady window takes it: a weak one is positive there."""
    return replace(reading, is_positive=True) if reading.is_weak and reading.is_positive is False else reading


def _violation(type_: ViolationType, tally: Tally, offset_s: float | None) -> AllegedViolation:
    mean, peak = tally.confidence / tally.positive, tally.peak.reading
    return AllegedViolation(
        type=type_,
        onset_s=tally.onset_s,
        offset_s=offset_s,
        peak_s=tally.peak.t_s,
        confidence=round(mean * tally.positive / tally.looks, 3),
        looks=tally.looks,
        positive=tally.positive,
        measured=peak.measured,
        limit=peak.limit,
        reason=reason_of(type_, peak, tally.positive, tally.looks),
    )
