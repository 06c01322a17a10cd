"""Models and health: which files the checks run on, where they came from, what is missing and what that costs."""

import streamlit as st

from pages import texts
from pages.administrator.health_panel import health_panel
from pages.administrator.recordings_panel import recordings_panel
from pages.administrator.services import services
from pages.components.page_header import page_header
from pages.components.plain_table import plain_table
from pages.components.signed_in import require_role
from pages.reader import reader
from proctor_core.codes.code import CodedMessage
from proctor_core.domain.roles import Role
from proctor_core.language.sentences import message_sentence, sentence
from proctor_core.services.model_report import ModelProfile, ModelRow, report_models

HASH_SHOWN = 12


def draw() -> None:
    """What is missing first, then the table, then what was tried."""
    actor = require_role(Role.ADMINISTRATOR)
    page_header(texts.MODELS_TITLE, texts.MODELS_LEAD)
    given = services()
    models = report_models(given.models)
    health_panel(given.health(), given.watched())
    recordings_panel(actor)
    _profile(models.profile)
    missing = [row for row in models.rows if row.cost]
    for row in missing:
        st.warning(
            texts.MODEL_MISSING.format(label=_said(row.label), cost=_said(row.cost or "")), icon=":material/warning:"
        )
    if missing:
        st.caption(texts.MODELS_HOW)
    else:
        st.success(texts.MODELS_ALL_THERE, icon=":material/check_circle:")
    plain_table(texts.MODEL_COLUMNS, (_row(row) for row in models.rows))
    if models.notes:
        with st.expander(texts.MODELS_NOTES):
            for note in models.notes:
                st.text(_said(note))


def _profile(profile: ModelProfile) -> None:
    name = texts.MODELS_PROFILE.format(name=sentence(profile.name, {}, reader()))
    st.markdown(f"**{name}** {_said(profile.sentence)}")
    st.markdown("\n".join(f"- {_said(loss)}" for loss in profile.losses))


def _row(row: ModelRow) -> tuple[str, ...]:
    state = texts.MODEL_NOT_THERE if row.cost else texts.MODEL_THERE
    begins = f"{row.sha256[:HASH_SHOWN]}…" if row.sha256 else ""
    size = row.size.replace(" ", "\u00a0")
    return _said(row.label), state, _said(row.purpose), size, _said(row.source), row.licence, begins


def _said(one: CodedMessage | str) -> str:
    return message_sentence(one, reader())


if __name__ == "__main__":
    draw()
