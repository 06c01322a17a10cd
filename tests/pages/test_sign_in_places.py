"""The dialog "Where you are signed in": everybody ends their own sign-ins from it."""

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from pages import texts_administrator as words
from proctor_core.domain.roles import Role
from proctor_core.services.accounts.accounts import AccountService
from tests.support.page_application import all_text, button, new_pages
from tests.support.review_world import World

pytestmark = pytest.mark.slow

SCRIPT = """
from pages.components.notices import show_notices
from pages.components.sign_in_places import sign_in_places
show_notices()
import streamlit as st
if st.button("open"):
    sign_in_places()
"""


def test_the_other_browsers_are_listed_and_ended(sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(sqlite_engine)
    pages = new_pages(world, monkeypatch)
    person = world.person("ana", Role.ANALYST)
    elsewhere = AccountService(sqlite_engine, world.clock).sign_in_invited(person)
    pages.sign_in(person)
    page = button(AppTest.from_string(SCRIPT).run(), "open").click().run()
    assert not page.exception
    assert all_text(page).count(words.UNKNOWN_BROWSER) == 2
    assert all_text(page).count(words.THIS_BROWSER) == 1
    page = button(page, words.END_OTHERS).click().run()
    assert words.SIGN_INS_ENDED.format(count=1) in all_text(page)
    assert pages.services.accounts.accounts.person_of(elsewhere) is None
