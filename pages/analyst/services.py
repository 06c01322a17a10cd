"""What the analyst's pages use."""

from proctor_core import bootstrap
from proctor_core.wiring.page_services import AnalystPages


def services() -> AnalystPages:
    """Of this process; asked at each use."""
    return bootstrap.application().pages.analysts
