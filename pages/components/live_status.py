"""The live badge beside a survey: hears server-sent events and redraws itself; the script never reruns for it.

One plain file each of HTML, CSS and JavaScript, no build step. Its sentences come from `texts_taker`.
"""

from typing import Any
from uuid import UUID

from pages import texts_taker as texts
from pages.components.plain_component import plain_component


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
            "shows_checks": shows_checks,
            "shows_camera": shows_camera,
            "saved": saved,
            "texts": TEXTS,
        },
    )


TEXTS: dict[str, Any] = {
    "self_view": texts.SELF_VIEW,
    "camera": {state.value: sentence for state, sentence in texts.CAMERA.items()},
    "items": {item.value: sentence for item, sentence in texts.ITEMS.items()},
    "reasons": {reason.value: sentence for reason, sentence in texts.REASONS.items()},
    "waiting": texts.WAITING,
    "notes": texts.NOTES,
    "notes_flagged": texts.NOTES_FLAGGED,
    "flagged": texts.FLAGGED,
    "open": {kind.value: sentence for kind, sentence in texts.OPEN_NOTE.items()},
    "past": {kind.value: sentence for kind, sentence in texts.PAST_NOTE.items()},
    "out_of_reach": texts.OUT_OF_REACH,
    "phone_unavailable": texts.UNAVAILABLE_PHONE,
}
