"""A table of short texts that wraps and never cuts anything off, for the lists of the administrator."""

from collections.abc import Iterable, Mapping

import pandas as pd
import streamlit as st

from pages import texts
from pages.components.plain import plain


def plain_table(labels: Mapping[str, str], rows: Iterable[tuple[object, ...]]) -> None:
    """Draw rows under the labels' headings; what people typed is shown as it is."""
    told = [tuple(_told(value) for value in row) for row in rows]
    st.table(pd.DataFrame(told, columns=list(labels.values())), border="horizontal", hide_index=True)


def _told(value: object) -> str:
    if isinstance(value, bool):
        return texts.YES if value else texts.NO
    return plain(str(value))
