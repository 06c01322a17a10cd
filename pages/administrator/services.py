"""What the administrator's pages use."""

from proctor_core import bootstrap
from proctor_core.wiring.page_services import AdministratorPages


def services() -> AdministratorPages:
    """Of this process; asked at each use."""
    return bootstrap.application().pages.administrators
