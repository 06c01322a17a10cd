"""Builds the REST API from its parts: routers under /api, problems in one place."""

from fastapi import FastAPI

from proctor_core.api import evidence, health, live_sessions, personal_data
from proctor_core.api.parts import ApiParts
from proctor_core.api.problems import install_problems


def create_api(parts: ApiParts) -> FastAPI:
    """The FastAPI application that `app.py` mounts under /api.

    The documentation page is left out until its files are served by ourselves: FastAPI's own loads them from a CDN.
    """
    api = FastAPI(title="Survey Proctor", version=parts.version, docs_url=None, redoc_url=None)
    api.state.parts = parts
    install_problems(api)
    for router in (health.router, live_sessions.router, evidence.router, personal_data.router):
        api.include_router(router)
    return api
