"""The taker's pages under AppTest: real services, registry and writer; the camera widget without a browser."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest
from streamlit_webrtc import component

from pages.components import lasting_button

# Imported before any test runs: they keep the `application` that they find, and another test may have put its own there.
from pages.taker import (
    camera_panel,
    chosen_session,
    notice_step,
    open_questions,
    question_step,
    receipt_step,
    reference_step,
    withdraw_step,
)
from proctor_core import bootstrap
from proctor_core.api.cookies import COOKIE_NAME, CookieSigner
from proctor_core.demo.camera import DemoCameras
from proctor_core.domain.ice_server import IceServer
from proctor_core.models.manifest import ModelSet
from tests.support.monitor_world import MonitorWorld
from tests.support.page_application import PAGES, Demo

STEPS = (
    camera_panel,
    chosen_session,
    notice_step,
    open_questions,
    question_step,
    receipt_step,
    reference_step,
    withdraw_step,
)
FILES = ("taker/my_surveys.py", "taker/take_survey.py", "taker/my_data.py")


@dataclass(slots=True)
class TakerApplication:
    """What the taker's pages ask `bootstrap.application()` for."""

    world: MonitorWorld
    demo_cameras: DemoCameras
    wants_demo: bool = False
    models: ModelSet = field(default_factory=ModelSet)
    demo: Demo = field(default_factory=Demo)
    ice_servers: tuple[IceServer, ...] = ()
    cookies: CookieSigner = field(
        default_factory=lambda: CookieSigner(SecretStr("k" * 32), is_secure=False, max_age_s=3600)
    )

    def __getattr__(self, name: str) -> Any:
        """Services and registry are the world's."""
        return getattr(self.world, {"monitors": "registry", "hand_in": "hand_in_service"}.get(name, name))


class TakerPages(MonitorWorld):
    """A taker's browser before the program's pages."""

    def __init__(self, engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(engine, folder)
        self.application = TakerApplication(self, DemoCameras(self.clock))
        self._monkeypatch = monkeypatch
        monkeypatch.setattr(bootstrap, "_application", [self.application])
        for step in STEPS:
            monkeypatch.setattr(step, "application", lambda: self.application)
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
