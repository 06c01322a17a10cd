"""A press beside the camera counts once, however often the camera's own runs cut its run short."""

import inspect
import tomllib
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner_utils.exceptions import StopException
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.testing.v1 import AppTest

from pages.components import lasting_button, unbroken_input
from tests.support.program import ROOT


def page() -> None:
    """One button of each kind; the run after a press is cut short before it has come to them, as the camera does it."""
    import streamlit as st

    from pages.components.lasting_button import forget_presses, lasting_button

    for name in ("cut", "shown"):
        st.session_state.setdefault(name, 0)
    if st.session_state["cut"]:
        st.session_state["cut"] -= 1
        st.rerun()
    if not st.session_state.get("gone") and lasting_button("lasting", key="lasting"):
        st.write("lasting pressed")
    if lasting_button("final", key="final", is_final=True):
        st.write("final pressed")
    if st.button("plain"):
        st.write("plain pressed")
    forget_presses()


def said(app: AppTest) -> list[str]:
    return [element.value for element in app.markdown]


def press(app: AppTest, label: str, *, cut: int) -> list[str]:
    app.session_state["cut"] = cut
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return said(app)


def test_a_plain_button_forgets_the_press_of_a_run_cut_short() -> None:
    """The reason for the other one; when this fails, Streamlit has mended it and lasting_button can go."""
    app = AppTest.from_function(page).run()
    assert press(app, "plain", cut=0) == ["plain pressed"]
    assert press(app, "plain", cut=1) == []


def test_a_lasting_button_does_not_and_counts_once() -> None:
    app = AppTest.from_function(page).run()
    assert press(app, "lasting", cut=0) == ["lasting pressed"]
    assert press(app, "lasting", cut=3) == ["lasting pressed"]
    assert said(app.run()) == []


def test_a_press_on_a_button_that_is_gone_is_forgotten() -> None:
    app = AppTest.from_function(page).run()
    app.session_state["gone"] = True
    assert press(app, "lasting", cut=0) == []
    app.session_state["gone"] = False
    assert said(app.run()) == []


def test_a_press_just_after_a_final_button_came_was_meant_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(lasting_button, "monotonic", lambda: now[0])
    app = AppTest.from_function(page).run()
    now[0] += lasting_button.TOO_SOON_S - 0.1
    assert press(app, "final", cut=0) == []
    now[0] += 0.2
    assert press(app, "final", cut=0) == ["final pressed"]


def test_what_was_sent_is_applied_before_a_newer_request_is_looked_for() -> None:
    """The reason for `unbroken_input`, and what it changes; the page script calls it in every run."""
    source = inspect.getsource(unbroken_input.ORIGINAL)
    yields, applies = source.index("self._yield_callback()"), source.index("self._state.on_script_will_rerun(")
    assert yields < applies, "Streamlit applies first by itself now: unbroken_input can go"
    asked: list[str] = []

    def newer_request() -> None:
        asked.append("newer")
        raise StopException

    state = SafeSessionState(SessionState(), newer_request)
    with pytest.raises(StopException):
        unbroken_input.ORIGINAL(state, WidgetStates())
    assert asked == ["newer"]
    unbroken_input._apply(state, pressed("next"))
    assert asked == ["newer"], "nothing was looked for before the press was applied"
    assert state._state._new_widget_state.states["next"] is not None
    assert "apply_input_first()" in (ROOT / "pages" / "navigation.py").read_text()


def test_a_newer_request_does_not_drop_the_older_one() -> None:
    """`AppSession.request_rerun` with `runner.fastReruns` stops the older one's run and forgets what it carried."""
    settings: dict[str, Any] = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert settings["runner"]["fastReruns"] is False


def pressed(name: str) -> WidgetStates:
    states = WidgetStates()
    state = states.widgets.add()
    state.id, state.trigger_value = name, True
    return states
