"""What a moderator chose of the queue: view, filters, order, place. It stays chosen while cases are opened and left."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from proctor_core.services.reviewing.reviewing import QueueCursor, QueueOrder, QueueSort, QueueView

ALL = ""
"""What a filter holds that lets everything through."""
DAYS = ("since", "until")
BEHIND_BUTTON = (*DAYS, "coverage", "source", "decided_by")
_SAVED = ("view", "survey", "type", *BEHIND_BUTTON)
_CHOICES = ("code", *_SAVED)
_PREFIX, _KEPT, _ORDER, _CURSOR = "review_queue_", "review_queue_kept", "review_queue_order", "review_queue_after"
_BY_PRIORITY = QueueOrder(QueueSort.PRIORITY)


def key_of(name: str) -> str:
    """Under which the widget of a choice has its value."""
    return f"{_PREFIX}{name}"


def widget(name: str) -> dict[str, Any]:
    """Key of a choice's widget, and what choosing does: the list begins at its first page again."""
    changed: Callable[[], None] = first_page
    return {"key": key_of(name), "on_change": changed}


def take_up_choices() -> None:
    """Streamlit forgets what was chosen on a page that is left."""
    for name, value in st.session_state.get(_KEPT, {}).items():
        st.session_state.setdefault(key_of(name), value)


def keep_choices() -> None:
    """So that they can be taken up again."""
    st.session_state[_KEPT] = _chosen(_CHOICES)


def clear_filters() -> None:
    """Those behind the button."""
    for name in BEHIND_BUTTON:
        st.session_state[key_of(name)] = None if name in DAYS else ALL
    first_page()


def chosen_words() -> dict[str, str]:
    """All choices but the session's code, as words that can be kept."""
    order = chosen_order()
    words = {name: str(value) for name, value in _chosen(_SAVED).items() if value}
    return {**words, "order": order.by.value, **({"reversed": "yes"} if order.is_reversed else {})}


def choose_words(words: Mapping[str, str]) -> None:
    """Choose what was kept; what a later version no longer knows lets everything through."""
    st.session_state[key_of("code")] = ""
    for name in _SAVED:
        st.session_state[key_of(name)] = _read(name, words.get(name, ""))
    by = words.get("order", "")
    known = QueueSort(by) if by in set(QueueSort) else _BY_PRIORITY.by
    st.session_state[_ORDER] = QueueOrder(known, is_reversed="reversed" in words)
    first_page()


def chosen_order() -> QueueOrder:
    """By priority, unless somebody chose another."""
    return st.session_state.get(_ORDER, _BY_PRIORITY)


def choose_order(order: QueueOrder) -> None:
    """List so, from the first page on."""
    st.session_state[_ORDER] = order
    first_page()


def sort_by(by: QueueSort) -> None:
    """List by this; the other way round where it was listed by this already."""
    was = chosen_order()
    choose_order(QueueOrder(by, is_reversed=was.by is by and not was.is_reversed))


def place() -> QueueCursor | None:
    """Where the page begins."""
    return st.session_state.get(_CURSOR)


def next_page(after: QueueCursor) -> None:
    """Begin there."""
    st.session_state[_CURSOR] = after


def first_page() -> None:
    """Begin at the beginning."""
    st.session_state.pop(_CURSOR, None)


def _chosen(names: tuple[str, ...]) -> dict[str, Any]:
    return {name: st.session_state[key_of(name)] for name in names if key_of(name) in st.session_state}


def _read(name: str, word: str) -> Any:
    if name == "view":
        return QueueView(word) if word in set(QueueView) else QueueView.WAITING
    if name not in DAYS:
        return word or ALL
    try:
        return date.fromisoformat(word) if word else None
    except ValueError:
        return None
