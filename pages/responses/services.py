"""What the pages of responses use."""

from proctor_core import bootstrap
from proctor_core.wiring.page_services import ResponsePages


def services() -> ResponsePages:
    """Of this process; asked at each use."""
    return bootstrap.application().pages.responses
