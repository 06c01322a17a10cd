"""What is mended in the look of Streamlit's own parts, on every page."""

import streamlit as st

from pages.components.plain_component import ASSETS
from pages.reader import reader


def page_styles() -> None:
    """Put the styles into the page; they take no room."""
    css = (ASSETS / "page_styles.css").read_text(encoding="utf-8")
    # Dialogs and toasts stand beside the app and go by the page's `dir` (connection_bar.js). Not the app itself: from the right,
    # its empty sidebar would come out over the page.
    app, parts = '[data-testid="stApp"]', '[data-testid="stMain"], [data-testid="stHeader"]'
    direction = f"{app} {{ direction: ltr }} {parts} {{ direction: {reader().direction} }}"
    st.html(f"<style>{css}{direction}</style>")
