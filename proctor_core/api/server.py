"""Builds the REST API from its parts: routers under /api, problems, limits and origins in one place."""

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from proctor_core.api import audit_log, evidence, health, live_sessions, own_token, personal_data
from proctor_core.api.body_limit import BodyLimit
from proctor_core.api.either_slash import EitherSlash
from proctor_core.api.parts import ApiParts
from proctor_core.api.problems import install_problems
from proctor_core.api.rate_limits import RateLimit

ROUTERS = (
    health.router,
    own_token.router,
    live_sessions.router,
    evidence.router,
    personal_data.router,
    audit_log.router,
)


def create_api(parts: ApiParts) -> FastAPI:
    """The FastAPI application that `app.py` mounts under /api.

    The documentation page is left out until its files are served by ourselves: FastAPI's own loads them from a CDN.
    """
    api = FastAPI(title="Survey Proctor", version=parts.version, docs_url=None, redoc_url=None, redirect_slashes=False)
    api.state.parts = parts
    install_problems(api)
    for router in ROUTERS:
        api.include_router(router)
    _wrap(api, parts)
    return api


def _wrap(api: FastAPI, parts: ApiParts) -> None:
    """From the inside out: what is added last sees a request first, so that refusals carry the CORS headers too."""
    api.add_middleware(EitherSlash)
    api.add_middleware(BodyLimit)
    api.add_middleware(RateLimit, rates=parts.rates, clock=parts.clock)
    if parts.cors_origins:
        api.add_middleware(
            CORSMiddleware,
            allow_origins=list(parts.cors_origins),
            # Tokens only: no other origin ever gets to use a page's cookie.
            allow_credentials=False,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key"],
            expose_headers=["Retry-After", "Location"],
            max_age=3600,
        )
