"""Models and health: which files the checks run on, where they came from, what is missing and what that costs."""

import pandas as pd
import streamlit as st

from pages import texts
from pages.components.page_header import page_header
from pages.components.signed_in import require_role
from proctor_core import bootstrap
from proctor_core.checks.models import ModelRow, model_rows
from proctor_core.domain.roles import Role


def draw() -> None:
    """What is missing first, then the table, then what was tried."""
    require_role(Role.ADMINISTRATOR)
    page_header(texts.MODELS_TITLE, texts.MODELS_LEAD)
    models = bootstrap.application().models
    rows = model_rows(models)
    missing = [row for row in rows if row.cost]
    for row in missing:
        st.warning(texts.MODEL_MISSING.format(label=row.label, cost=row.cost), icon=":material/warning:")
    if missing:
        st.caption(texts.MODELS_HOW)
    else:
        st.success(texts.MODELS_ALL_THERE, icon=":material/check_circle:")
    _table(rows)
    if models.notes:
        with st.expander(texts.MODELS_NOTES):
            for note in models.notes:
                st.text(note)


def _table(rows: tuple[ModelRow, ...]) -> None:
    labels = texts.MODEL_COLUMNS
    found = [
        (
            row.label,
            texts.MODEL_NOT_THERE if row.cost else texts.MODEL_THERE,
            row.purpose or row.cost,
            row.size,
            row.source,
            row.licence,
            row.sha256,
        )
        for row in rows
    ]
    st.dataframe(pd.DataFrame(found, columns=list(labels.values())), hide_index=True, height="content")


if __name__ == "__main__":
    draw()
