"""When the taker was there and could be seen: gaps of absence, seconds seen, and the coverage that follows."""

from collections.abc import Sequence

from proctor_core.codes.seen import SignalReason
from proctor_core.domain.reason import Reason
from proctor_core.domain.violation import RaisedSignal, SignalKind
from proctor_core.rules.coverage import coverage


class Presence:
    """Seconds of the session in which a page was open, and those of them in which somebody could be seen.

    While the page is away no question can be answered, so that time counts neither for nor against coverage. Whoever comes
    back and is not seen was there until the moment that the page is known to be away: dropping in and out hides nobody.
    """

    def __init__(self, signals: Sequence[RaisedSignal], seen_s: Sequence[float]) -> None:
        self._gaps = [
            (s.onset_s, s.offset_s) for s in signals if s.kind is SignalKind.NETWORK_GAP and s.offset_s is not None
        ]
        self._seen_s = list(seen_s)
        self._was_seen = False
        self._away_since_s: float | None = None

    def seen(self, t_s: float) -> None:
        """A look at `t_s` showed a visible picture."""
        self._was_seen = True
        self._seen_s.append(t_s)

    def leave(self, since_s: float, now_s: float) -> RaisedSignal:
        """No sign of life since `since_s`, and `now_s` it is sure that the page is gone: the open gap."""
        self._away_since_s = since_s if self._was_seen else now_s
        return RaisedSignal(SignalKind.NETWORK_GAP, self._away_since_s, None, _REASON)

    def come_back(self, now_s: float) -> RaisedSignal:
        """The page is there again: the closed gap."""
        since_s = now_s if self._away_since_s is None else self._away_since_s
        self._away_since_s, self._was_seen = None, False
        self._gaps.append((since_s, now_s))
        return RaisedSignal(SignalKind.NETWORK_GAP, since_s, now_s, _REASON)

    def coverage_so_far(self, now_s: float) -> float:
        """`coverage` while the session runs: an absence that lasts counts neither for nor against it."""
        return self.coverage(now_s if self._away_since_s is None else self._away_since_s)

    def coverage(self, now_s: float) -> float:
        """Share 0 to 1 of the present seconds from 0 to `now_s` in which somebody could be seen."""
        spans = list(_between(sorted(self._gaps), now_s))
        total_s = sum(end - start for start, end in spans)
        if total_s <= 0:
            return 1.0 if self._seen_s else 0.0
        return sum(coverage(self._seen_s, start, end) * (end - start) for start, end in spans) / total_s


_REASON = Reason(SignalReason.PAGE_AWAY, {})


def _between(gaps: Sequence[tuple[float, float]], end_s: float) -> list[tuple[float, float]]:
    """The spans from 0 to `end_s` outside of the gaps."""
    spans: list[tuple[float, float]] = []
    reach_s = 0.0
    for start, end in gaps:
        if min(start, end_s) > reach_s:
            spans.append((reach_s, min(start, end_s)))
        reach_s = max(reach_s, end)
    if end_s > reach_s:
        spans.append((reach_s, end_s))
    return spans
