"""Incidents and what was said about them as the API tells them; made from a case, which knows nothing of HTTP."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from proctor_core.codes.verdicts import VerdictKind, VerdictReason
from proctor_core.services.reviewing.case import Case
from proctor_core.services.reviewing.case_incidents import CaseIncident, CaseVerdict


class VerdictBody(BaseModel):
    """What a moderator said about an incident."""

    id: UUID = Field(description="By which whoever gave it takes it back.")
    kind: VerdictKind
    reason: VerdictReason | None
    given_by: str | None = Field(description="Null where the account is gone.")
    at: datetime

    @classmethod
    def of(cls, verdict: CaseVerdict) -> "VerdictBody":
        """From the row of one that stands."""
        row = verdict.row
        return cls.model_validate(
            {"id": row.id, "kind": row.kind, "reason": row.reason, "given_by": verdict.author, "at": row.at}
        )


class IncidentBody(BaseModel):
    """What is judged at once: violations and signals that overlap or lie close together."""

    number: int = Field(description="From 1, in the order of time; it may change when more is found.")
    started_s: float = Field(description="Second of the session.")
    ended_s: float
    violation_ids: list[UUID]
    signal_ids: list[UUID] = Field(description="Technical states, which accuse nobody.")
    verdict: VerdictBody | None = Field(description="The newest one that was not taken back; null: nobody judged it.")

    @classmethod
    def of(cls, incident: CaseIncident) -> "IncidentBody":
        """From a case."""
        return cls(
            number=incident.number,
            started_s=incident.onset_s,
            ended_s=incident.offset_s,
            violation_ids=[one.violation.id for one in incident.violations],
            signal_ids=[signal.id for signal in incident.signals],
            verdict=VerdictBody.of(incident.verdict) if incident.verdict else None,
        )


class JudgedIncidents(BaseModel):
    """All incidents of a session after one of them was judged."""

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
