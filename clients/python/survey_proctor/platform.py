"""A platform's server: its surveys, its people's sessions, and tokens for their browsers."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from survey_proctor.connection import Connection
from survey_proctor.records import Session, SessionToken


class Platform(Connection):
    """Built with a service token."""

    def add_survey(self, slug: str, definition: Mapping[str, Any], **options: Any) -> str:
        """Add a survey or its next version; returns its id."""
        body = {"slug": slug, "definition": definition, **options}
        return self.post("/api/surveys", body, key=str(uuid4()))["id"]

    def open_session(self, survey_id: str, external_id: str, key: str | None = None) -> Session:
        """Ask a person of the platform to take a survey; with a `key` of your own, a repeated call opens no second one."""
        body = {"survey_id": survey_id, "external_id": external_id}
        return Session.of(self.post("/api/platform/sessions", body, key=key or str(uuid4())))

    def session_token(self, session_id: str, lasts_s: int = 7200) -> SessionToken:
        """A token for the person's browser."""
        return SessionToken.of(self.post(f"/api/platform/sessions/{session_id}/token", {"lasts_s": lasts_s}))

    def session(self, session_id: str) -> Session:
        """How a session stands."""
        return Session.of(self.get(f"/api/platform/sessions/{session_id}"))

    def responses(self, survey_id: str) -> Iterator[Mapping[str, Any]]:
        """The answers to one of the platform's surveys, page by page, the first handed in first."""
        after: str | None = None
        while True:
            asked = {"after": after} if after else {}
            page = self.send("GET", f"/api/surveys/{survey_id}/responses", params=asked).json()
            yield from page["responses"]
            after = page["next"]
            if after is None:
                return

    def responses_file(self, survey_id: str, format: str = "csv") -> bytes:
        """The same as a file: csv, json or parquet."""
        return self.send("GET", f"/api/surveys/{survey_id}/responses/file", params={"format": format}).content

    def export(self, external_id: str) -> bytes:
        """Everything that is kept about a person, as a ZIP."""
        return self.send("GET", "/api/platform/people/export", params={"external_id": external_id}).content

    def erase(self, external_id: str) -> Mapping[str, Any]:
        """Erase a person; returns the receipt."""
        return self.send("DELETE", "/api/platform/people", params={"external_id": external_id}).json()
