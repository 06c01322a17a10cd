"""Settings in force: value, where it comes from, what it does; they are changed in the environment, not here."""

import pandas as pd
import streamlit as st

from pages import texts
from pages.components.page_header import page_header
from pages.components.signed_in import require_role
from proctor_core import bootstrap
from proctor_core.domain.roles import Role


def draw() -> None:
    """One table; secrets come masked from the application."""
    require_role(Role.ADMINISTRATOR)
    page_header(texts.SETTINGS_TITLE, texts.SETTINGS_LEAD)
    rows = bootstrap.application().settings_in_force
    labels = texts.SETTINGS_COLUMNS
    frame = pd.DataFrame(
        [(row.name, str(row.value), row.source, row.description) for row in rows], columns=list(labels.values())
    )
    config = {
        labels["name"]: st.column_config.TextColumn(width="medium"),
        labels["value"]: st.column_config.TextColumn(width="medium"),
        labels["source"]: st.column_config.TextColumn(width="small"),
        labels["description"]: st.column_config.TextColumn(width="large"),
    }
    st.dataframe(frame, hide_index=True, column_config=config, height="content")


if __name__ == "__main__":
    draw()
