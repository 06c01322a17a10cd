"""Pages under AppTest: real services on a small world, a signed-in browser, and the script that shows a role's pages."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
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
from proctor_core.application import SettingRow
from proctor_core.demo.content import DemoProgress
from proctor_core.domain.health import HealthReport, PartHealth, PartName, PartState
from proctor_core.domain.retention import RetentionTimes
from proctor_core.domain.roles import Role
from proctor_core.media.store import MediaStore
from proctor_core.models.manifest import ModelSet
from proctor_core.services.accounts.accounts import AccountService
from proctor_core.services.accounts.api_tokens import ApiTokenService
from proctor_core.services.accounts.people import PeopleService
from proctor_core.services.accounts.sign_ins import SignInService
from proctor_core.services.files.storage import StorageService
from proctor_core.services.keeping.audit_log import AuditLogService
from proctor_core.services.recordings.recording_list import RecordingList
from proctor_core.services.responses.pseudonyms import Pseudonyms
from proctor_core.services.responses.reading import ResponseService
from proctor_core.services.reviewing.reviewing import ReviewService
from proctor_core.services.reviewing.statistics import StatisticsService
from proctor_core.services.surveys.session_policy import SessionRules
from proctor_core.services.surveys.surveys import SurveyService
from proctor_core.services.surveys.taker_lists import TakerListService
from proctor_core.services.webhooks.webhook_post import WebhookPost
from proctor_core.services.webhooks.webhooks import WebhookSecrets, WebhookService
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


class Monitors:
    """Nobody is watched."""

    def all(self) -> tuple[object, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Writer:
    """Has nothing to write."""

    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Health:
    """Everything works but the media store."""

    clock: Callable[[], datetime]

    def report(self) -> HealthReport:
        parts = (
            PartHealth(PartName.DATABASE, PartState.WELL, "sqlite, answered in 1 ms"),
            PartHealth(PartName.MEDIA_STORE, PartState.DOWN, "can't be written"),
        )
        return HealthReport(self.clock(), parts, 5_000_000_000, None)


@dataclass(frozen=True, slots=True)
class Recordings:
    """The work on uploads as administrators see it."""

    list: RecordingList


@dataclass(slots=True)
class PageApplication:
    """What the pages ask `bootstrap.application()` for, without camera and models."""

    clock: Callable[[], datetime]
    accounts: AccountService
    people: PeopleService
    tokens: ApiTokenService
    sign_ins: SignInService
    surveys: SurveyService
    taker_lists: TakerListService
    storage: StorageService
    audit_log: AuditLogService
    health: Health
    reviewing: ReviewService
    statistics: StatisticsService
    responses: ResponseService
    webhooks: WebhookService
    recordings: Recordings
    models: ModelSet = field(default_factory=ModelSet)
    monitors: Monitors = field(default_factory=Monitors)
    writer: Writer = field(default_factory=Writer)
    demo: Demo = field(default_factory=Demo)
    cookies: CookieSigner = field(
        default_factory=lambda: CookieSigner(SecretStr("k" * 32), is_secure=False, max_age_s=3600)
    )
    settings_in_force: tuple[SettingRow, ...] = (
        SettingRow("PROCTORING_VIOLATION_THRESHOLD", "3", "default", "Violations after which a session is flagged."),
    )


@dataclass(slots=True)
class Pages:
    """The pages as a person's browser sees them."""

    world: World
    application: PageApplication
    monkeypatch: pytest.MonkeyPatch

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
    engine, clock, rules = world.engine, world.clock, SessionRules()
    people, surveys = PeopleService(engine, clock), SurveyService(engine, clock, rules)
    application = PageApplication(
        clock=clock,
        accounts=AccountService(engine, clock),
        people=people,
        tokens=ApiTokenService(engine, clock),
        sign_ins=SignInService(engine, clock),
        surveys=surveys,
        taker_lists=TakerListService(engine, people, surveys),
        storage=StorageService(engine, clock, RetentionTimes()),
        audit_log=AuditLogService(engine, clock),
        health=Health(clock),
        reviewing=world.reviewing,
        statistics=world.statistics,
        responses=ResponseService(engine, clock, Pseudonyms(b"k" * 40)),
        webhooks=WebhookService(engine, clock, WebhookSecrets(b"k" * 40), WebhookPost(allows_own_network=True)),
        recordings=Recordings(RecordingList(engine, clock, MediaStore.open("memory:///"), lambda _: None)),
    )
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
