"""What a moderator says over the API about single incidents of a session."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from proctor_core.api.described import problems
from proctor_core.api.given import Additions, Mutes, Reviewing, Verdicts
from proctor_core.api.idempotent import OnlyOnce
from proctor_core.api.incident_bodies import JudgedIncidents, NewIncident, NewMute, NewVerdict
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
        review_id = reviewing.review_of(moderator, session_id)
        members = [*body.violation_ids, *body.signal_ids]
        verdicts.give(moderator, review_id, members, body.kind, body.reason, body.on_screen)
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


@router.post(
    "/session/{session_id}/incidents",
    status_code=201,
    response_model=JudgedIncidents,
    responses=problems(404, 409),
)
def add_incident(
    session_id: UUID,
    body: NewIncident,
    moderator: Moderator,
    reviewing: Reviewing,
    additions: Additions,
    once: OnlyOnce,
) -> JSONResponse:
    """Add an incident that the checks missed, which confirms it; it stands among the others.

    Who adds one to a review that nobody holds takes the review by it.
    """

    def added() -> JudgedIncidents:
        review_id = reviewing.review_of(moderator, session_id)
        additions.add(moderator, review_id, body.type, body.started_s, body.ended_s)
        return JudgedIncidents.of(reviewing.case(moderator, session_id))

    return once.create(added)


@router.post(
    "/added-incidents/{added_id}/take-back",
    status_code=201,
    response_model=JudgedIncidents,
    responses=problems(404, 409),
)
def take_incident_back(
    added_id: UUID, moderator: Moderator, reviewing: Reviewing, additions: Additions, once: OnlyOnce
) -> JSONResponse:
    """Take back an incident that one added, before the decision."""

    def taken_back() -> JudgedIncidents:
        entry = additions.take_back(moderator, added_id)
        return JudgedIncidents.of(reviewing.case(moderator, entry.session_id))

    return once.create(taken_back)


@router.post(
    "/session/{session_id}/mutes",
    status_code=201,
    response_model=JudgedIncidents,
    responses=problems(404, 409),
)
def mute_face(
    session_id: UUID, body: NewMute, moderator: Moderator, reviewing: Reviewing, mutes: Mutes, once: OnlyOnce
) -> JSONResponse:
    """Mute a second face that stays where it is, such as a picture on the wall: what it alone led to counts as dismissed.

    That holds for what arrives later too. A verdict about an incident goes before it.
    """

    def muted() -> JudgedIncidents:
        review_id = reviewing.review_of(moderator, session_id)
        mutes.mute(moderator, review_id, body.violation_id)
        return JudgedIncidents.of(reviewing.case(moderator, session_id))

    return once.create(muted)


@router.post(
    "/mutes/{mute_id}/take-back",
    status_code=201,
    response_model=JudgedIncidents,
    responses=problems(404, 409),
)
def unmute_face(
    mute_id: UUID, moderator: Moderator, reviewing: Reviewing, mutes: Mutes, once: OnlyOnce
) -> JSONResponse:
    """Take back one's own mute, before the decision; what it covered is open again."""

    def taken_back() -> JudgedIncidents:
        entry = mutes.take_back(moderator, mute_id)
        return JudgedIncidents.of(reviewing.case(moderator, entry.session_id))

    return once.create(taken_back)
