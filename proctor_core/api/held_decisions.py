"""A decision that its moderator can take back for ten seconds: what the review page sends."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from db.tables import HeldDecision
from proctor_core.api.described import problems
from proctor_core.api.given import HeldDecisions, Reviewing
from proctor_core.api.idempotent import OnlyOnce
from proctor_core.api.signed_in import Moderator
from proctor_core.domain.states import DecisionKind

router = APIRouter(prefix="/moderator/users", tags=["moderator"])


class DecisionToHold(BaseModel):
    """A moderator's decision about the case that was on the screen."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"decision": "reject", "notes": "A phone is in both hands from 01:01 on.", "note": "", "revision": 1}
            ]
        },
    )
    decision: DecisionKind
    notes: str = Field(
        default="", max_length=4000, description="The reason: the taker reads it. Of a flag: for colleagues."
    )
    note: str = Field(default="", max_length=4000, description="For colleagues: the taker never reads it.")
    revision: int = Field(ge=0, le=2**31 - 1, description="The one that was read: 409 when the case has changed since.")


class DecisionHeld(BaseModel):
    """A decision that is not announced yet, or that was taken back."""

    session_id: UUID
    decision: DecisionKind
    notes: str
    note: str
    announce_at: datetime = Field(description="From then on it can't be taken back.")
    revision: int = Field(description="The review's now.")

    @classmethod
    def of(cls, held: HeldDecision) -> "DecisionHeld":
        """From the row, whose revision is the review's."""
        said = {"decision": held.decision, "notes": held.reason, "note": held.note}
        about = {"session_id": held.session_id, "announce_at": held.announce_at, "revision": held.revision}
        return cls.model_validate({**said, **about})


@router.post(
    "/session/{session_id}/decision", status_code=201, response_model=DecisionHeld, responses=problems(404, 409)
)
def hold_decision(
    session_id: UUID,
    body: DecisionToHold,
    moderator: Moderator,
    reviewing: Reviewing,
    held_decisions: HeldDecisions,
    once: OnlyOnce,
) -> JSONResponse:
    """Decide, with ten seconds to take it back: nobody hears of it before. The same decision again changes nothing.

    `review-session` decides at once.
    """

    def held() -> DecisionHeld:
        review_id = reviewing.review_of(moderator, session_id)
        made = held_decisions.decide(moderator, review_id, body.decision, body.notes, body.revision, body.note)
        return DecisionHeld.of(made)

    return once.create(held)


@router.post(
    "/session/{session_id}/decision/take-back",
    status_code=201,
    response_model=DecisionHeld,
    responses=problems(404, 409),
)
def take_decision_back(
    session_id: UUID, moderator: Moderator, reviewing: Reviewing, held_decisions: HeldDecisions, once: OnlyOnce
) -> JSONResponse:
    """Take one's own decision back within its ten seconds; the case is undecided again, and still one's own."""

    def taken_back() -> DecisionHeld:
        return DecisionHeld.of(held_decisions.undo_decision(moderator, reviewing.review_of(moderator, session_id)))

    return once.create(taken_back)
