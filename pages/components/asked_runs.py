"""Runs of a page that a component in it asked for, since what it shows may be what the server never had."""

from collections.abc import Callable

import streamlit as st


def runs_asked_for(key: str) -> int:
    """How many so far, for the component's data: Streamlit gives a component no data that are the same as before."""
    return st.session_state.get(_name(key), 0)


def count_run(key: str) -> Callable[[], None]:
    """For the trigger by which the component `key` asks."""

    def count() -> None:
        st.session_state[_name(key)] = runs_asked_for(key) + 1

    return count


def _name(key: str) -> str:
    return f"runs-{key}"
