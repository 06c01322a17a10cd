"""Pictures of people: only with a cookie, the right role and the right relation; never from a public path."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Response

from proctor_core.api.byte_range import asked_range
from proctor_core.api.described import problems
from proctor_core.api.given import Evidence, Media
from proctor_core.api.problems import problem_of
from proctor_core.api.signed_in import Viewer
from proctor_core.services.reviewing.evidence_access import ShownPicture
from proctor_core.services.reviewing.evidence_views import CACHED_S

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
VIDEO_ANSWER: dict[int | str, dict[str, Any]] = {
    206: {
        "description": "A part of the video.",
        "content": {"video/webm": {"schema": {"type": "string", "format": "binary"}}},
    },
}
AskedRange = Annotated[str | None, Header(alias="Range")]


@router.get("/evidence/{evidence_id}", response_class=Response, responses=problems(404) | JPEG_ANSWER)
def snapshot(evidence_id: UUID, viewer: Viewer, evidence: Evidence) -> Response:
    """One snapshot of a violation, as JPEG."""
    return _jpeg(evidence.snapshot(viewer.person, evidence_id, viewer.session_id))


@router.get("/reference/{session_id}", response_class=Response, responses=problems(404) | JPEG_ANSWER)
def reference(session_id: UUID, viewer: Viewer, evidence: Evidence) -> Response:
    """The reference face of a session, as JPEG."""
    return _jpeg(evidence.reference(viewer.reach(session_id), session_id))


@router.get("/recording/{session_id}", response_class=Response, responses=problems(404, 416) | VIDEO_ANSWER)
def recording(session_id: UUID, viewer: Viewer, evidence: Evidence, media: Media, asked: AskedRange = None) -> Response:
    """A session's video, for the moderator who holds its review; in parts, as `Range` asks for them."""
    video = evidence.recording(viewer.reach(session_id), session_id)
    wanted = asked_range(asked, video.size_bytes)
    headers = {**PRIVATE, **UNCACHED, "Accept-Ranges": "bytes"}
    if wanted is None:
        refused = problem_of(416)
        refused.headers.update({**headers, "Content-Range": f"bytes */{video.size_bytes}"})
        return refused
    content = media.part(video.key, wanted.first, wanted.last - wanted.first + 1)
    headers["Content-Range"] = wanted.content_range
    return Response(content, status_code=206, media_type=video.media_type, headers=headers)


@router.get("/thumbnails/{session_id}", response_class=Response, responses=problems(404) | JPEG_ANSWER)
def thumbnails(session_id: UUID, viewer: Viewer, evidence: Evidence) -> Response:
    """Small pictures of a session's uploaded video side by side, as JPEG, for the moderator who holds its review."""
    strip = evidence.thumbnails(viewer.reach(session_id), session_id)
    return Response(strip, media_type="image/jpeg", headers={**PRIVATE, **UNCACHED})


def _jpeg(picture: ShownPicture) -> Response:
    headers = {**PRIVATE, **UNCACHED} if picture.has_bystanders else PRIVATE
    return Response(picture.jpeg, media_type="image/jpeg", headers=headers)
