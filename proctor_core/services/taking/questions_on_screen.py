"""What the questions allow that are on takers' screens right now: told by whoever shows one, asked by whoever watches."""

from uuid import UUID

from proctor_core.domain.allowance import NOTHING_ALLOWED, Allowed


class QuestionsOnScreen:
    """One per process; it keeps the sessions whose question allows something. Each call is one step of a dictionary."""

    def __init__(self) -> None:
        self._allowed: dict[UUID, Allowed] = {}

    def note(self, session_id: UUID, allowed: Allowed) -> None:
        """Another question is on the screen: what it allows holds from now on."""
        if allowed:
            self._allowed[session_id] = allowed
        else:
            self.forget(session_id)

    def forget(self, session_id: UUID) -> None:
        """Nobody watches the session any more."""
        self._allowed.pop(session_id, None)

    def allowed(self, session_id: UUID) -> Allowed:
        """What is allowed now; nothing of a session that is not known here."""
        return self._allowed.get(session_id, NOTHING_ALLOWED)
