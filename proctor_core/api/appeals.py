"""Objections to a rejection over the API: takers raise them, other moderators answer."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from db.tables import AppealAnswer
from proctor_core.api.described import problems
from proctor_core.api.given import Appeals
from proctor_core.api.signed_in import Moderator, TakingCaller
from proctor_core.domain.appeal import WORDS_LENGTH, AppealOutcome
from proctor_core.services.reviewing.appeals import OwnAppeal, WaitingAppeal

router = APIRouter(tags=["appeals"])


class AnswerToAppeal(BaseModel):
    """What another moderator answered."""

    outcome: AppealOutcome
    words: str
    at: datetime

    @classmethod
    def of(cls, row: AppealAnswer) -> "AnswerToAppeal":
        """From its row; it does not say who."""
        return cls(outcome=row.outcome, words=row.words, at=row.at)


class OwnAppealBody(BaseModel):
    """What a taker can do about the decision on a session, and has done."""

    may_object_until: datetime | None = Field(description="Null: there is nothing to object to, or it was done.")
    words: str | None = Field(description="What was objected; null: nothing.")
    at: datetime | None
    answer_by: datetime | None = Field(description="When another moderator should have answered.")
    answer: AnswerToAppeal | None

    @classmethod
    def of(cls, own: OwnAppeal) -> "OwnAppealBody":
        """From the service."""
        appeal = own.appeal
        return cls(
            may_object_until=own.until,
            words=appeal.words if appeal else None,
            at=appeal.at if appeal else None,
            answer_by=appeal.answer_by if appeal else None,
            answer=AnswerToAppeal.of(own.answer) if own.answer else None,
        )


class NewAppeal(BaseModel):
    """An objection; a session has one."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"words": "That was a picture."}]})
    words: str = Field(min_length=1, max_length=WORDS_LENGTH)


class WaitingAppealBody(BaseModel):
    """An open appeal."""

    id: UUID
    session_id: UUID
    survey_title: str
    decided_at: datetime | None
    reason: str = Field(description="Of the rejection.")
    words: str = Field(description="What the taker objects.")
    at: datetime
    answer_by: datetime
    is_mine: bool = Field(description="Whether the moderator who asks may answer: nobody who decided may.")

    @classmethod
    def of(cls, one: WaitingAppeal) -> "WaitingAppealBody":
        """From the service."""
        appeal, review = one.row.appeal, one.row.review
        return cls(
            id=appeal.id,
            session_id=appeal.session_id,
            survey_title=one.row.survey_title,
            decided_at=review.decided_at,
            reason=review.notes,
            words=appeal.words,
            at=appeal.at,
            answer_by=appeal.answer_by,
            is_mine=one.is_mine,
        )


class WaitingAppeals(BaseModel):
    """All open appeals, the one that is due first first."""

    appeals: list[WaitingAppealBody]


class NewAnswer(BaseModel):
    """An answer to an appeal: upheld leaves the decision, overturned lets the session pass. The taker reads the words."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"outcome": "overturned", "words": "It was a picture."}]}
    )
    outcome: AppealOutcome
    words: str = Field(min_length=1, max_length=WORDS_LENGTH)


@router.get("/sessions/{session_id}/appeal", responses=problems(404))
def own_appeal(session_id: UUID, caller: TakingCaller, appeals: Appeals) -> OwnAppealBody:
    """Whether the taker may still object, what they objected, and what was answered."""
    return OwnAppealBody.of(appeals.own(caller.reach(session_id), session_id))


@router.post("/sessions/{session_id}/appeal", responses=problems(404, 409))
def object_to_decision(session_id: UUID, body: NewAppeal, caller: TakingCaller, appeals: Appeals) -> OwnAppealBody:
    """Object to a rejection, once; the same words again change nothing."""
    taker = caller.reach(session_id)
    appeals.raise_appeal(taker, session_id, body.words)
    return OwnAppealBody.of(appeals.own(taker, session_id))


@router.get("/moderator/users/appeals", responses=problems())
def open_appeals(moderator: Moderator, appeals: Appeals) -> WaitingAppeals:
    """The objections that nobody has answered."""
    return WaitingAppeals(appeals=[WaitingAppealBody.of(one) for one in appeals.waiting(moderator)])


@router.post("/moderator/users/appeals/{appeal_id}/answer", responses=problems(404, 409))
def answer_appeal(appeal_id: UUID, body: NewAnswer, moderator: Moderator, appeals: Appeals) -> AnswerToAppeal:
    """Answer an objection, as somebody who had no part in the decision; the first answer stands."""
    return AnswerToAppeal.of(appeals.answer(moderator, appeal_id, body.outcome, body.words))
