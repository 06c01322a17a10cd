"""What the server answers, as records; fields that a newer server adds are left out, new ones of an older server too."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self


class _Record:
    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Self:
        """From the JSON object."""
        known = {field.name: body[field.name] for field in fields(cls) if field.name in body}  # type: ignore[arg-type]
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Session(_Record):
    """A survey session; times are ISO texts in UTC."""

    id: str
    survey_id: str
    status: str
    watched_by: str
    proctoring_enabled: bool
    initial_face_verified: bool
    violations_count: int
    violation_threshold: int
    flagged_for_review: bool
    coverage: float | None
    started_at: str | None
    submitted_at: str | None


@dataclass(frozen=True, slots=True)
class Notice:
    """What a taker reads: purpose -> Markdown; `minors` is unsupported, guardian_consent or no_camera."""

    text_version: str
    minors: str
    texts: Mapping[str, str]

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Self:
        """From the JSON object."""
        return cls(body["text_version"], body["minors"], {entry["purpose"]: entry["text"] for entry in body["texts"]})


@dataclass(frozen=True, slots=True)
class SessionToken(_Record):
    """A bearer token for one session."""

    token: str
    expires_at: str
    session_id: str


@dataclass(frozen=True, slots=True)
class HeartbeatTaken(_Record):
    """When to send the next heartbeat, how the session stands, and what a moderator said last (id, sentence, at)."""

    next_in_s: float
    violations_count: int
    threshold: int
    flagged_for_review: bool
    message: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class Upload(_Record):
    """A recording that was sent: bytes, SHA-256 of what came, and what became of it.

    `recording_state` is `closed` until it was analysed, then `processed`, or `failed` with its `failure`; `analysis_state` and
    `progress` (0 to 1) say how far that is.
    """

    id: str
    session_id: str
    length: int
    offset: int
    sha256: str | None
    recording_id: str | None
    recording_state: str | None
    failure: str
    analysis_state: str | None
    progress: float | None


@dataclass(frozen=True, slots=True)
class Counted(_Record):
    """What a reported violation did, and what the server makes of its picture.

    `snapshot_refused`: why the picture was left out while the report counts (not_base64, unreadable, too_large, too_small,
    film); None: it was taken, or there was none.
    """

    violation_id: str
    violations_count: int
    threshold: int
    flagged_for_review: bool
    is_confirmed: bool | None
    server_look: dict[str, Any] | None
    snapshot_refused: str | None = None


@dataclass(frozen=True, slots=True)
class Snapshot(_Record):
    """A picture of a violation; `Moderator.picture` fetches it."""

    kind: str
    url: str
    taken_s: float
    sha256: str


@dataclass(frozen=True, slots=True)
class Violation:
    """An allegation with its pictures; `source` says who alleges it."""

    id: str
    type: str
    started_s: float
    ended_s: float | None
    confidence: float
    reason: str
    source: str
    is_confirmed: bool | None
    snapshots: tuple[Snapshot, ...]

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Self:
        """From the JSON object."""
        known: dict[str, Any] = {field.name: body[field.name] for field in fields(cls)}
        known["snapshots"] = tuple(Snapshot.of(entry) for entry in body["snapshots"])
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Flagged:
    """One line of the review queue."""

    session: Session
    revision: int
    reasons: tuple[str, ...]

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Self:
        """From the JSON object."""
        return cls(Session.of(body["session"]), body["revision"], tuple(body["reasons"]))
