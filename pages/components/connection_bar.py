"""The line over every page that says when the server is out of reach, in place of Streamlit's own dialog, or the sign-in over."""

from pages import texts
from pages import texts_navigation as words
from pages.components.plain_component import plain_component


def connection_bar() -> None:
    """Draw it; it takes no room while all is well."""
    said = {"sentence": words.OUT_OF_REACH, "over": texts.NOT_SIGNED_IN, "again": words.SIGN_IN_AGAIN}
    plain_component("connection_bar")(key="connection-bar", data=said, height=1)
