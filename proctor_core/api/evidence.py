"""Pictures of people: only with a cookie, the right role and the right relation; never from a public path."""

from uuid import UUID

from fastapi import APIRouter, Response

from proctor_core.api.signed_in import Parts, Viewer

router = APIRouter(prefix="/media", tags=["media"])

# A picture of a person stays out of shared caches, and no page of another origin may show it.
PRIVATE = {
    "Cache-Control": "private, max-age=300",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@router.get("/evidence/{evidence_id}", response_class=Response)
def snapshot(evidence_id: UUID, viewer: Viewer, parts: Parts) -> Response:
    """One snapshot of a violation, as JPEG."""
    return _jpeg(parts.media.get(parts.evidence.snapshot_key(viewer.person, evidence_id, viewer.session_id)))


@router.get("/reference/{session_id}", response_class=Response)
def reference(session_id: UUID, viewer: Viewer, parts: Parts) -> Response:
    """The reference face of a session, as JPEG."""
    return _jpeg(parts.media.get(parts.evidence.reference_key(viewer.reach(session_id), session_id)))


def _jpeg(content: bytes) -> Response:
    return Response(content, media_type="image/jpeg", headers=PRIVATE)
