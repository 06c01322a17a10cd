"""What a page shows when its script failed: one sentence for the person, the trace for the log."""

import logging
from datetime import UTC, datetime

import streamlit as st

from pages import texts_navigation as words
from pages.components import spoken
from pages.components.plain import plain
from pages.reader import reader
from proctor_core.errors import ProctorError
from proctor_core.language.sentences import sentence_with_field
from proctor_core.services.outage.away import away_of

log = logging.getLogger(__name__)


def say_that_it_failed(error: Exception) -> bool:
    """Log the error and say what happened and what was kept; True keeps Streamlit's own box away."""
    log.error("a page failed", exc_info=error)
    if away_of(error):
        st.error(words.STORAGE_AWAY, icon=":material/cloud_off:")
    elif isinstance(error, ProctorError):
        st.error(plain(sentence_with_field(error, reader())), icon=":material/error:")
    else:
        st.error(words.SOMETHING_WRONG.format(time=spoken.local_second(datetime.now(UTC))))
    return True
