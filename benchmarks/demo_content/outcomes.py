"""Fills a new database with stories and reads what the real checks, rules and services made of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine
from sqlmodel import SQLModel, select

from db.engine import reading
from db.tables import AuditEvent, ProctorReview, Signal, SurveySession, Violation
from proctor_core.demo import repertoire
from proctor_core.demo.content import DemoContent, DemoParts
from proctor_core.demo.stories import Story
from proctor_core.domain.policy import STANDARD
from proctor_core.domain.states import ReviewStatus, SessionStatus
from proctor_core.domain.violation import SignalKind, ViolationType
from proctor_core.media.store import MediaStore
from proctor_core.models.manifest import find_models
from proctor_core.rules.incidents import group_incidents
from proctor_core.services.auditing import STORY_PLAYED
from proctor_core.services.composition import ServiceSettings, compose_services
from proctor_core.services.files.data_folders import DataFolders
from proctor_core.services.reviewing.session_history import alleged, raised
from proctor_core.wiring.detectors import new_observer

Outcome = tuple[SessionStatus, ReviewStatus | None]
S, R = SessionStatus, ReviewStatus
Row = TypeVar("Row", bound=SQLModel)

PROMISED: dict[str, Outcome] = {
    story.key: outcome
    for stories, outcome in (
        (repertoire.QUEUED, (S.UNDER_REVIEW, R.PENDING)),
        (repertoire.ESCALATED, (S.UNDER_REVIEW, R.ESCALATED)),
        (repertoire.APPROVED, (S.PASSED, R.APPROVED)),
        (repertoire.REJECTED, (S.REJECTED, R.REJECTED)),
        (repertoire.CLEAN, (S.PASSED, None)),
        (repertoire.RUNNING, (S.IN_PROGRESS, R.PENDING)),
        (repertoire.INTERRUPTED, (S.INTERRUPTED, None)),
        (repertoire.UNWATCHED, (S.PASSED, None)),
    )
    for story in stories
}
DRAWN_TYPES = frozenset(set(ViolationType) - {ViolationType.LOW_CONFIDENCE})
"""A drawn face that is covered is lost by both detectors at once: nothing makes them find it and yet doubt it."""
DRAWN_SIGNALS = frozenset(
    {SignalKind.CAMERA_LOST, SignalKind.CAMERA_COVERED, SignalKind.TOO_DARK, SignalKind.NETWORK_GAP}
)
QUEUED_INCIDENTS = range(3, 8)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What was made of the stories; `incidents` counts those of the queued ones."""

    of_story: dict[str, Outcome]
    incidents: dict[str, int]
    types: frozenset[ViolationType] = field(default_factory=frozenset[ViolationType])
    signals: frozenset[SignalKind] = field(default_factory=frozenset[SignalKind])


def fill(engine: Engine, models_dir: Path, folder: Path, stories: Sequence[Story], timeout_s: float) -> bool:
    """Let the stories happen; False when they did not end in time."""
    models = find_models(models_dir, folder / "models")
    settings = ServiceSettings(key=b"of no use" * 4, folders=DataFolders.within(folder))
    services = compose_services(engine, lambda: datetime.now(UTC), MediaStore.open(folder / "media"), settings)
    content = DemoContent(DemoParts(services), lambda: new_observer(models), folder / "demo", stories=stories)
    content.begin_if_new()
    return content.wait(timeout_s)


def outcomes(engine: Engine) -> Outcomes:
    """Read what became of every story that was told."""
    played = {event.detail: event.object_id for event in _rows(engine, AuditEvent, action=STORY_PLAYED)}
    sessions = {str(session.id): session for session in _rows(engine, SurveySession)}
    reviews = {str(review.session_id): review.status for review in _rows(engine, ProctorReview)}
    queued = [story.key for story in repertoire.QUEUED if story.key in played]
    return Outcomes(
        of_story={str(key): (sessions[str(id_)].status, reviews.get(str(id_))) for key, id_ in played.items()},
        incidents={key: _incidents_of(engine, sessions[str(played[key])]) for key in queued},
        types=frozenset(row.type for row in _rows(engine, Violation)),
        signals=frozenset(row.kind for row in _rows(engine, Signal)),
    )


def _incidents_of(engine: Engine, session: SurveySession) -> int:
    violations = [alleged(row) for row in _rows(engine, Violation, session_id=session.id)]
    signals = [raised(row) for row in _rows(engine, Signal, session_id=session.id)]
    is_timed = session.submitted_at and session.started_at
    end_s = (session.submitted_at - session.started_at).total_seconds() if is_timed else 0.0  # pyright: ignore[reportOptionalOperand]
    return len(group_incidents(violations, signals, gap_s=STANDARD.incident_gap_s, end_s=end_s))


def _rows(engine: Engine, table: type[Row], **where: object) -> list[Row]:
    with reading(engine) as db:
        return list(db.exec(select(table).filter_by(**where)).all())
