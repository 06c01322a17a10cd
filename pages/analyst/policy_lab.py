"""Another policy tried on sessions that were judged, for analysts."""

from pages.components.signed_in import require_role
from pages.lab.panel import lab_panel
from proctor_core.domain.roles import Role


def draw() -> None:
    """The panel that both roles share."""
    lab_panel(require_role(Role.ANALYST))


if __name__ == "__main__":
    draw()
