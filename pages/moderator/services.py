"""What the moderator's pages use."""

from proctor_core import bootstrap
from proctor_core.wiring.page_services import ModeratorPages


def services() -> ModeratorPages:
    """Of this process; asked at each use."""
    return bootstrap.application().pages.moderators
