"""Whether the tokens that send heartbeats still work: looked up for all sessions at once, not at each heartbeat."""

from uuid import UUID

from proctor_core.monitoring.clients.heartbeat_lines import Line
from proctor_core.monitoring.clients.open_lines import OpenLines
from proctor_core.services.accounts.access_ending import call_when_access_ends
from proctor_core.services.taking.client_heartbeats import ClientHeartbeatService

LOOK_AGAIN_S = 2.0
"""So long a token works on that another process revoked."""


class TokenChecks:
    """One per process: the book asks it before each heartbeat, the writer makes it look at each write.

    It counts the doubts, and up to which they are settled. Doubts come from any thread and without a lock: two at once may count
    as one, which is looked at all the same. `close_ended` is called by one thread at a time.
    """

    def __init__(self, service: ClientHeartbeatService, lines: OpenLines) -> None:
        self._service = service
        self._lines = lines
        self._doubts = self._settled = 0
        self._looked_s: float | None = None
        call_when_access_ends(service.engine, self.doubt)

    @property
    def is_in_doubt(self) -> bool:
        """Whether somebody's access has ended since the last look, so that no token may be trusted."""
        return self._doubts != self._settled

    def doubt(self) -> None:
        """Somebody's access has ended: until the next write has looked whose, every heartbeat goes the long way."""
        self._doubts += 1

    def close_ended(self, now_s: float) -> None:
        """Forget the lines whose tokens do not work any more; what they took was written before.

        `now_s`: of the monotonic clock; without a doubt it looks every `LOOK_AGAIN_S`.
        """
        is_due = self._looked_s is None or now_s - self._looked_s >= LOOK_AGAIN_S
        if not (self.is_in_doubt or is_due):
            return
        # What ends while it looks is looked at again.
        doubts = self._doubts
        with self._lines.lock:
            tokens = {session_id: line.token for session_id, line in self._lines.by_session.items()}
        live = self._service.live_tokens(set(tokens.values())) if tokens else set[str]()
        for session_id, token in tokens.items():
            if token not in live:
                self._close(session_id, token)
        self._looked_s, self._settled = now_s, doubts

    def _close(self, session_id: UUID, token: str) -> None:
        def is_over(line: Line) -> bool:
            # Meanwhile another token may have taken it over, or a heartbeat come that is not written yet.
            return line.token == token and not line.is_dirty

        self._lines.close(session_id, is_over)
