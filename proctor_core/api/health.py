"""Is the program well: for the operator and for whoever starts it."""

from fastapi import APIRouter, Response

from proctor_core.api.signed_in import Parts
from proctor_core.domain.health import PartState

router = APIRouter(tags=["health"])


@router.get("/health")
def health(parts: Parts, response: Response) -> dict[str, object]:
    """The state of every part; 503 when one is down, so that a load balancer passes by. Holds no path, address or name."""
    report = parts.health()
    response.status_code = 503 if report.state is PartState.DOWN else 200
    response.headers["Cache-Control"] = "no-store"
    return {
        "state": report.state,
        "at": report.at,
        "version": parts.version,
        "parts": {part.name: {"state": part.state, "fact": part.fact} for part in report.parts},
        "free_bytes": report.free_bytes,
        "last_sweep_at": report.last_sweep_at,
    }


@router.get("/version")
def version(parts: Parts) -> dict[str, str]:
    """The program's version."""
    return {"version": parts.version}
