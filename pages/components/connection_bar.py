"""The line over every page that says when the server is out of reach, in place of Streamlit's own dialog."""

from pages import texts_navigation as words
from pages.components.plain_component import plain_component


def connection_bar() -> None:
    """Draw it; it takes no room while all is well."""
    plain_component("connection_bar")(key="connection-bar", data={"sentence": words.OUT_OF_REACH}, height=1)
