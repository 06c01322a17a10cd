"""What people typed, inside markdown: shown as it is, never as a link, a picture, a heading or an icon.

Escaping is not enough. Streamlit looks for addresses, e-mail addresses, `:material/…:` and emoji once more in the text that
markdown has read, where no backslash is left; so each of them is parted by a character that nobody sees.
"""

import re

_MEANT = re.compile(r"[\\`*_\[\]<|~$]|&(?=#?\w+;)")
_MEANT_FIRST_IN_LINE = re.compile(r"^(\s*\d*)([.)+\-](?=\s|$)|[#=>]|-(?=-))", re.MULTILINE)
_LOOKED_FOR_LATER = re.compile(r"(?<=:)(?=//|[a-z_+-])|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
WORD_JOINER = "\u2060"
"""Takes no room, and no line is broken at it. Source: Unicode Standard Annex 14."""


def plain(text: str) -> str:
    """The text with everything escaped or parted that Streamlit's markdown would read, and nothing else.

    For labels of inputs too: screen readers are told a label as it was given, with its backslashes.
    """
    escaped = _MEANT_FIRST_IN_LINE.sub(r"\1\\\2", _MEANT.sub(r"\\\g<0>", text))
    return _LOOKED_FOR_LATER.sub(WORD_JOINER, escaped)
