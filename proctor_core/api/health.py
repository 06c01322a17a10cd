"""Is the program well: for the operator and for whoever starts it."""

from fastapi import APIRouter

from proctor_core.api.signed_in import Parts

router = APIRouter(tags=["health"])


@router.get("/version")
def version(parts: Parts) -> dict[str, str]:
    """The program's version."""
    return {"version": parts.version}
