"""Webhooks below the API tokens: who is told, the log of deliveries, and sending one again."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from db.tables import User, Webhook
from pages import texts
from pages import texts_webhooks as words
from pages.administrator.services import services
from pages.components import spoken
from pages.components.dialog import dialog
from pages.components.guarded_button import guarded_button
from pages.components.notices import close_dialog_when_done, note_done, note_problem
from pages.components.plain import plain
from pages.components.plain_table import plain_table
from pages.components.signed_in import acting
from proctor_core.domain.roles import Role
from proctor_core.domain.session_code import session_code
from proctor_core.errors import ProctorError
from proctor_core.services.webhooks.webhooks import AddedWebhook, SentDelivery, WebhookService

_ADDED = "added_webhook"
_TO_END = "end_webhook"


def webhooks_panel(actor: User) -> None:
    """Draw webhooks and log."""
    st.divider()
    heading, end, add = st.columns([4, 1.2, 1.2], vertical_alignment="bottom")
    heading.markdown(f"### {words.TITLE}")
    heading.caption(words.LEAD)
    living = _service().webhooks(actor)
    if add.button(words.ADD, icon=":material/webhook:", width="stretch"):
        _add()
    if end.button(words.END, icon=":material/link_off:", width="stretch"):
        _end(living)
    _show_added()
    if living:
        plain_table(words.COLUMNS, (_row(webhook) for webhook in living))
    else:
        st.info(words.EMPTY, icon=":material/webhook:")
    _log(actor)


def _row(webhook: Webhook) -> tuple[object, ...]:
    of = webhook.platform or words.EVERYBODY
    return (webhook.name, webhook.url, of, spoken.local_day(webhook.created_at))


def _log(actor: User) -> None:
    log = _service().log(actor)
    heading, again = st.columns([5.2, 1.2], vertical_alignment="bottom")
    heading.markdown(f"#### {words.LOG_TITLE}")
    if not log:
        st.caption(words.LOG_EMPTY)
        return
    heading.caption(words.LOG_LEAD.format(count=len(log)))
    if failed := _service().failed(actor):
        st.warning(words.FAILED.format(count=failed), icon=":material/error:")
    if again.button(words.AGAIN, icon=":material/replay:", width="stretch"):
        _again(log)
    plain_table(words.LOG_COLUMNS, (_line(one) for one in log))


def _line(one: SentDelivery) -> tuple[object, ...]:
    sent = one.delivery
    answer = " ".join(str(part) for part in (sent.status, sent.error) if part)
    at, code = spoken.local_time(sent.created_at), session_code(sent.session_id)
    return (at, one.webhook.name, words.EVENT[sent.event], code, words.STATE[sent.state], sent.tries, answer or "–")


@dialog(lambda: words.ADD)
def _add() -> None:
    with st.form("add_webhook", border=False):
        st.text_input(words.NAME, key="webhook_name", help=words.NAME_HELP, max_chars=80)
        st.text_input(words.URL, key="webhook_url", help=words.URL_HELP, max_chars=500)
        st.text_input(words.PLATFORM, key="webhook_platform", help=words.PLATFORM_HELP, max_chars=80)
        is_clicked = st.form_submit_button(words.ADD, type="primary", on_click=_store)
    close_dialog_when_done(is_clicked)


def _store() -> None:
    given = st.session_state
    name, url, platform = (given[f"webhook_{part}"] for part in ("name", "url", "platform"))
    try:
        added = _service().add(acting(Role.ADMINISTRATOR), name, url, platform)
    except ProctorError as error:
        note_problem(error)
    else:
        given[_ADDED] = added
        note_done(words.ADDED_TOAST.format(name=added.row.name))


def _show_added() -> None:
    """The secret of what was just added, until the next click; it is nowhere else."""
    added: AddedWebhook | None = st.session_state.pop(_ADDED, None)
    if added:
        st.info(words.ADDED.format(name=plain(added.row.name)), icon=":material/key:")
        st.code(added.secret, language=None, wrap_lines=True)


@dialog(lambda: words.END)
def _end(living: Sequence[Webhook]) -> None:
    if not living:
        st.info(words.NONE_TO_END)
        return
    names = {webhook.id: webhook.name for webhook in living}
    chosen = st.selectbox(
        words.END_WHICH,
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=_TO_END,
        placeholder=texts.CHOOSE,
    )
    if chosen is None:
        return
    st.caption(words.END_MEANS.format(name=plain(names[chosen])))
    is_clicked = guarded_button(
        words.END_NOW,
        _end_now,
        chosen,
        names[chosen],
        key=f"end-webhook-{chosen}",
        only_while=(_TO_END, chosen),
        type="primary",
    )
    close_dialog_when_done(is_clicked)


def _end_now(webhook_id: UUID, name: str) -> None:
    try:
        _service().end(acting(Role.ADMINISTRATOR), webhook_id)
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(words.ENDED_TOAST.format(name=name))


@dialog(lambda: words.AGAIN)
def _again(log: Sequence[SentDelivery]) -> None:
    labels = {one.delivery.id: _message(one) for one in log}
    chosen = st.selectbox(
        words.AGAIN_WHICH,
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key="again_delivery",
        placeholder=texts.CHOOSE,
    )
    st.caption(words.AGAIN_MEANS)
    if chosen is None:
        return
    is_clicked = st.button(words.AGAIN_NOW, type="primary", on_click=_send_again, args=(chosen,))
    close_dialog_when_done(is_clicked)


def _message(one: SentDelivery) -> str:
    sent = one.delivery
    return words.MESSAGE.format(
        at=spoken.local_time(sent.created_at),
        webhook=one.webhook.name,
        session=session_code(sent.session_id),
        event=words.EVENT[sent.event],
        state=words.STATE[sent.state],
    )


def _send_again(delivery_id: UUID) -> None:
    try:
        _service().send_again(acting(Role.ADMINISTRATOR), delivery_id)
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(words.AGAIN_TOAST)


def _service() -> WebhookService:
    return services().webhooks
