"""What takers answered, for administrators, who may ask for names."""

from pages.components.signed_in import require_role
from pages.responses.panel import responses_panel
from proctor_core.domain.roles import Role
from proctor_core.services.responses.reading import ResponseReader


def draw() -> None:
    """The panel that both roles share."""
    responses_panel(ResponseReader(require_role(Role.ADMINISTRATOR)))


if __name__ == "__main__":
    draw()
