"""One question of the statistics: its chart, its definition, and the same numbers as a table."""

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pages import texts
from pages.components.chart import chart
from pages.components.plain_table import plain_table

Draw = Callable[[pd.DataFrame], go.Figure]


def chart_panel(question: str, definition: str, frame: pd.DataFrame, draw_chart: Draw) -> None:
    """Draw it; the table opens at a press."""
    with st.container(border=True, gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{question}**", help=definition, width="content")
            st.space("stretch")
            with st.popover(texts.TABLE, icon=":material/table_rows:", type="tertiary"):
                st.caption(definition)
                plain_table(dict(zip(frame, frame, strict=True)), frame.itertuples(index=False))
        chart(draw_chart(frame), question)
