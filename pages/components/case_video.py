"""The session's video beside its pictures; it comes from `/api/media/recording/<session>`, Streamlit never holds it."""

from db.tables import SessionRecording
from pages import texts
from pages import texts_recordings as words
from pages.components.plain_component import plain_component
from proctor_core.services.reviewing.case import CaseIncident

LEAD_IN_S = 2.0
"""An incident is shown from a little before its onset."""


def case_video(recording: SessionRecording, chosen: CaseIncident | None, *, height_px: int) -> None:
    """Draw the player, at the chosen incident."""
    onset_s = chosen.onset_s if chosen else recording.start_s
    plain_component("case_video")(
        key=f"video-{recording.id}",
        data={
            "src": f"/api/media/recording/{recording.session_id}",
            "at": max(0.0, onset_s - recording.start_s - LEAD_IN_S),
            "incident": chosen.number if chosen else 0,
            "tall": f"{height_px}px",
            "label": texts.VIDEO_LABEL,
            "lost": texts.VIDEO_LOST,
            "strip": f"/api/media/thumbnails/{recording.session_id}" if recording.thumbnails_key else "",
            "length": recording.duration_s or 0.0,
            "stripLabel": words.STRIP_LABEL,
        },
    )
