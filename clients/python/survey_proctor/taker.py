"""The side of a taker's browser: consent, first face, heartbeats, violations, answers, submit."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from survey_proctor.connection import Connection, Problem
from survey_proctor.records import Counted, HeartbeatTaken, Notice, Session, Upload

TOO_LARGE = 413


class _File:
    """A file's bytes in parts, from the beginning at each try."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            yield from iter(lambda: file.read(1 << 16), b"")


class TakerSession(Connection):
    """Built with a session token; counts its heartbeats and reports itself."""

    def __init__(self, address: str, token: str, session_id: str, **options: Any) -> None:
        super().__init__(address, token, **options)
        self._id = session_id
        self._beats, self._reports = count(1), count(1)

    def read(self) -> dict[str, Any]:
        """Session, definition and answers."""
        return self.get(f"/api/sessions/{self._id}")

    def notice(self) -> Notice:
        """The server's own words before the camera, for you to show."""
        return Notice.of(self.get(f"/api/sessions/{self._id}/notice"))

    def consent(
        self,
        shown: str,
        version: str,
        *,
        recording: str | None = None,
        of_age: str | None = None,
        guardian: str | None = None,
    ) -> Session:
        """Say yes to monitoring after the taker read `shown`, and to a recording after they read `recording`.

        `of_age` or `guardian`: what they said yes to where the survey asks for a guardian's consent.
        """
        texts = {"monitoring": shown, "recording": recording, "of_age": of_age, "guardian": guardian}
        said = [
            {
                "purpose": purpose,
                "agreed": True,
                "text_version": version,
                "text_sha256": sha256(text.encode()).hexdigest(),
            }
            for purpose, text in texts.items()
            if text is not None
        ]
        return Session.of(self.post(f"/api/sessions/{self._id}/consent", {"purposes": said}))

    def verify_initial(self, picture: bytes) -> Session:
        """Send the first face; a refusal is a `Problem` with its reason."""
        body = {"session_id": self._id, "image": b64encode(picture).decode()}
        return Session.of(self.post("/api/proctor/verify-initial/", body, key=str(uuid4()))["session"])

    def start(self) -> Session:
        """Begin the questions."""
        return Session.of(self.post(f"/api/sessions/{self._id}/start"))

    def heartbeat(self, **seen: Any) -> HeartbeatTaken:
        """Say what is seen: face_count, confidence, gaze_direction, mobile_detected, violation_type."""
        body = {"session_id": self._id, "sequence": next(self._beats), **seen}
        return HeartbeatTaken.of(self.post("/api/proctor/heartbeat/", body))

    def record_violation(
        self,
        type: str,
        started_s: float,
        duration_s: float | None,
        confidence: float,
        snapshot: bytes | None = None,
    ) -> Counted:
        """Report a violation with its picture; one that can't be read is left out, and `snapshot_refused` says why."""
        body = {
            "session_id": self._id,
            "sequence": next(self._reports),
            "type": type,
            "started_s": started_s,
            "duration_s": duration_s,
            "confidence": confidence,
            "snapshot": b64encode(snapshot).decode() if snapshot else None,
        }
        try:
            return Counted.of(self.post("/api/proctor/record-violation/", body))
        except Problem as refused:
            if refused.status != TOO_LARGE or snapshot is None:
                raise
        # The picture made the request larger than any that is read: the report goes without it.
        counted = self.post("/api/proctor/record-violation/", {**body, "snapshot": None})
        return replace(Counted.of(counted), snapshot_refused="too_large")

    def answer(self, question_id: str, value: Any) -> None:
        """Give an answer."""
        self.send("PUT", f"/api/sessions/{self._id}/answers/{question_id}", json={"value": value})

    def upload_recording(self, video: Path, started_s: float | None = None) -> Upload:
        """Send a whole video that begins at second `started_s`; refused files are a `Problem`. In parts: any tus client."""
        begins = "" if started_s is None else f"&started_s={started_s:g}"
        path = f"/api/proctor/upload-recording/?session_id={self._id}{begins}"
        headers = {"Content-Type": "application/octet-stream"}
        return Upload.of(self.send("POST", path, content=_File(video), headers=headers).json())

    def upload(self, upload_id: str) -> Upload:
        """How far an upload is, and what became of it."""
        return Upload.of(self.get(f"/api/proctor/upload-recording/{upload_id}/"))

    def submit(self) -> Session:
        """Hand in."""
        return Session.of(self.post(f"/api/sessions/{self._id}/submit"))
