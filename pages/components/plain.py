"""What people typed, inside markdown: shown as it is, never as a link, a picture or a heading."""

import re

_MEANT = re.compile(r"([\\`*_{}\[\]()<>#+\-!|~$:])")


def plain(text: str) -> str:
    """The text with everything escaped that markdown would read."""
    return _MEANT.sub(r"\\\1", text)
