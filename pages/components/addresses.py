"""Where pages lie, for moving from one to another; by file, so that it holds from any entry script."""

from pathlib import Path

PAGES = Path(__file__).resolve().parent.parent
REVIEW_QUEUE = PAGES / "moderator" / "review_queue.py"
REVIEW_SESSION = PAGES / "moderator" / "review_session.py"

CHOSEN_SESSION = "review_session_id"
"""Key in `st.session_state`: the survey session that a moderator has open (`st.navigation` drops query parameters)."""
