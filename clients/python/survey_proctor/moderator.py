"""A moderator: the queue, what was alleged, the decision."""

from survey_proctor.connection import Connection
from survey_proctor.records import Flagged, Session, Snapshot, Violation


class Moderator(Connection):
    """Built with a moderator's token."""

    def flagged_sessions(self) -> tuple[Flagged, ...]:
        """The first page of the queue."""
        body = self.get("/api/moderator/users/flagged-sessions/")
        return tuple(Flagged.of(entry) for entry in body["sessions"])

    def violations(self, session_id: str) -> tuple[Violation, ...]:
        """What was alleged in a session."""
        body = self.get(f"/api/moderator/users/session/{session_id}/violations/")
        return tuple(Violation.of(entry) for entry in body["violations"])

    def picture(self, snapshot: Snapshot) -> bytes:
        """A snapshot as JPEG."""
        return self.content(snapshot.url)

    def review(
        self, session_id: str, decision: str, notes: str = "", revision: int | None = None, note: str = ""
    ) -> Session:
        """Decide: approve, reject, or flag (which escalates to another moderator)."""
        body = {"session_id": session_id, "decision": decision, "notes": notes, "revision": revision, "note": note}
        return Session.of(self.post("/api/moderator/users/review-session/", body)["session"])
