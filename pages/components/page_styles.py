"""What is mended in the look of Streamlit's own parts, on every page."""

import streamlit as st

from pages.components.plain_component import ASSETS


def page_styles() -> None:
    """Put the styles into the page; they take no room."""
    css = (ASSETS / "page_styles.css").read_text(encoding="utf-8")
    st.html(f"<style>{css}</style>")
