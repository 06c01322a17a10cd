"""Incidents and what was said about them as the API tells them; made from a case, which knows nothing of HTTP."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from proctor_core.codes.verdicts import VerdictKind, VerdictReason
from proctor_core.domain.violation import IncidentType
from proctor_core.services.reviewing.case import Case
from proctor_core.services.reviewing.case_incidents import CaseAddition, CaseIncident, CaseMute, CaseVerdict


class VerdictBody(BaseModel):
    """What a moderator said about an incident."""

    id: UUID = Field(description="By which whoever gave it takes it back.")
    kind: VerdictKind
    reason: VerdictReason | None
    in_bulk: bool = Field(
        default=False, description="Dismissed together with others of low priority, without a look at each."
    )
    given_by: str | None = Field(description="Null where the account is gone.")
    at: datetime

    @classmethod
    def of(cls, verdict: CaseVerdict) -> "VerdictBody":
        """From the row of one that stands."""
        row = verdict.row
        return cls.model_validate(
            {
                "id": row.id,
                "kind": row.kind,
                "reason": row.reason,
                "in_bulk": row.batch_id is not None,
                "given_by": verdict.author,
                "at": row.at,
            }
        )


class AppendedBody(BaseModel):
    """By whom an incident was added or a face muted."""

    id: UUID = Field(description="By which whoever did it takes it back.")
    given_by: str | None = Field(description="Null where the account is gone.")
    at: datetime

    @classmethod
    def of(cls, appended: CaseAddition | CaseMute) -> "AppendedBody":
        """From the row of one that stands."""
        return cls(id=appended.row.id, given_by=appended.author, at=appended.row.at)


class IncidentBody(BaseModel):
    """What is judged at once: violations and signals that overlap or lie close together."""

    number: int = Field(description="From 1, in the order of time; it may change when more is found.")
    started_s: float = Field(description="Second of the session.")
    ended_s: float
    type: IncidentType | None = Field(
        default=None, description="That of its longest violation, or as it was added; null: it has signals alone."
    )
    violation_ids: list[UUID]
    signal_ids: list[UUID] = Field(description="Technical states, which accuse nobody.")
    verdict: VerdictBody | None = Field(description="The newest one that was not taken back; null: nobody judged it.")
    added: AppendedBody | None = Field(
        default=None,
        description="A moderator saw it and no check did: it has no violations, and no verdict is given about it.",
    )
    muted: AppendedBody | None = Field(
        default=None,
        description="A second face that was muted alone led to it; without a verdict it counts as dismissed.",
    )
    stands: VerdictKind | None = Field(
        default=None,
        description="What counts: the verdict, else confirm where it was added, dismiss where it is muted.",
    )

    @classmethod
    def of(cls, incident: CaseIncident) -> "IncidentBody":
        """From a case."""
        return cls(
            number=incident.number,
            started_s=incident.onset_s,
            ended_s=incident.offset_s,
            type=incident.shown_type,
            violation_ids=[one.violation.id for one in incident.violations],
            signal_ids=[signal.id for signal in incident.signals],
            verdict=VerdictBody.of(incident.verdict) if incident.verdict else None,
            added=AppendedBody.of(incident.added) if incident.added else None,
            muted=AppendedBody.of(incident.muted) if incident.muted else None,
            stands=incident.stands,
        )


class JudgedIncidents(BaseModel):
    """All incidents of a session after one of them was judged, added or taken back."""

    session_id: UUID
    revision: int = Field(description="To be sent with a decision; a verdict changes it where nobody held the review.")
    incidents: list[IncidentBody]

    @classmethod
    def of(cls, case: Case) -> "JudgedIncidents":
        """From the case as it is now."""
        incidents = [IncidentBody.of(incident) for incident in case.incidents]
        return cls(session_id=case.session.id, revision=case.review.revision, incidents=incidents)


class NewVerdict(BaseModel):
    """A verdict about the incident that has exactly these violations and signals."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "violation_ids": ["7f3a0c52-0000-4000-8000-000000000004"],
                    "signal_ids": [],
                    "kind": "dismiss",
                    "reason": "allowed_object",
                }
            ]
        },
    )
    violation_ids: list[UUID] = Field(description="All of the incident: 409 when it has more or fewer by now.")
    signal_ids: list[UUID]
    kind: VerdictKind
    reason: VerdictReason | None = None
    replaces: UUID | None = Field(
        default=None,
        description="The verdict that was on the screen, null where there was none: 409 when another one stands by then. "
        "Left out: whatever stands is replaced.",
    )

    @property
    def on_screen(self) -> frozenset[UUID] | None:
        """The verdict that it replaces, empty for none; None: whatever stands."""
        if "replaces" not in self.model_fields_set:
            return None
        return frozenset({self.replaces} if self.replaces else ())


class NewIncident(BaseModel):
    """An incident that the checks missed."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"type": "identity_mismatch", "started_s": 61.5, "ended_s": 75.0}]},
    )
    type: IncidentType = Field(
        description="identity_mismatch (another person than on the reference) is set here alone."
    )
    started_s: float = Field(ge=0, allow_inf_nan=False, description="Second of the session.")
    ended_s: float = Field(gt=0, allow_inf_nan=False, description="After `started_s`, and within the session.")


class NewMute(BaseModel):
    """A second face that is a picture or a screen."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"violation_id": "7f3a0c52-0000-4000-8000-000000000004"}]}
    )
    violation_id: UUID = Field(
        description="Of the type multiple_faces: in its pictures the second face stays in its place."
    )
