"""Which tables are chained, by which columns, and whose chain a row belongs to.

A new column has to be put into a new version or into `UNCHAINED_COLUMNS`: tests/services/chain/test_chained_tables.py asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table
from sqlalchemy import select as select_columns
from sqlmodel import SQLModel

from db.tables import (
    AddedIncident,
    Answer,
    Appeal,
    AppealAnswer,
    AuditEvent,
    Consent,
    Evidence,
    FaceMute,
    FaceVerification,
    IncidentVerdict,
    KeptPolicy,
    LegalHold,
    ProctorReview,
    RecordingAnalysis,
    RecordingSegment,
    ReviewEvent,
    SessionMessage,
    SessionRecording,
    Signal,
    Survey,
    SurveySession,
    Violation,
)

UNCHAINED_COLUMNS: Mapping[type[SQLModel], frozenset[str]] = MappingProxyType(
    {
        # Each heartbeat and each shown question moves the first two; the others are sums of rows that are chained themselves.
        SurveySession: frozenset({"current_question", "last_seen_at", "snapshots", "snapshot_bytes"}),
        # The work on a recording, not what it found.
        RecordingAnalysis: frozenset(
            {"state", "tries", "worker", "lease_until", "rewritten_at", "progress", "last_error", "last_error_codes"}
        ),
        # Who has it open now; that somebody took it stands in the history. The others follow from rows that are chained.
        ProctorReview: frozenset(
            {"claimed_by", "claim_expires_at", "judged_at", "ranks_since", "longest_s", "unseen_share", "waited_s"}
        ),
        Survey: frozenset({"created_by"}),
    }
)


@dataclass(frozen=True, slots=True)
class ChainedTable:
    """One table.

    Attributes:
        versions: the covered columns by version, from 1; records of an older one are checked by its columns.
        owner: the session that a row belongs to; None: the program's chain.
        only: which rows are chained; None: all.
        beside: what versions cover besides the table's own columns, by its name: of rows that these point to.
    """

    table: type[SQLModel]
    versions: tuple[tuple[str, ...], ...]
    owner: ColumnElement[UUID] | None
    only: ColumnElement[bool] | None = None
    beside: tuple[ColumnElement[Any], ...] = ()

    @property
    def kind(self) -> str:
        """The table's name, by which records know it."""
        return str(self.table.__tablename__)

    @property
    def version(self) -> int:
        """Of new records."""
        return len(self.versions)

    @property
    def columns(self) -> frozenset[str]:
        """What new records cover."""
        return frozenset(self.versions[-1])

    def rows(self, where: ColumnElement[bool]) -> Select[Any]:
        """All columns of chained rows, what is covered beside them, and `chain_owner`."""
        owner = [] if self.owner is None else [self.owner.label("chain_owner")]
        chosen = [*columns_of(self.table), *self.beside, *owner]
        statement = select_columns(*chosen).where(where)
        return statement if self.only is None else statement.where(self.only)

    def held_rows(self, where: ColumnElement[bool]) -> Select[Any]:
        """The same in the order of their ids, held until the transaction ends."""
        return self.rows(where).order_by(table_of(self.table).c.id).with_for_update(of=table_of(self.table))

    def payload(self, row: Mapping[Any, Any], version: int) -> Mapping[str, Any]:
        """What a record of this version covers of a row."""
        return {name: row[name] for name in self.versions[version - 1]}


def columns_of(table: Any) -> Sequence[ColumnElement[Any]]:
    """A table's columns, not as attributes of a mapped class: rows are read as the database has them."""
    return list(table_of(table).columns)


def table_of(table: Any) -> Table:
    """The table behind a mapped class."""
    return table.__table__


def _owned(
    table: Any, *columns: str, added: Sequence[str] = (), only: ColumnElement[bool] | None = None
) -> ChainedTable:
    """`added`: columns of a second version."""
    first = ("id", "session_id", *columns)
    versions = (first, (*first, *added)) if added else (first,)
    return ChainedTable(table, versions, table_of(table).c.session_id, only)


_REASON = ("reason_code", "reason_numbers")
_AUDIT = ("id", "at", "actor_id", "action", "object_type", "object_id", "detail", "part_of")
_SURVEY = (
    *("id", "platform", "slug", "version", "title", "definition", "proctoring_enabled", "policy", "recording_mode"),
    *("allow_without_camera", "hybrid_unflagged", "minors", "is_open", "is_demo", "created_at"),
)
_EVENT = ("id", "review_id", "kind", "author_id", "notes", "colleague_note", "at")
_review, _event = table_of(ProctorReview), table_of(ReviewEvent)
_session, _policy = table_of(SurveySession), table_of(KeptPolicy)
_SESSION = (
    *("id", "survey_id", "taker_id", "platform", "status", "watched_by", "proctoring_enabled"),
    *("without_by_choice", "recording_mode"),
    *("policy", "initial_face_verified", "face_reference_image", "reference_bytes", "reference_sha256"),
    *("baseline", "violations_count", "flagged_for_review", "phone_check_available", "coverage"),
    *("observation_log", "observation_log_bytes", "observation_log_sha256", "new_reference_allowed"),
    *("is_demo", "created_at", "started_at", "submitted_at", "ended_at"),
)
"""`policy` is the content of the policy, which stood in the row itself when version 1 was recorded."""

_ALL = (
    ChainedTable(
        SurveySession,
        (_SESSION, (*_SESSION, "policy_sha256")),
        _session.c.id,
        beside=(
            select_columns(_policy.c.content)
            .where(_policy.c.sha256 == _session.c.policy_sha256)
            .scalar_subquery()
            .label("policy"),
        ),
    ),
    _owned(Answer, "question_id", "value", "revision", "shown_at", "answered_at"),
    _owned(Consent, "purpose", "text_version", "text_sha256", "is_given", "given_at"),
    _owned(
        FaceVerification,
        *("is_initial", "started_at", "ended_at", "samples", "face_detected", "face_count", "confidence"),
        *(
            "gaze_direction",
            "yaw_deg",
            "pitch_deg",
            "roll_deg",
            "mobile_detected",
            "violation_type",
            "signal",
            "source",
        ),
        only=table_of(FaceVerification).c.is_initial.is_(True),
    ),
    _owned(
        Violation,
        *(
            "type",
            "onset_s",
            "offset_s",
            "peak_s",
            "started_at",
            "ended_at",
            "confidence",
            "measured",
            "limit",
            "looks",
        ),
        *("positive", "reason", "source", "server_look", "is_confirmed", "snapshot_refused"),
        added=_REASON,
    ),
    _owned(
        Evidence,
        *("violation_id", "kind", "media_key", "sha256", "size_bytes", "width", "height", "taken_s", "face_boxes"),
        added=("brightness", "overexposed", "frames_per_s"),
    ),
    _owned(Signal, "kind", "onset_s", "offset_s", "started_at", "ended_at", "reason", added=_REASON),
    _owned(
        SessionRecording,
        *("source", "mode", "state", "failure", "media_key", "media_type", "sha256", "size_bytes", "codec", "width"),
        *("height", "start_s", "is_start_told", "duration_s", "violations_by_type", "thumbnails_key"),
        *("thumbnails_sha256", "thumbnails_bytes", "segments", "chain_sha256", "created_at", "closed_at"),
        *("processed_at", "erased_at"),
        added=("failure_codes",),
    ),
    _owned(
        RecordingSegment,
        *("recording_id", "number", "media_key", "start_s", "duration_s", "size_bytes", "frames", "codec", "width"),
        *("height", "sha256", "link_sha256", "erased_at"),
    ),
    _owned(RecordingAnalysis, "recording_id", "differences", "created_at", "finished_at"),
    _owned(
        ProctorReview,
        *(
            "status",
            "flag_reasons",
            "moderator_id",
            "notes",
            "colleague_note",
            "flagged_by",
            "proposed_decision",
            "revision",
        ),
        *("created_at", "decided_at"),
    ),
    ChainedTable(
        ReviewEvent,
        (_EVENT, (*_EVENT, *_REASON)),
        select_columns(_review.c.session_id).where(_review.c.id == _event.c.review_id).scalar_subquery(),
    ),
    _owned(
        IncidentVerdict,
        *("review_id", "moderator_id", "kind", "reason", "type", "onset_s", "offset_s", "violation_ids", "signal_ids"),
        *("takes_back", "at"),
        added=("batch_id",),
    ),
    _owned(AddedIncident, "review_id", "moderator_id", "type", "onset_s", "offset_s", "takes_back", "at"),
    _owned(FaceMute, "review_id", "moderator_id", "violation_id", "face_box", "takes_back", "at"),
    _owned(Appeal, "review_id", "decided_by", "words", "at", "answer_by"),
    _owned(AppealAnswer, "appeal_id", "moderator_id", "outcome", "words", "at"),
    _owned(LegalHold, "administrator_id", "reason", "lifts", "at"),
    _owned(SessionMessage, "author_id", "kind", "sentence", "at"),
    ChainedTable(AuditEvent, (_AUDIT, (*_AUDIT, "detail_code", "detail_values")), None),
    ChainedTable(
        Survey,
        (
            _SURVEY,
            (*_SURVEY, "moderator_instructions"),
            (*_SURVEY, "moderator_instructions", "rejection_reasons", "escalation_reasons"),
            (*_SURVEY, "moderator_instructions", "rejection_reasons", "escalation_reasons", "policy_values"),
        ),
        None,
    ),
)

CHAINED: Mapping[type[SQLModel], ChainedTable] = MappingProxyType({chained.table: chained for chained in _ALL})
BY_KIND: Mapping[str, ChainedTable] = MappingProxyType({chained.kind: chained for chained in _ALL})
