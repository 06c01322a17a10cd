"""Pages under AppTest: real services on a small world, a signed-in browser, and the script that shows a role's pages."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from db.tables import SignIn, User
from proctor_core import bootstrap
from proctor_core.api.cookies import COOKIE_NAME, CookieSigner
from proctor_core.codes.code import message
from proctor_core.codes.health_facts import HealthFact
from proctor_core.demo.camera import DemoCameras
from proctor_core.demo.content import DemoProgress
from proctor_core.domain.health import HealthReport, PartHealth, PartName, PartState
from proctor_core.domain.roles import Role
from proctor_core.models.manifest import ModelSet
from proctor_core.monitoring.admission import Admission
from proctor_core.monitoring.composition import Monitoring, compose_monitoring, compose_writing
from proctor_core.rejudging.policy_lab import PolicyLab
from proctor_core.rejudging.trials import PolicyTrials
from proctor_core.services.composition import Services
from proctor_core.wiring.page_services import AroundPages, PageServices, SettingRow, page_services
from tests.support.review_world import World

PAGES = Path(__file__).resolve().parents[2] / "pages"


@dataclass(slots=True)
class Demo:
    """Demo content that is there until it is removed."""

    sessions: int = 30

    def is_loaded(self) -> bool:
        return self.sessions > 0

    def progress(self) -> DemoProgress:
        return DemoProgress(self.sessions, 30)

    def remove(self) -> int:
        removed, self.sessions = self.sessions, 0
        return removed


def unwell(clock: Callable[[], datetime]) -> HealthReport:
    """Everything works but the media store."""
    parts = (
        PartHealth(PartName.DATABASE, PartState.WELL, (message(HealthFact.ANSWERED, database="sqlite", took_ms=1.0),)),
        PartHealth(PartName.MEDIA_STORE, PartState.DOWN, (message(HealthFact.NOT_WRITABLE),)),
    )
    return HealthReport(clock(), parts, 5_000_000_000, None)


def around_pages(services: Services, monitoring: Monitoring) -> AroundPages:
    """What pages show besides services, on a machine without models and camera."""
    return AroundPages(
        cookies=CookieSigner(SecretStr("k" * 32), is_secure=False, max_age_s=3600),
        models=ModelSet(),
        admission=Admission(monitoring.monitors, lambda: None, services.taking.waiting_times, 0.98),
        health=lambda: unwell(services.basis.clock),
        demo=Demo(),
        demo_cameras=DemoCameras(services.basis.clock),
        offers_demo_camera=False,
        lab=PolicyLab(PolicyTrials(services.basis.engine, "memory:///"), services.basis.clock),
        settings_in_force=(
            SettingRow(
                "PROCTORING_VIOLATION_THRESHOLD", "3", "default", "Violations after which a session is flagged."
            ),
        ),
    )


class PageApplication:
    """What pages ask `bootstrap.application()` for: the program's own services, without camera and models."""

    def __init__(self, services: Services, monitoring: Monitoring) -> None:
        self.services, self.monitoring = services, monitoring
        self.around = around_pages(services, monitoring)

    @property
    def cookies(self) -> CookieSigner:
        return self.around.cookies

    @property
    def pages(self) -> PageServices:
        return page_services(self.services, self.monitoring, self.around)


@dataclass(slots=True)
class Pages:
    """The pages as a person's browser sees them."""

    world: World
    application: PageApplication
    monkeypatch: pytest.MonkeyPatch

    @property
    def services(self) -> Services:
        return self.application.services

    def sign_in(self, person: User) -> None:
        token = f"token of {person.name}"
        at = self.world.now
        ends = at + timedelta(hours=12)
        digest = sha256(token.encode()).hexdigest()
        self.world.add(SignIn(user_id=person.id, token_hash=digest, created_at=at, expires_at=ends))
        self.cookie(self.application.cookies.sign(token))

    def cookie(self, value: str) -> None:
        self.monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: {COOKIE_NAME: value}))

    def open(self, *files: str) -> AppTest:
        """Run the first of the page files, with the others to go to."""
        pages = ", ".join(f"st.Page({str(PAGES / file)!r})" for file in files)
        script = (
            "import streamlit as st\nfrom pages.reader import choose_language\n"
            f"choose_language(None)\nst.navigation([{pages}]).run()\n"
        )
        return AppTest.from_string(script, default_timeout=30).run()

    def open_as(self, role: Role, *files: str) -> AppTest:
        self.sign_in(self.world.person(f"a {role}", role))
        return self.open(*files)


def new_pages(world: World, monkeypatch: pytest.MonkeyPatch) -> Pages:
    """Pages over the world; nobody is signed in yet."""
    services = world.services
    application = PageApplication(services, compose_monitoring(services, compose_writing(services)))
    monkeypatch.setattr(bootstrap, "application", lambda: application)
    pages = Pages(world, application, monkeypatch)
    pages.cookie("")
    return pages


def open_dialog(page: AppTest, opener: str, **chosen: Any) -> AppTest:
    """Open a dialog in which this is chosen: AppTest runs the whole page where a browser runs the dialog alone."""
    for key, value in chosen.items():
        page.session_state[key] = value
    page = button(page, opener).click().run()
    assert not page.exception
    return page


def component_data(page: AppTest, key: str) -> dict[str, Any]:
    """What the components-v2 component whose key begins with `key` was given."""
    (found,) = (element.proto for element in page.get("bidi_component") if str(element.key).startswith(key))
    return json.loads(found.json)


def all_text(page: AppTest) -> str:
    """Everything that a person reads in markdown, captions and boxes."""
    kinds = (page.markdown, page.caption, page.info, page.warning, page.error, page.success, page.toast)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def button(page: AppTest, label: str) -> Any:
    """The button with this label."""
    return next(b for b in page.button if b.label == label)
