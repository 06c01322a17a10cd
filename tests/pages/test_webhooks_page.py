"""Webhooks on the administrator's API page: the secret is shown once, refusals are said, what was given up is sent again."""

import pytest

from db.tables import WebhookDelivery
from pages import texts_webhooks as words
from proctor_core.domain.roles import Role
from proctor_core.domain.webhook import DeliveryState, WebhookEvent
from tests.support.page_application import Pages, all_text, button, open_dialog
from tests.support.page_tables import tables_of
from tests.support.review_world import World

pytestmark = pytest.mark.slow
PAGE = "administrator/api_tokens.py"
HOOK = "http://127.0.0.1:9/hook"


def test_a_webhook_is_added_its_secret_shown_once_and_ended(pages: Pages, world: World) -> None:
    page = pages.open_as(Role.ADMINISTRATOR, PAGE)
    assert words.EMPTY in all_text(page)
    page = button(page, words.ADD).click().run()
    page.text_input(key="webhook_name").set_value("quiz")
    page.text_input(key="webhook_url").set_value(HOOK)
    page = [b for b in page.button if b.label == words.ADD][-1].click().run()
    assert not page.exception
    assert page.code[0].value.startswith("whsec_")
    assert tables_of(page)[0].column("Address") == [HOOK]
    page = page.run()
    assert not page.code
    (hook,) = pages.services.platforms.webhooks.webhooks(world.person("a administrator"))
    page = button(open_dialog(page, words.END, end_webhook=hook.id), words.END_NOW).click().run()
    assert words.EMPTY in all_text(page)


def test_an_address_that_may_not_be_told_is_refused_in_a_sentence(pages: Pages) -> None:
    page = button(pages.open_as(Role.ADMINISTRATOR, PAGE), words.ADD).click().run()
    page.text_input(key="webhook_name").set_value("quiz")
    page.text_input(key="webhook_url").set_value("ftp://example.org")
    page = [b for b in page.button if b.label == words.ADD][-1].click().run()
    assert "expected an address that begins with" in page.error[0].value


def test_what_was_given_up_is_said_and_sent_again(pages: Pages, world: World) -> None:
    administrator = world.person("a administrator", Role.ADMINISTRATOR)
    hook = pages.services.platforms.webhooks.add(administrator, "quiz", HOOK).row
    review = world.flagged(world.survey())
    failed = WebhookDelivery(
        webhook_id=hook.id,
        session_id=review.session_id,
        event=WebhookEvent.FLAGGED,
        payload={},
        created_at=world.now,
        next_try_at=world.now,
        state=DeliveryState.FAILED,
        tries=9,
        status=500,
        error="answered 500",
    )
    world.add(failed)
    page = pages.open_as(Role.ADMINISTRATOR, PAGE)
    assert words.FAILED.format(count=1) in all_text(page)
    log = tables_of(page)[1]
    assert (log.column("What"), log.column("Tries")) == (["flagged"], ["9"])
    page = button(open_dialog(page, words.AGAIN, again_delivery=failed.id), words.AGAIN_NOW).click().run()
    assert not page.exception
    (one,) = pages.services.platforms.webhooks.log(administrator)
    assert (one.delivery.state, one.delivery.tries) == (DeliveryState.WAITING, 0)
