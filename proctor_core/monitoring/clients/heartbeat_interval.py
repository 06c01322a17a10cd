"""How often clients are asked for a heartbeat, and how long a client may be silent."""

from datetime import timedelta

MISSED = 3
"""So many intervals without a heartbeat are a gap."""
SLOW_WRITE_S = 1.0
MOST_BACK_PRESSURE = 4.0


class HeartbeatInterval:
    """One per process: every answer names it, and the writer stretches it while its writes are slow.

    It needs no lock: it holds one number, which only a write changes, and writes come one after the other.
    """

    def __init__(self, heartbeat_s: float) -> None:
        self._heartbeat_s = heartbeat_s
        self._pressure = 1.0

    @property
    def next_in_s(self) -> float:
        """Seconds from one heartbeat of a client to its next."""
        return self._heartbeat_s * self._pressure

    @property
    def silence(self) -> timedelta:
        """Whoever has sent nothing for longer is silent."""
        return timedelta(seconds=MISSED * self.next_in_s)

    def adapt(self, write_s: float) -> None:
        """Ask less often, at most `MOST_BACK_PRESSURE` times, when the last write took `write_s` seconds."""
        self._pressure = min(MOST_BACK_PRESSURE, max(1.0, write_s / SLOW_WRITE_S))
