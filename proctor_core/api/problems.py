"""Errors to status codes, in one place, as RFC 9457 problem documents."""

import logging
from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from proctor_core.domain.watching import WatchedBy
from proctor_core.errors import (
    Conflict,
    EnrolmentRefused,
    Gone,
    IllegalMove,
    InvalidInput,
    NoRoom,
    NotAllowed,
    NotFound,
    NotSignedIn,
    ProctorError,
    TooLarge,
    TooManyTries,
    Unavailable,
    WatchedByServer,
)
from proctor_core.language.sentences import sentence_with_field
from proctor_core.services.outage.away import PERHAPS_UNAVAILABLE, away_of

log = logging.getLogger(__name__)

# The first class that fits decides: subclasses stand before their parents.
STATUS: Mapping[type[ProctorError], int] = {
    NotSignedIn: 401,
    TooManyTries: 429,
    NotAllowed: 403,
    Gone: 410,
    NotFound: 404,
    IllegalMove: 409,
    Conflict: 409,
    TooLarge: 413,
    InvalidInput: 422,
    EnrolmentRefused: 422,
    Unavailable: 503,
}

TITLES: Mapping[int, str] = {
    400: "That can't be read",
    401: "Sign in first",
    403: "Not allowed",
    404: "Not found",
    409: "Somebody or something else was first",
    405: "Not possible here",
    408: "It did not come in time",
    410: "Over",
    412: "Of another version",
    413: "Too large",
    415: "Unsupported Media Type",
    416: "Range Not Satisfiable",
    422: "That does not fit",
    429: "Tried too often",
    460: "Damaged on its way",
    500: "Something went wrong here",
    503: "A part of the program is away",
}

AWAY_SENTENCE = "The database or the store of this program does not answer just now; ask again in a moment."
NO_ROOM_SENTENCE = "There is no room left on this server's disk just now; ask again in a minute."
AGAIN_S, ROOM_AGAIN_S = 5, 60
"""Seconds of Retry-After: a database comes back within seconds, room within minutes."""
NO_ROOM = "no_room"
"""The `reason` of a 503, so that clients can tell "later" from "not here"."""

PROBLEM_JSON = "application/problem+json"
AWAY_STATUS = 503
EXPLAINED = frozenset({409, 413, 422})
"""Statuses whose message is for whoever asked."""


def status_of(error: ProctorError) -> int:
    """The HTTP status of an error of our tree."""
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)


def problem(error: ProctorError) -> JSONResponse:
    """The problem document of an error.

    401 to 404 never tell whether somebody else's object exists; 500 and 503 tell nothing of folders and servers, and a 503
    says when to ask again.
    """
    return problem_of(status_of(error), error)


def problem_of(status: int, error: ProctorError | None = None) -> JSONResponse:
    """The problem document of a status; of an error it says what whoever asked may know."""
    body: dict[str, object] = {
        "type": "about:blank",
        "title": TITLES.get(status, "That did not work"),
        "status": status,
    }
    headers: dict[str, str] = {}
    if status in EXPLAINED and error:
        body["detail"] = sentence_with_field(error)
    match error:
        case InvalidInput():
            body["field"] = error.field
        case EnrolmentRefused():
            body["reason"] = error.reason
        case WatchedByServer():
            body["watched_by"] = WatchedBy.SERVER
        case TooManyTries():
            headers["Retry-After"] = str(error.wait_s)
        case NotSignedIn():
            headers["WWW-Authenticate"] = "Bearer"
        case NoRoom():
            body |= {"detail": NO_ROOM_SENTENCE, "reason": NO_ROOM}
            headers["Retry-After"] = str(ROOM_AGAIN_S)
        case _ if status == AWAY_STATUS:
            body["detail"] = AWAY_SENTENCE
            headers["Retry-After"] = str(AGAIN_S)
        case _:
            pass
    return JSONResponse(body, status_code=status, headers=headers, media_type=PROBLEM_JSON)


def install_problems(api: FastAPI) -> None:
    """Answer every error of the tree, and FastAPI's own, with its problem document."""

    async def answer(_request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, ProctorError)
        return problem(error)

    api.add_exception_handler(ProctorError, answer)
    api.add_exception_handler(RequestValidationError, _answer_validation)
    api.add_exception_handler(HTTPException, _answer_http)
    for kind in PERHAPS_UNAVAILABLE:
        api.add_exception_handler(kind, _answer_away)
    api.add_exception_handler(Exception, _answer_mistake)


async def _answer_validation(_request: Request, error: Exception) -> JSONResponse:
    """The first part that does not fit; what was sent is not repeated."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    # The first part of a place says path, query or body; of a body that can't be read the second is a position in it.
    place = first["loc"][1:] if first["type"] != "json_invalid" else first["loc"][:1]
    field = ".".join(str(part) for part in place)
    return problem(InvalidInput(field, str(first["msg"])))


async def _answer_http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = error.status_code
    body = {"type": "about:blank", "title": TITLES.get(status, "That did not work"), "status": status}
    headers = dict(error.headers or {})
    return JSONResponse(body, status_code=status, media_type=PROBLEM_JSON, headers=headers)


async def _answer_away(request: Request, error: Exception) -> JSONResponse:
    """The database or the disk went away in the middle."""
    away = away_of(error)
    if away is None:
        log.error("a mistake of ours", exc_info=error)
        return await _answer_mistake(request, error)
    log.error("database or disk is away: %s", away)
    return problem(away)


async def _answer_mistake(_request: Request, _error: Exception) -> JSONResponse:
    """A mistake of ours: the server logs it, whoever asked hears no more than that."""
    return problem_of(500)
