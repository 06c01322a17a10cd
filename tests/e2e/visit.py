"""One person's browser window before the served program, with everything that it asked for."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e import lens
from tests.e2e.acts import sign_in_as
from tests.e2e.traffic import Traffic


@dataclass(frozen=True, slots=True)
class Visit:
    """A context of its own: cookies, camera permission and traffic are this person's alone."""

    context: BrowserContext
    page: Page
    traffic: Traffic
    url: str

    def another_tab(self) -> Page:
        """A second tab of the same person."""
        return self.context.new_page()


@contextmanager
def visiting(
    browser: Browser,
    url: str,
    name: str | None = None,
    *,
    permissions: Sequence[str] = ("camera",),
    runs_scripts: bool = True,
    locale: str | None = None,
) -> Generator[Visit]:
    """Open a window, of a browser in another language by `locale`; with a name, sign in. Closed at the end of the block."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800},
        permissions=permissions,
        java_script_enabled=runs_scripts,
        locale=locale,
    )
    lens.note_openings(context)
    traffic = Traffic.of(context)
    visit = Visit(context, context.new_page(), traffic, url)
    try:
        if name is not None:
            sign_in_as(visit.page, url, name)
        yield visit
    finally:
        context.close()
