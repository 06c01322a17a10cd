"""Whatever looks and violations come, the keeper holds few pictures, and those of a violation are in order and of its peak."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from proctor_core.domain.violation import AllegedViolation, ViolationType
from proctor_core.monitoring.monitors import evidence
from proctor_core.monitoring.monitors.evidence import KEEP_S, EvidenceKeeper, Snapshot
from proctor_core.monitoring.recordings.recording_analysis import LOOKS_PER_SECOND
from tests.rules.observations import calm
from tests.support.monitor_world import picture
from tests.support.session_world import alleged

BLACK = picture(0)
LONGEST_DWELL_S = 4.0
"""As far as a violation is back-dated, to the first look that was positive."""


class Step(NamedTuple):
    """A look `after_s` the last one, and what the judge makes of it for one type; `back`: by how many looks it is back-dated."""

    after_s: float
    of_type: ViolationType
    is_open: bool
    is_peak: bool
    back: int


STEPS = st.lists(
    st.builds(
        Step,
        after_s=st.sampled_from((0.2, 0.5, 1.0, 7.0)),
        of_type=st.sampled_from((ViolationType.NO_FACE, ViolationType.MOBILE_DETECTED)),
        is_open=st.booleans(),
        is_peak=st.booleans(),
        back=st.integers(0, 8),
    ),
    max_size=60,
)


class Judged:
    """Looks at steps as the judge does, and keeps what the keeper gives for each violation."""

    def __init__(self) -> None:
        self.keeper, self.times = EvidenceKeeper(), list[float]()
        self.open: dict[ViolationType, tuple[AllegedViolation, Snapshot]] = {}
        self.closed: list[tuple[AllegedViolation, Sequence[Snapshot]]] = []

    def take(self, step: Step) -> None:
        self.times.append((self.times[-1] if self.times else 0.0) + step.after_s)
        self.keeper.remember(calm(self.times[-1]), BLACK)
        if step.of_type not in self.open and step.is_open:
            self._open(step)
        elif step.of_type in self.open and step.is_open and step.is_peak:
            self._move_peak(step)
        elif step.of_type in self.open and not step.is_open:
            self._close(step)

    def _open(self, step: Step) -> None:
        now, onset_s = self.times[-1], self._back_by(step, since_s=self.times[-1] - LONGEST_DWELL_S)
        violation = replace(alleged(onset_s, of_type=step.of_type), peak_s=now if step.is_peak else onset_s)
        start = self.keeper.opened(violation)
        assert start is not None
        self.open[step.of_type] = violation, start

    def _move_peak(self, step: Step) -> None:
        violation, start = self.open[step.of_type]
        violation = replace(violation, peak_s=self.times[-1])
        self.keeper.peaked(violation)
        self.open[step.of_type] = violation, start

    def _close(self, step: Step) -> None:
        violation, start = self.open.pop(step.of_type)
        ended = replace(violation, offset_s=self._back_by(step, since_s=violation.peak_s))
        self.closed.append((ended, (start, *self.keeper.closed(ended))))

    def _back_by(self, step: Step, since_s: float) -> float:
        """The time of a look, so many ago, but none before `since_s`."""
        return next(t_s for t_s in self.times[-1 - step.back :] if t_s >= since_s)


def played(steps: Sequence[Step]) -> Judged:
    judged = Judged()
    for step in steps:
        judged.take(step)
    return judged


@given(STEPS)
def test_start_peak_and_end_of_a_violation_are_in_order(steps: Sequence[Step]) -> None:
    for _, (start, peak, end) in played(steps).closed:
        assert start.taken_s <= peak.taken_s <= end.taken_s


@given(STEPS)
def test_the_picture_of_the_peak_is_of_the_best_look_however_long_ago_that_was(steps: Sequence[Step]) -> None:
    for violation, (_, peak, _) in played(steps).closed:
        assert peak.taken_s == violation.peak_s


@given(STEPS)
def test_of_looks_that_come_in_order_none_older_than_twelve_seconds_is_kept_but_peaks(steps: Sequence[Step]) -> None:
    judged = played(steps)
    assert all(kept.taken_s >= judged.times[-1] - KEEP_S for kept in judged.keeper._recent)
    assert set(judged.keeper._peaks) == set(judged.open)


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=20))
def test_so_many_pictures_are_kept_at_most_whatever_the_clock_does(times: Sequence[float]) -> None:
    with patch.object(evidence, "MOST_KEPT", 5):
        keeper = EvidenceKeeper()
    for t_s in (*times, *[times[-1]] * 10):
        keeper.remember(calm(t_s), BLACK)
    assert len(keeper._recent) <= 5
    assert keeper.opened(alleged(times[-1])) is not None


def test_so_many_are_more_than_the_fastest_looks_take() -> None:
    keeper, looks = EvidenceKeeper(), [second / LOOKS_PER_SECOND for second in range(150)]
    for t_s in looks:
        keeper.remember(calm(t_s), BLACK)
    assert len(keeper._recent) == KEEP_S * LOOKS_PER_SECOND + 1
