"""A chart without the library's own bar of buttons."""

import plotly.graph_objects as go
import streamlit as st


def chart(figure: go.Figure, key: str) -> None:
    """Draw it as wide as its place; `key` is its own on the page."""
    st.plotly_chart(figure, key=key, config={"displayModeBar": False})
