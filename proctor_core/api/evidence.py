"""Pictures of people: only with a cookie, the right role and the right relation; never from a public path."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from proctor_core.api.described import problems
from proctor_core.api.signed_in import Parts, Viewer
from proctor_core.services.evidence_access import ShownPicture
from proctor_core.services.evidence_views import CACHED_S

router = APIRouter(prefix="/media", tags=["media"])

# A picture of a person stays out of shared caches, and no page of another origin may show it.
PRIVATE = {
    "Cache-Control": f"private, max-age={CACHED_S}",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
# What the judge sees sharp must not be seen so by the same browser after the review was let go.
UNCACHED = {"Cache-Control": "private, no-store"}
JPEG_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"description": "A JPEG.", "content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}}
}


@router.get("/evidence/{evidence_id}", response_class=Response, responses=problems(404) | JPEG_ANSWER)
def snapshot(evidence_id: UUID, viewer: Viewer, parts: Parts) -> Response:
    """One snapshot of a violation, as JPEG."""
    return _jpeg(parts.evidence.snapshot(viewer.person, evidence_id, viewer.session_id))


@router.get("/reference/{session_id}", response_class=Response, responses=problems(404) | JPEG_ANSWER)
def reference(session_id: UUID, viewer: Viewer, parts: Parts) -> Response:
    """The reference face of a session, as JPEG."""
    return _jpeg(parts.evidence.reference(viewer.reach(session_id), session_id))


def _jpeg(picture: ShownPicture) -> Response:
    headers = {**PRIVATE, **UNCACHED} if picture.has_bystanders else PRIVATE
    return Response(picture.jpeg, media_type="image/jpeg", headers=headers)
