"""A press beside the camera counts once, however often the camera's own runs cut its run short."""

from streamlit.testing.v1 import AppTest


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
