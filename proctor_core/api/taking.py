"""A taker's way through a survey over the API: consent, start, answers, submit; their own sessions alone.

Where the server's own camera watches, start, answers and submit are refused: those sessions are taken on the pages.
"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from proctor_core.api.described import problems
from proctor_core.api.given import Clients, HandingIn, Sessions
from proctor_core.api.session_bodies import AnswerBody, SessionBody
from proctor_core.api.signed_in import Taker, TakingCaller
from proctor_core.domain.consent import AgeStatement, Purpose
from proctor_core.domain.minors import Minors
from proctor_core.domain.notice import CURRENT, sha256_of, texts_read
from proctor_core.services.taking.consents import ConsentText
from proctor_core.services.taking.sessions import terms_of

router = APIRouter(prefix="/sessions", tags=["sessions"])
PAGE = 100
QuestionId = Annotated[str, Field(min_length=1, max_length=80)]


class ReadText(BaseModel):
    """What a taker read for one purpose, and what they said."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"purpose": "monitoring", "agreed": True, "text_version": "2026-11", "text_sha256": "0" * 64}]
        },
    )
    purpose: Purpose | AgeStatement
    agreed: bool
    text_version: str = Field(min_length=1, max_length=40, pattern="^[A-Za-z0-9._-]+$")
    text_sha256: str = Field(pattern="^[0-9a-f]{64}$", description="SHA-256 of the sentences that were shown.")


class TextBody(BaseModel):
    """What a taker reads before they agree to one purpose; Markdown."""

    purpose: Purpose | AgeStatement
    text: str
    text_sha256: str


class NoticeBody(BaseModel):
    """The notice of a session; no texts where nobody is watched."""

    text_version: str
    minors: Minors = Field(description="guardian_consent: a yes to of_age or guardian is needed too.")
    texts: list[TextBody]


class ConsentBody(BaseModel):
    """A yes or a no for each purpose; without a yes to monitoring there is no camera.

    Where the survey asks for a guardian's consent, a yes to `of_age` or `guardian` is needed too.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "purposes": [
                        {"purpose": "monitoring", "agreed": True, "text_version": "2026-11", "text_sha256": "0" * 64},
                        {"purpose": "recording", "agreed": False, "text_version": "2026-11", "text_sha256": "0" * 64},
                    ]
                }
            ]
        },
    )
    purposes: list[ReadText] = Field(min_length=1, max_length=len(Purpose) + len(AgeStatement))


class GivenValue(BaseModel):
    """An answer; null takes it back."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"value": "daily"}]})
    value: Any


class SessionList(BaseModel):
    """A taker's sessions, newest first."""

    sessions: list[SessionBody]


class SurveyShown(BaseModel):
    """A session with the questions that it asks and the answers so far."""

    session: SessionBody
    definition: dict[str, Any]
    answers: list[AnswerBody]


@router.get("", responses=problems())
def my_sessions(taker: Taker, sessions: Sessions, limit: Annotated[int, Query(ge=1, le=PAGE)] = PAGE) -> SessionList:
    """The sessions of the taker who asks."""
    return SessionList(sessions=[SessionBody.of(row) for row in sessions.my_sessions(taker, limit=limit)])


@router.get("/{session_id}", responses=problems(404))
def session(session_id: UUID, caller: TakingCaller, sessions: Sessions) -> SurveyShown:
    """A session, its questions and its answers."""
    taker = caller.reach(session_id)
    found = sessions.session_of(taker, session_id)
    answers = [AnswerBody.of(row) for row in sessions.answers(taker, session_id)]
    return SurveyShown(session=SessionBody.of(found), definition=sessions.survey_of(found).definition, answers=answers)


@router.get("/{session_id}/notice", responses=problems(404))
def notice(session_id: UUID, caller: TakingCaller, sessions: Sessions) -> NoticeBody:
    """The program's own words before each purpose. A consent with their hashes lets the survey's owner have what they say."""
    found = sessions.session_of(caller.reach(session_id), session_id)
    survey = sessions.survey_of(found)
    texts = texts_read(terms_of(found, survey)) if found.proctoring_enabled else {}
    return NoticeBody(
        text_version=CURRENT.value,
        minors=survey.minors,
        texts=[TextBody(purpose=purpose, text=text, text_sha256=sha256_of(text)) for purpose, text in texts.items()],
    )


@router.post("/{session_id}/consent", responses=problems(404, 409))
def consent(session_id: UUID, body: ConsentBody, caller: TakingCaller, sessions: Sessions) -> SessionBody:
    """Record what the taker was shown and said, purpose by purpose."""
    said = {True: list[ConsentText](), False: list[ConsentText]()}
    for text in body.purposes:
        said[text.agreed].append(ConsentText(text.purpose, text.text_version, text.text_sha256))
    taker = caller.reach(session_id)
    if said[True]:
        return SessionBody.of(sessions.stored.give_consent(taker, session_id, said[True], said[False]))
    return SessionBody.of(sessions.stored.refuse_consent(taker, session_id, said[False]))


@router.post("/{session_id}/start", responses=problems(404, 409))
def start(session_id: UUID, caller: TakingCaller, clients: Clients, sessions: Sessions) -> SessionBody:
    """Begin the questions: second 0 of everything that is reported. A second call changes nothing."""
    taker = caller.reach(session_id)
    clients.admit(taker, session_id)
    return SessionBody.of(sessions.stored.begin(taker, session_id))


@router.put("/{session_id}/answers/{question_id}", responses=problems(404, 409))
def answer(
    session_id: UUID,
    question_id: QuestionId,
    body: GivenValue,
    caller: TakingCaller,
    clients: Clients,
    sessions: Sessions,
) -> AnswerBody:
    """Store an answer as it is given; the same value again changes nothing."""
    taker = caller.reach(session_id)
    clients.admit(taker, session_id)
    return AnswerBody.of(sessions.save_answer(taker, session_id, question_id, body.value))


@router.post("/{session_id}/submit", responses=problems(404, 409))
def submit(session_id: UUID, caller: TakingCaller, clients: Clients, hand_in: HandingIn) -> SessionBody:
    """Hand in; it passes, or a person looks at it. A second call returns the session as it is."""
    taker = caller.reach(session_id)
    clients.admit(taker, session_id)
    return SessionBody.of(hand_in.hand_in(taker, session_id))
