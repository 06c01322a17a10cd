"""The limits that can be moved, grouped by what they look at; empty inputs leave each session's own."""

from collections.abc import Callable, Iterable, Mapping

import streamlit as st

from pages import texts_lab as words
from pages import texts_policy
from pages.components import spoken
from pages.components.policy_number import policy_number
from proctor_core.domain.policy import Policy
from proctor_core.domain.policy_values import BOUNDS, policy_value

_PLACE = "lab_number_{name}"


def _groups() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Titles with the names of `BOUNDS` below them; what is named nowhere stands with the flags."""
    looking = tuple(name for name in BOUNDS if name.endswith("_deg") or name == "looking_away_onset_s")
    phones = tuple(name for name in BOUNDS if name.startswith(("phone", "mobile")))
    faces = tuple(name for name in BOUNDS if "face" in name or "confidence" in name)
    flags = tuple(name for name in BOUNDS if name not in (*looking, *phones, *faces))
    return (
        (words.LOOKING_AWAY, looking),
        (words.FACES, faces),
        (words.PHONES, phones),
        (words.FLAGS, flags),
    )


def limits_form(usual: Policy, ask: Callable[[Mapping[str, float]], None], *, is_open: bool) -> None:
    """Draw the inputs; a press on the button calls `ask` with the numbers that were entered. `is_open`: it can be pressed."""
    with st.form("policy-lab", border=True):
        st.caption(words.LIMITS_HELP)
        columns = st.columns(4, gap="medium")
        for place, (title, names) in zip(columns, _groups(), strict=True):
            with place:
                _group(title, names, usual)
        st.form_submit_button(
            words.TRY,
            type="primary",
            icon=":material/play_arrow:",
            disabled=not is_open,
            on_click=_pressed,
            args=(ask,),
        )


def said_numbers(numbers: Mapping[str, float]) -> str:
    """`Phone: least score, 0 to 1: 0.4`, one after the other."""
    return "; ".join(
        f"{texts_policy.VALUE_LABEL[name]}: {spoken.exact_number(value)}" for name, value in numbers.items()
    )


def _group(title: str, names: Iterable[str], usual: Policy) -> None:
    st.markdown(f"**{title}**")
    for name in names:
        said = spoken.exact_number(policy_value(usual, name))
        policy_number(name, texts_policy.VALUE_LABEL[name], _PLACE.format(name=name), placeholder=said)


def _pressed(ask: Callable[[Mapping[str, float]], None]) -> None:
    given = {name: st.session_state.get(_PLACE.format(name=name)) for name in BOUNDS}
    ask({name: value for name, value in given.items() if value is not None})
