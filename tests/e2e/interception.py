"""A server that refuses or is out of reach, as a page sees it."""

from collections.abc import Callable

from playwright.sync_api import Page, Route


class Interception:
    """Treats a page's requests to addresses of this form as told at the moment; lets them through at first.

    Begin it before the page opens: one that begins right before a press may come too late for the press's request.
    """

    def __init__(self, page: Page, form: str) -> None:
        self.treat: Callable[[Route], None] = Route.continue_
        page.route(form, self._treat)

    def refuse(self, sentence: str) -> None:
        """Each gets status 409 with this sentence."""
        self.treat = lambda route: route.fulfill(status=409, json={"detail": sentence})

    def cut(self) -> None:
        """No request arrives."""
        self.treat = Route.abort

    def end(self) -> None:
        """All arrive again."""
        self.treat = Route.continue_

    def _treat(self, route: Route) -> None:
        self.treat(route)
