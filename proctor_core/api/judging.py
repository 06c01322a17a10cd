"""What a moderator says over the API about single incidents of a session."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from proctor_core.api.described import problems
from proctor_core.api.given import Reviewing, Verdicts
from proctor_core.api.idempotent import OnlyOnce
from proctor_core.api.incident_bodies import JudgedIncidents, NewVerdict
from proctor_core.api.signed_in import Moderator

router = APIRouter(prefix="/moderator/users", tags=["moderator"])


@router.post(
    "/session/{session_id}/verdicts",
    status_code=201,
    response_model=JudgedIncidents,
    responses=problems(404, 409),
)
def give_verdict(
    session_id: UUID,
    body: NewVerdict,
    moderator: Moderator,
    reviewing: Reviewing,
    verdicts: Verdicts,
    once: OnlyOnce,
) -> JSONResponse:
    """Confirm or dismiss one incident, or say that it can't be told; it replaces what was said about it before.

    Who judges an incident of a review that nobody holds takes the review by it.
    """

    def given() -> JudgedIncidents:
        review_id = reviewing.case(moderator, session_id).review.id
        verdicts.give(moderator, review_id, [*body.violation_ids, *body.signal_ids], body.kind, body.reason)
        return JudgedIncidents.of(reviewing.case(moderator, session_id))

    return once.create(given)


@router.post(
    "/verdicts/{verdict_id}/take-back",
    status_code=201,
    response_model=JudgedIncidents,
    responses=problems(404, 409),
)
def take_verdict_back(
    verdict_id: UUID, moderator: Moderator, reviewing: Reviewing, verdicts: Verdicts, once: OnlyOnce
) -> JSONResponse:
    """Take one's own verdict back before the decision; what was said about the incident before stands again."""

    def taken_back() -> JudgedIncidents:
        entry = verdicts.take_back(moderator, verdict_id)
        return JudgedIncidents.of(reviewing.case(moderator, entry.session_id))

    return once.create(taken_back)
