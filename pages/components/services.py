"""What every page uses: who looks at it."""

from proctor_core import bootstrap
from proctor_core.wiring.page_services import EveryPage


def services() -> EveryPage:
    """Of this process; asked at each use."""
    return bootstrap.application().pages.everybody
