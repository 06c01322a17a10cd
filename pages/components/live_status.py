"""The live badge beside a survey: hears server-sent events and redraws itself; the script never reruns for it.

It also keeps the camera running (camera_keeper.js), dresses its frame (camera_form.js) and says that the page is there
(page_report.js). Only after an absence, or when the server was restarted and knows nothing of the session, it asks for a run
(live_connection.js).
Its sentences come from `texts_taker`.
"""

from typing import Any
from uuid import UUID

from pages import texts_taker as texts
from pages.components.plain_component import plain_component
from pages.components.services import services
from pages.components.signed_in import token_of_browser
from pages.reader import reader


def live_status(
    session_id: UUID, page_key: str, *, shows_checks: bool, shows_camera: bool = False, saved: str = ""
) -> None:
    """Draw the badge of a session.

    Args:
        shows_checks: adds the lines of the system check.
        shows_camera: adds the self view, which the browser takes from the camera itself: nothing of it is sent.
        saved: the sentence about the newest save.
    """
    plain_component("live_status")(
        key=f"live-{session_id}",
        data={
            "session": str(session_id),
            "page": page_key,
            "csrf": services().cookies.csrf_token(token_of_browser() or ""),
            "shows_checks": shows_checks,
            "shows_camera": shows_camera,
            "saved": saved,
            "texts": _texts(),
        },
        on_again_change=_run_again,
    )


def _run_again() -> None:
    """The run itself is what was asked for: it opens the session's monitor."""


def _texts() -> dict[str, Any]:
    """What the badge says, in the reader's language; sentences with a number in all their forms, for the browser to choose."""
    forms = reader().plural_forms
    return {
        "language": reader().format_tag,
        "self_view": texts.SELF_VIEW,
        "buttons": {"start": texts.START_CAMERA, "stop": texts.STOP_CAMERA, "form": texts.CAMERA_FORM},
        "camera": {state.value: sentence for state, sentence in texts.CAMERA.items()} | texts.CAMERA_TROUBLE,
        "items": {item.value: sentence for item, sentence in texts.ITEMS.items()},
        "reasons": {reason.value: sentence for reason, sentence in texts.REASONS.items()},
        "waiting": texts.WAITING,
        "notes": forms(texts.NOTES),
        "notes_flagged": texts.NOTES_FLAGGED,
        "flagged": texts.FLAGGED,
        "video_rests": texts.VIDEO_RESTS,
        "moderator": texts.MODERATOR_SAYS,
        "read": texts.MODERATOR_READ,
        "open": {kind.value: sentence for kind, sentence in texts.OPEN_NOTE.items()},
        "past": {kind.value: forms(past) for kind, past in texts.PAST_NOTE.items()},
        "phone_unavailable": texts.UNAVAILABLE_PHONE,
    }
