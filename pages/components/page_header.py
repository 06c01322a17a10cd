"""The top of a page: one title, one line under it, nothing that pushes the content below the fold."""

import streamlit as st


def page_header(title: str, lead: str = "") -> None:
    """Title and lead of a list page."""
    with st.container(gap="xxsmall"):
        st.markdown(f"### {title}")
        if lead:
            st.caption(lead)
