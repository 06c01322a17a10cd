"""What can wait in the outbox: one record per kind of write, complete enough to be filed by another process, and again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from proctor_core.domain.evidence import StoredPicture
from proctor_core.domain.face_run import FaceRunState
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.violation import AllegedViolation, RaisedSignal


@dataclass(frozen=True, slots=True)
class OpenedViolation:
    """A violation with its first picture, which is in the media store."""

    session_id: UUID
    violation_id: UUID
    alleged: AllegedViolation
    picture: StoredPicture | None
    kind: Literal["opened_violation"] = "opened_violation"


@dataclass(frozen=True, slots=True)
class ClosedViolation:
    """The end of a violation with its other pictures."""

    session_id: UUID
    violation_id: UUID
    alleged: AllegedViolation
    pictures: tuple[StoredPicture, ...]
    kind: Literal["closed_violation"] = "closed_violation"


@dataclass(frozen=True, slots=True)
class NotedSignal:
    """A signal, or its end."""

    session_id: UUID
    signal_id: UUID
    signal: RaisedSignal
    kind: Literal["signal"] = "signal"


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The state between two heartbeats."""

    session_id: UUID
    state: FaceRunState
    kind: Literal["heartbeat"] = "heartbeat"


@dataclass(frozen=True, slots=True)
class RaisedFlag:
    """Flag rules that were met."""

    session_id: UUID
    reasons: tuple[FlagReason, ...]
    kind: Literal["flag"] = "flag"


@dataclass(frozen=True, slots=True)
class Pause:
    """The taker went away, or came back."""

    session_id: UUID
    is_back: bool
    kind: Literal["pause"] = "pause"


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question that came on the screen."""

    session_id: UUID
    index: int
    at: datetime
    kind: Literal["shown"] = "shown"


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer in its stored form; None takes it back."""

    session_id: UUID
    question_id: str
    value: Any
    at: datetime
    kind: Literal["answer"] = "answer"


@dataclass(frozen=True, slots=True)
class ClientRun:
    """A face run as a client's heartbeats made it; the same id later is the same run, longer."""

    id: UUID
    state: FaceRunState


@dataclass(frozen=True, slots=True)
class ClientHeartbeats:
    """What a client's heartbeats came to: the runs that may not be stored yet, and the number and time of the newest."""

    session_id: UUID
    sequence: int
    started_at: datetime
    beat_at: datetime
    runs: tuple[ClientRun, ...]
    kind: Literal["client_heartbeats"] = "client_heartbeats"


WaitingWrite = (
    OpenedViolation
    | ClosedViolation
    | NotedSignal
    | Heartbeat
    | RaisedFlag
    | Pause
    | ShownQuestion
    | GivenAnswer
    | ClientHeartbeats
)
TAKERS_OWN = (ShownQuestion, GivenAnswer)
"""What a person typed can't be measured again: it may use the room that is kept back from everything else."""
_ADAPTER: TypeAdapter[WaitingWrite] = TypeAdapter(Annotated[WaitingWrite, Field(discriminator="kind")])


def to_bytes(write: WaitingWrite) -> bytes:
    """As JSON."""
    return _ADAPTER.dump_json(write)


def from_bytes(content: bytes) -> WaitingWrite:
    """The record of `to_bytes`."""
    return _ADAPTER.validate_json(content)
