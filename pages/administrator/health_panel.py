"""How the parts of the program are, in one table with one sentence above it."""

import streamlit as st

from pages import texts_operation as words
from pages.components.plain_table import plain_table
from proctor_core.domain.health import HealthReport, PartState


def health_panel(report: HealthReport, watched: int) -> None:
    """Draw the report; `watched`: sessions that this process listens to now."""
    if report.state is PartState.WELL:
        st.success(words.ALL_WELL.format(watched=watched), icon=":material/check_circle:")
    elif report.state is PartState.DEGRADED:
        st.warning(words.SOMETHING_DEGRADED.format(watched=watched), icon=":material/warning:")
    else:
        st.error(words.SOMETHING_DOWN.format(watched=watched), icon=":material/error:")
    rows = ((words.PART_LABEL[part.name], words.PART_STATE[part.state], part.fact) for part in report.parts)
    plain_table(words.HEALTH_COLUMNS, rows)
    st.caption(words.HEALTH_FOOT)
