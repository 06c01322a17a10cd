"""The taker's pages under AppTest: real services, registry and writer; the camera widget without a browser."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest
from streamlit_webrtc import component

from pages.components import lasting_button
from proctor_core import bootstrap
from proctor_core.api.cookies import COOKIE_NAME
from proctor_core.wiring.page_services import PageServices, page_services
from tests.support.monitor_world import MonitorWorld
from tests.support.page_application import PAGES, PageApplication

FILES = ("taker/my_surveys.py", "taker/take_survey.py", "taker/my_data.py")


class TakerApplication(PageApplication):
    """What pages ask `bootstrap.application()` for, over the world's registry that is there now."""

    def __init__(self, world: MonitorWorld) -> None:
        super().__init__(world.services, world.monitoring)
        self._world = world

    @property
    def pages(self) -> PageServices:
        around = replace(self.around, admission=self._world.admission)
        return page_services(self.services, self._world.monitoring, around)

    def offer_demo_camera(self, *, is_offered: bool) -> None:
        """As where demo content is wanted, or not."""
        self.around = replace(self.around, offers_demo_camera=is_offered)


class TakerPages(MonitorWorld):
    """A taker's browser before the program's pages."""

    def __init__(self, engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(engine, folder)
        self.application = TakerApplication(self)
        self._monkeypatch = monkeypatch
        monkeypatch.setattr(bootstrap, "_application", [self.application])
        # AppTest has no browser session, which streamlit-webrtc asks for.
        monkeypatch.setattr(component, "get_this_session_info", lambda: None)
        # These tests press faster than any finger.
        monkeypatch.setattr(lasting_button, "TOO_SOON_S", 0.0)
        self.sign_in_as("ada")

    def sign_in_as(self, name: str, password: str = "correct horse battery") -> None:
        cookie = self.application.cookies.sign(self.accounts.sign_in(name, password))
        self._monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: {COOKIE_NAME: cookie}))

    def open(self, session_id: UUID | None = None) -> AppTest:
        """A new tab on the survey that is under way, or on the one that was chosen."""
        return self._tab(go_to_survey=True, **({"taker_session_id": str(session_id)} if session_id else {}))

    def my_surveys(self) -> AppTest:
        """A new tab on the first page."""
        return self._tab()

    def file(self, file: str) -> AppTest:
        """One page by its file, without the navigation that would not offer it."""
        script = f"import streamlit as st\nst.navigation([st.Page({str(PAGES / file)!r})]).run()\n"
        return AppTest.from_string(script, default_timeout=30).run()

    def _tab(self, **state: object) -> AppTest:
        page = AppTest.from_file(PAGES / "navigation.py", default_timeout=30)
        for name, value in state.items():
            page.session_state[name] = value
        page.run()
        assert not page.exception, page.exception
        return page
