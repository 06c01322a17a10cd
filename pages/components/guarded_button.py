"""A button that decides, ends or destroys: a press acts only on what had been on the screen for a second, and only once.

Two guards. The browser's (`assets/press_guard.js`) knows when the button was really seen, and where the pointer lay then; the
server's knows which run drew it first, and refuses what slips through. `key` must name the thing and its version, so that what
comes next has a button of its own.
"""

from collections.abc import Callable
from time import monotonic
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages import texts
from pages.components.notices import note_refusal
from pages.components.plain_component import plain_component

SHOWN_S = 1.0
_DRAWN, _DRAWN_BEFORE, _PRESSED = "guarded_drawn", "guarded_drawn_before", "guarded_pressed"
PREFIX = "guarded-"
"""What the browser's guard and its style know these buttons by."""


def press_guard() -> None:
    """Put the browser's guard on the page, before anything that it guards; a new run begins."""
    st.session_state[_DRAWN] = {}
    plain_component("press_guard")(key="press_guard", data={"shown_ms": SHOWN_S * 1000, "prefix": f"st-key-{PREFIX}"})


def keep_what_was_drawn() -> None:
    """At the end of a page: what this run did not draw begins anew when it comes back."""
    st.session_state[_DRAWN_BEFORE] = st.session_state[_DRAWN]


def guarded_button(
    label: str,
    act: Callable[..., None],
    *args: Any,
    key: str,
    place: DeltaGenerator | None = None,
    only_while: tuple[str, object] | None = None,
    **looks: Any,
) -> bool:
    """Draw the button, whose press calls `act(*args)` once it counts; True in the run after any press.

    `only_while` is a chooser's key and the choice that the button was drawn for: a press that comes together with another choice
    does nothing.
    """
    drawn: dict[str, float] = st.session_state.setdefault(_DRAWN, {})
    before: dict[str, float] = st.session_state.get(_DRAWN_BEFORE, {})
    drawn.setdefault(key, before.get(key, monotonic()))
    st.session_state.setdefault(_PRESSED, set()).discard(key)
    return (place or st).button(
        label, key=f"{PREFIX}{key}", on_click=_press, args=(key, only_while, act, args), **looks
    )


def _press(key: str, only_while: tuple[str, object] | None, act: Callable[..., None], args: tuple[Any, ...]) -> None:
    # The second press of a double click comes before the first one's run has drawn anything.
    pressed: set[str] = st.session_state.setdefault(_PRESSED, set())
    if key in pressed:
        return
    # Leaving a field begins a run that this press may cut short before it comes to the button.
    drawn_at = st.session_state.get(_DRAWN, {}).get(key, st.session_state.get(_DRAWN_BEFORE, {}).get(key))
    if drawn_at is None or monotonic() - drawn_at < SHOWN_S:
        note_refusal(texts.PRESSED_TOO_EARLY)
        return
    if only_while is not None and st.session_state.get(only_while[0]) != only_while[1]:
        note_refusal(texts.CHOICE_CHANGED)
        return
    pressed.add(key)
    act(*args)
