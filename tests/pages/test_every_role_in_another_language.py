"""Moderators, analysts and administrators whose pages are in a pseudo-locale read nothing that was never translated."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from db.engine import transaction
from db.tables import ProctorReview
from pages import (
    reader,
    texts,
    texts_administrator,
    texts_api,
    texts_navigation,
    texts_surveys,
    texts_webhooks,
)
from pages.components.addresses import CHOSEN_SESSION
from pages.reader import in_language
from proctor_core import bootstrap
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind
from proctor_core.domain.violation import SignalKind, ViolationType
from proctor_core.language.translation import translator
from proctor_core.services.reviewing.reviewing import QueueView
from tests.support.page_application import PAGES, Pages
from tests.support.page_words import untranslated
from tests.support.review_world import NOON, World
from tests.support.typed_by_people import typed_by_people

pytestmark = pytest.mark.slow

PSEUDO = translator("en-XA")
QUEUE, SESSION = "moderator/review_queue.py", "moderator/review_session.py"
TYPED = "A phone, said with a name."
ADMINISTRATOR: Mapping[str, tuple[str, ...]] = {
    "people": (texts.ADD_PERSON, texts_administrator.CHANGE_PERSON),
    "surveys": (texts.ADD_SURVEY, texts_surveys.ASK, texts_surveys.PREVIEW, texts_surveys.CHANGE),
    "responses": (),
    "personal_data": (),
    "api_tokens": (texts_api.MAKE_TOKEN, texts_api.REVOKE_TOKEN, texts_webhooks.ADD, texts_webhooks.END),
    "storage": (),
    "audit_log": (),
    "settings": (),
    "models": (),
    "demo": (texts.DEMO_REMOVE,),
}
"""Each page with the buttons that open a dialog."""


@pytest.fixture
def pages(pages: Pages, world: World, monkeypatch: pytest.MonkeyPatch) -> Pages:
    """Pages over a week's work of a house that speaks a pseudo-locale."""
    monkeypatch.setattr(ContextProxy, "locale", "en-XA")
    # AppTest asks for labels of options outside of a run, where nobody reads.
    monkeypatch.setattr(reader, "get_script_run_ctx", lambda **_: object())
    monkeypatch.setattr(reader, "SOURCE_LANGUAGE", PSEUDO.language)
    world.now = NOON - timedelta(days=2)
    decided = world.flagged(world.survey("Ride study"))
    world.reviewing.decide(world.person("lee"), decided.id, DecisionKind.REJECT, TYPED, revision=0)
    world.now = NOON
    return pages


@pytest.fixture
def review(world: World) -> ProctorReview:
    """Flagged by every rule there is."""
    review = world.flagged(world.survey())
    world.signal(review, SignalKind.CAMERA_COVERED, 237.0, 243.0)
    reasons = [{"rule": str(rule), "measured": 2.0, "limit": 2.0, "detail": TYPED} for rule in FlagRule]
    with transaction(world.engine) as db:
        db.get_one(ProctorReview, review.id).flag_reasons = reasons
    return review


def read(page: AppTest, world: World) -> AppTest:
    assert not page.exception, page.exception
    assert untranslated(page, {*typed_by_people(world.engine), *configured(), texts_navigation.PRODUCT}) == []
    return page


def configured() -> Iterator[str]:
    """Names and values of settings, and the name of the database."""
    services = bootstrap.application().pages.administrators
    yield from (text for row in services.settings_in_force for text in (row.name, row.value, ".env"))
    yield "sqlite"


def press(page: AppTest, sentence: str, world: World) -> AppTest:
    said = in_language(sentence, PSEUDO)
    next(button for button in page.button if button.label == said).click()
    return read(page.run(), world)


# ---- moderator ----


def test_the_queue_in_every_view(pages: Pages, world: World, review: ProctorReview) -> None:
    page = read(pages.open_as(Role.MODERATOR, QUEUE, SESSION), world)
    for view in QueueView:
        page.session_state["review_queue_view"] = view
        read(page.run(), world)


@pytest.mark.parametrize("is_decided", [False, True])
def test_a_session_under_review_and_a_decided_one(
    pages: Pages, world: World, review: ProctorReview, *, is_decided: bool
) -> None:
    if is_decided:
        world.reviewing.decide(world.person("lee"), review.id, DecisionKind.REJECT, TYPED, revision=0)
    page = AppTest.from_string(session_script(), default_timeout=30)
    pages.sign_in(world.person("kim"))
    page.session_state[CHOSEN_SESSION] = review.session_id
    read(page.run(), world)
    if is_decided:
        press(page, texts.REOPEN, world)


def session_script() -> str:
    files = ", ".join(f"st.Page({str(PAGES / file)!r})" for file in (SESSION, QUEUE))
    return (
        "import streamlit as st\nfrom pages.reader import choose_language\n"
        f"choose_language(None)\nst.navigation([{files}]).run()\n"
    )


# ---- everybody ----


@pytest.mark.parametrize("check", ViolationType)
def test_how_reliable_each_check_is(pages: Pages, world: World, check: ViolationType) -> None:
    page = pages.open_as(Role.TAKER, "everybody/how_reliable.py")
    page.session_state["reliability_check"] = check
    read(page.run(), world)


# ---- analyst ----


@pytest.mark.parametrize("file", ["analyst/statistics.py", "analyst/responses.py", "analyst/policy_lab.py"])
def test_figures_and_responses(pages: Pages, world: World, review: ProctorReview, file: str) -> None:
    read(pages.open_as(Role.ANALYST, file), world)


# ---- administrator ----


@pytest.mark.parametrize("name", ADMINISTRATOR)
def test_an_administrators_page_and_its_dialogs(pages: Pages, world: World, review: ProctorReview, name: str) -> None:
    page = read(pages.open_as(Role.ADMINISTRATOR, f"administrator/{name}.py"), world)
    for opener in ADMINISTRATOR[name]:
        press(page, opener, world)


def test_who_has_no_right_to_a_page_reads_why(pages: Pages, world: World) -> None:
    read(pages.open_as(Role.ANALYST, "administrator/people.py"), world)
