"""What is mended in the look of Streamlit's own parts, on every page."""

import streamlit as st

from pages.components.plain_component import ASSETS
from pages.reader import reader


def page_styles() -> None:
    """Put the styles into the page; they take no room."""
    css = (ASSETS / "page_styles.css").read_text(encoding="utf-8")
    # From the right where the language is read so. Not the whole app: its empty sidebar would come out over the page.
    direction = f'[data-testid="stMain"], [data-testid="stHeader"] {{ direction: {reader().direction} }}'
    st.html(f"<style>{css}{direction}</style>")
