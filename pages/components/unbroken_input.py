"""What a browser sent is applied before the run that it asked for may be cut short by the next one.

Streamlit 1.67 looks for a newer request just before it applies the widgets' values and calls their callbacks. The newer one
holds all values again, but no press: two requests of the camera's within 6 ms of a press swallowed it. Streamlit looks again
right after, so nothing waits for longer. `runner.fastReruns` is off for the same reason: it drops the older request.
The only place that touches this private name; tests/pages/test_lasting_button.py keeps it.
"""

from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.state.safe_session_state import SafeSessionState

ORIGINAL = SafeSessionState.on_script_will_rerun


def apply_input_first() -> None:
    """Change Streamlit once for the whole process; again is harmless."""
    SafeSessionState.on_script_will_rerun = _apply


def _apply(self: SafeSessionState, fresh_widget_states: WidgetStates | None, **more: Any) -> None:
    with self._lock:
        self._state.on_script_will_rerun(fresh_widget_states, **more)
