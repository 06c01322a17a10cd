"""Settings in force: value, where it comes from, what it does; they are changed in the environment, not here."""

from pages import texts
from pages.administrator.services import services
from pages.components.page_header import page_header
from pages.components.plain_table import plain_table
from pages.components.signed_in import require_role
from pages.reader import reader
from proctor_core.domain.roles import Role


def draw() -> None:
    """One table; secrets come masked from the application."""
    require_role(Role.ADMINISTRATOR)
    page_header(texts.SETTINGS_TITLE, texts.SETTINGS_LEAD)
    gettext, source = reader().gettext, texts.SETTING_SOURCE
    rows = services().settings_in_force
    plain_table(
        texts.SETTINGS_COLUMNS,
        ((row.name, row.value, source.get(row.source, row.source), gettext(row.description)) for row in rows),
    )


if __name__ == "__main__":
    draw()
