"""`Idempotency-Key` for the POSTs that create something, as a FastAPI dependency."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from proctor_core.api.given import Idempotency
from proctor_core.api.signed_in import SomeCaller
from proctor_core.services.accounts.api_tokens import Caller
from proctor_core.services.platforms.idempotency import GivenAnswer, IdempotencyService, KeyOwner

CREATED = 201


@dataclass(frozen=True, slots=True)
class Once:
    """One request that creates something; with a key it does so once."""

    service: IdempotencyService
    caller: Caller
    key: str | None
    request: bytes

    def create(self, make: Callable[[], BaseModel]) -> JSONResponse:
        """Answer 201 with what `make` made, or what it made when this key was first used."""
        return self.answer(CREATED, make)

    def answer(self, status: int, make: Callable[[], BaseModel]) -> JSONResponse:
        """The same with another status."""

        def given() -> GivenAnswer:
            return GivenAnswer(status, make().model_dump(mode="json"))

        owner = KeyOwner(self.caller.person.id, self.caller.platform)
        answer = self.service.answer_once(owner, self.key, self.request, given) if self.key else given()
        return JSONResponse(answer.body, status_code=answer.status)


async def once_of(
    request: Request,
    service: Idempotency,
    caller: SomeCaller,
    idempotency_key: Annotated[
        str | None,
        Header(min_length=1, max_length=200, description="The same POST with the same key again does nothing again."),
    ] = None,
) -> Once:
    """The request with its key and what it asks for."""
    # A platform's next token repeats what the one before asked for.
    who = caller.platform or (caller.token.id if caller.token else caller.person.id)
    asked = f"{who} {request.method} {request.url.path.rstrip('/')}\n".encode() + await request.body()
    return Once(service, caller, idempotency_key, asked)


OnlyOnce = Annotated[Once, Depends(once_of)]
