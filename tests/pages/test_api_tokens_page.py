"""The administrator's page of API tokens: a token is shown once, and ended in a second step."""

import pytest

from proctor_core.domain.roles import Role
from tests.support.page_application import Pages, all_text, button, open_dialog
from tests.support.page_tables import tables_of
from tests.support.review_world import World

pytestmark = pytest.mark.slow

PAGE = "administrator/api_tokens.py"


def test_a_token_is_made_shown_once_and_ended(pages: Pages, world: World) -> None:
    tam = world.person("tam", Role.TAKER)
    page = pages.open_as(Role.ADMINISTRATOR, PAGE)
    assert "Tokens will be listed here" in all_text(page)
    page = open_dialog(page, "Make a token", token_person=tam.id)
    page.text_input(key="token_name").set_value("reports")
    page = page.button(key="token_store").click().run()
    assert not page.exception
    token = page.code[0].value
    assert pages.services.accounts.tokens.caller_of(token)
    assert tables_of(page)[0].column("State") == ["works"]
    page = page.run()
    assert not page.code
    (made,) = pages.services.accounts.tokens.tokens(world.person("a administrator"))
    page = button(open_dialog(page, "End a token", revoke_token=made.row.id), "Yes, end it").click().run()
    assert pages.services.accounts.tokens.caller_of(token) is None
    assert tables_of(page)[0].column("State") == ["ended"]


def test_what_does_not_fit_is_said_in_the_dialog(pages: Pages) -> None:
    page = button(pages.open_as(Role.ADMINISTRATOR, PAGE), "Make a token").click().run()
    page = page.button(key="token_store").click().run()
    assert page.error
    assert not page.code


@pytest.mark.parametrize("days", [0, -5, 367, 2**53 - 1])
def test_a_time_outside_its_limits_makes_no_token(pages: Pages, world: World, days: int) -> None:
    world.person("tam", Role.TAKER)
    page = button(pages.open_as(Role.ADMINISTRATOR, PAGE), "Make a token").click().run()
    page.text_input[0].set_value("reports")
    assert "1 to 366" in page.number_input[0].label
    page.number_input[0].set_value(days)
    page = page.button(key="token_store").click().run()
    assert not page.exception and not page.code
    assert "expected 1 to 366 days" in page.error[0].value


@pytest.mark.parametrize("role", [Role.TAKER, Role.MODERATOR, Role.ANALYST])
def test_nobody_else_gets_the_page(pages: Pages, role: Role) -> None:
    assert not pages.open_as(role, PAGE).button
