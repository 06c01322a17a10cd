"""What the policy lab uses."""

from proctor_core import bootstrap
from proctor_core.wiring.page_services import LabPages


def services() -> LabPages:
    """Of this process; asked at each use."""
    return bootstrap.application().pages.labs
