"""A dialog whose title is read when it opens: Streamlit's own takes it while its module is imported, in nobody's language."""

from collections.abc import Callable
from functools import wraps
from typing import Literal, ParamSpec

import streamlit as st

P = ParamSpec("P")


def dialog(
    title: Callable[[], str], *, width: Literal["small", "medium", "large"] = "small"
) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Decorate what draws a dialog; calling it opens the dialog under the title of that moment."""

    def decorate(draw: Callable[P, None]) -> Callable[P, None]:
        @wraps(draw)
        def opened(*args: P.args, **kwargs: P.kwargs) -> None:
            st.dialog(title(), width=width)(draw)(*args, **kwargs)

        return opened

    return decorate
