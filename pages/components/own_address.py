"""Streamlit asks a server outside for this machine's address, for a line at its start and to judge origins: it never does here.

Nobody's address is told to others, and the question would hold up the event loop, and with it every taker's stream.
"""

from streamlit import net_util


def never_ask_outside() -> None:
    """From now on this machine has no address outside. A name of Streamlit's own; tests/monitoring/test_pinned_names.py."""
    net_util.get_external_ip = lambda: None
