"""The line over every page that says when the server is out of reach, in place of Streamlit's own dialog, or the sign-in over.

Since it is on every page, it also says in the page's HTML in which language that is written, and from which side.
"""

from pages import texts
from pages import texts_navigation as words
from pages.components.plain_component import plain_component
from pages.reader import reader


def connection_bar() -> None:
    """Draw it; it takes no room while all is well."""
    said = {"sentence": words.OUT_OF_REACH, "over": texts.NOT_SIGNED_IN, "again": words.SIGN_IN_AGAIN}
    page = {"language": reader().language, "direction": reader().direction}
    plain_component("connection_bar")(key="connection-bar", data={**said, **page}, height=1)
