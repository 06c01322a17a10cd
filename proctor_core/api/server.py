"""Builds the REST API from its parts: routers under /api, problems, limits and origins in one place."""

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.middleware.cors import CORSMiddleware

from proctor_core.api import (
    appeals,
    audit_log,
    case_file,
    docs_page,
    evidence,
    health,
    held_decisions,
    judging,
    live_sessions,
    live_view,
    moderating,
    observations,
    own_token,
    personal_data,
    platform,
    proctor,
    responses,
    statistics,
    surveys,
    taking,
)
from proctor_core.api.body_limit import BodyLimit
from proctor_core.api.either_slash import EitherSlash
from proctor_core.api.known_heartbeats import KnownHeartbeats
from proctor_core.api.looked_lately import LookedLately
from proctor_core.api.parts import ApiParts
from proctor_core.api.problems import install_problems
from proctor_core.api.rate_limits import RateLimit
from proctor_core.api.request_counts import CountRequests
from proctor_core.api.storable_request import StorableRequest
from proctor_core.api.uploads import tus, upload_recording
from proctor_core.api.uploads.receiving import Turns

DESCRIPTION = """The same system as the pages, for other survey platforms and for clients that watch a taker themselves.

Everything goes by `Authorization: Bearer <token>`; an administrator makes tokens on the page *API tokens*. Errors are
problem documents (RFC 9457). A slash at the end of a path makes no difference."""
ROUTERS = (
    *(health, own_token, live_sessions, live_view, evidence, personal_data, audit_log, docs_page, upload_recording),
    *(proctor, surveys, taking, observations, moderating, judging, held_decisions, case_file),
    *(appeals, statistics, responses, platform),
)
SLASHED = ("/proctor/", "/moderator/")
"""These are documented with a slash at the end, as their clients know them."""


def create_api(parts: ApiParts) -> FastAPI:
    """The FastAPI application that `app.py` mounts under /api."""
    api = FastAPI(
        title="Survey Proctor",
        version=parts.version,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    api.state.parts = parts
    api.state.turns = Turns()
    api.state.health = LookedLately(parts.health, parts.steady_s)
    install_problems(api)
    api.add_exception_handler(tus.TusRefused, tus.answer_refused)
    for module in ROUTERS:
        api.include_router(module.router)
    _document(api)
    _wrap(api, parts)
    return api


def _document(api: FastAPI) -> None:
    plain = api.openapi

    def with_slashes() -> dict[str, Any]:
        if api.openapi_schema is None:
            schema = plain()
            schema["paths"] = {_slashed(path): operations for path, operations in schema["paths"].items()}
            api.openapi_schema = schema
        return api.openapi_schema

    api.openapi = with_slashes


def _slashed(path: str) -> str:
    return f"{path}/" if path.startswith(SLASHED) else path


def _kinds() -> frozenset[str]:
    """The first parts of all paths. From the routers: the whole document would cost each start half a second."""
    routes = (route for module in ROUTERS for route in module.router.routes)
    return frozenset(route.path.strip("/").partition("/")[0] for route in routes if isinstance(route, APIRoute))


def _wrap(api: FastAPI, parts: ApiParts) -> None:
    """From the inside out: what is added last sees a request first, so that refusals carry the CORS headers too."""
    api.add_middleware(StorableRequest, streamed=(upload_recording.PATH,))
    api.add_middleware(KnownHeartbeats, book=parts.monitoring.writing.heartbeats)
    api.add_middleware(EitherSlash)
    api.add_middleware(BodyLimit, streamed=(upload_recording.PATH,))
    api.add_middleware(
        RateLimit,
        rates=parts.rates,
        cookies=parts.cookies,
        working=parts.services.accounts.tokens.working_among,
        clock=parts.steady_s,
    )
    api.add_middleware(CountRequests, counts=parts.counts, kinds=_kinds())
    if parts.cors_origins:
        api.add_middleware(
            CORSMiddleware,
            allow_origins=list(parts.cors_origins),
            # Tokens only: no other origin ever gets to use a page's cookie.
            allow_credentials=False,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", *tus.SENT_HEADERS],
            expose_headers=["Retry-After", "Location", *tus.EXPOSED_HEADERS],
            max_age=3600,
        )
