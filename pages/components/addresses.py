"""Where pages lie, for moving from one to another; by file, so that it holds from any entry script.

What a page shows is in its address: it survives a reload, and a colleague can open it. `st.navigation` drops the query when
somebody goes to the page by its link; then what was open last is put into it again.
"""

from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

import streamlit as st

from proctor_core.domain.violation import ViolationType

PAGES = Path(__file__).resolve().parent.parent
REVIEW_QUEUE = PAGES / "moderator" / "review_queue.py"
APPEALS = PAGES / "moderator" / "appeals.py"
REVIEW_SESSION = PAGES / "moderator" / "review_session.py"

RELIABILITY = PAGES / "everybody" / "how_reliable.py"

SESSION, PERSON, SURVEY, CHECK = "session", "person", "survey", "check"
"""Names in the query: what a page is about."""

CHOSEN_SESSION = "review_session_id"
"""Key in `st.session_state`: the survey session that a moderator had open last."""


def named_in_address(name: str) -> UUID | None:
    """The id that the address names; None where it names none, or nothing that is an id."""
    try:
        return UUID(st.query_params.get(name, ""))
    except ValueError:
        return None


def put_into_address(name: str, value: UUID | None) -> None:
    """Let the address name `value`, or no more; the browser's history gets no entry for what is there already."""
    if value is None:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != str(value):
        st.query_params[name] = str(value)


def reliability_address(check: ViolationType | None = None) -> str:
    """Where is said how often this check is right, or each."""
    query = f"?{urlencode({CHECK: check})}" if check else ""
    return f"/{RELIABILITY.stem}{query}"
