"""How the parts of the program are, in one table with one sentence above it."""

import streamlit as st

from pages import texts_operation as words
from pages.components.plain_table import plain_table
from pages.reader import reader
from pages.texts_spoken import listed
from proctor_core.domain.health import HealthReport, PartHealth, PartState
from proctor_core.language.sentences import message_sentence


def health_panel(report: HealthReport, watched: int) -> None:
    """Draw the report; `watched`: sessions that this process listens to now."""
    if report.state is PartState.WELL:
        st.success(words.ALL_WELL.format(watched=watched), icon=":material/check_circle:")
    elif report.state is PartState.DEGRADED:
        st.warning(words.SOMETHING_DEGRADED.format(watched=watched), icon=":material/warning:")
    else:
        st.error(words.SOMETHING_DOWN.format(watched=watched), icon=":material/error:")
    rows = ((words.PART_LABEL[part.name], words.PART_STATE[part.state], _facts(part)) for part in report.parts)
    plain_table(words.HEALTH_COLUMNS, rows)
    st.caption(words.HEALTH_FOOT)


def _facts(part: PartHealth) -> str:
    return listed([message_sentence(fact, reader()) for fact in part.facts])
