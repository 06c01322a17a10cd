"""Another policy tried on sessions that were judged, for administrators, who may use it for new ones."""

import streamlit as st

from pages import texts_lab as words
from pages.administrator.services import services
from pages.components.guarded_button import guarded_button
from pages.components.notices import note_done, note_problem
from pages.components.signed_in import acting, require_role
from pages.lab.limits_form import said_numbers
from pages.lab.panel import Trial, lab_panel
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError


def draw() -> None:
    """The panel that both roles share, and below it what only administrators may do."""
    trial = lab_panel(require_role(Role.ADMINISTRATOR))
    if trial is None:
        return
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{words.USE_TITLE}**")
        if trial.wanted.slug is None:
            st.caption(words.USE_ONE_SURVEY)
            return
        st.caption(words.USE_LEAD.format(numbers=said_numbers(trial.numbers)))
        named = "-".join(f"{name}-{value:g}" for name, value in trial.numbers.items())
        guarded_button(words.USE, _use, trial, key=f"lab-use-{trial.wanted.slug}-{named}")


def _use(trial: Trial) -> None:
    wanted = trial.wanted
    try:
        actor = acting(Role.ADMINISTRATOR)
        survey = services().surveys.choose_numbers(actor, wanted.platform or "", wanted.slug or "", trial.numbers)
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(words.USED.format(title=survey.title, version=survey.version))


if __name__ == "__main__":
    draw()
