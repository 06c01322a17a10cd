"""What the taker's pages use."""

from proctor_core import bootstrap
from proctor_core.wiring.page_services import TakerPages


def services() -> TakerPages:
    """Of this process; asked at each use."""
    return bootstrap.application().pages.takers
