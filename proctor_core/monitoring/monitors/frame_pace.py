"""At which rate a camera sent its frames, by the numbers of those that were looked at."""

from collections import deque

WINDOW_S = 4.0
LEAST_S = 1.0
"""Over less time a single late frame would say too much."""


class FramePace:
    """Of one session; not for two threads at once."""

    def __init__(self) -> None:
        self._looks: deque[tuple[float, int]] = deque()

    def note(self, t_s: float, sequence: int) -> None:
        """A look at second `t_s`, at the frame of this number; another camera counts from the beginning again."""
        if self._looks and (t_s < self._looks[-1][0] or sequence < self._looks[-1][1]):
            self._looks.clear()
        self._looks.append((t_s, sequence))
        while self._looks[0][0] < t_s - WINDOW_S:
            self._looks.popleft()

    @property
    def per_second(self) -> float | None:
        """Frames a second over the window; None: it saw too little."""
        if not self._looks:
            return None
        (first_s, first), (last_s, last) = self._looks[0], self._looks[-1]
        return (last - first) / (last_s - first_s) if last_s - first_s >= LEAST_S else None
