"""The pseudo-locales: English made long and accented, so that what is on the screen without accents was never translated.

`en-XA` is read from left to right, `ar-XB` from right to left. What a program or markdown reads stays as it is: placeholders,
icons, links, tags, code.
"""

import re
from gettext import NullTranslations
from itertools import cycle

ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçđéƒĝĥíĵķłɱñóþɋŕšŧúṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĿṀÑÖÞɊŔŠŦÛṼŴẊÝŽ",
)
KEPT = re.compile(r"(\{[^{}]*\}|:[a-z-]+/[a-z_]+:|:[a-z-]+(?=\[)|\]\([^)]*\)|<[^<>]+>|`[^`]*`|https?://\S+)")
LONGER = 0.4
"""By how much a sentence grows, as a share of its characters; always by a word at least.

Source: W3C, "Text size in translation": from English by 30 % beyond 70 characters, short labels by 100 % and more."""
PADDING = ("öñé", "ŧŵö", "ŧĥŕéé", "ƒöûŕ")
RIGHT_TO_LEFT, END = "\u202e", "\u202c"
"""RIGHT-TO-LEFT OVERRIDE and POP DIRECTIONAL FORMATTING around a word, as in Chromium's own pseudo-locale."""


class PseudoTranslations(NullTranslations):
    """Translates every sentence into accented, longer English."""

    def __init__(self, *, is_right_to_left: bool = False) -> None:
        super().__init__()
        self._is_right_to_left = is_right_to_left

    def gettext(self, message: str) -> str:
        """The sentence in pseudo."""
        said = message.rstrip()
        if not re.search(r"[A-Za-z]", KEPT.sub("", said)):
            return message
        parts = KEPT.split(f"{said} {_padding(len(said))}")
        return "".join(part if KEPT.fullmatch(part) else self._accented(part) for part in parts) + message[len(said) :]

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """English's two forms in pseudo."""
        return self.gettext(msgid1 if n == 1 else msgid2)

    def _accented(self, text: str) -> str:
        accented = text.translate(ACCENTED)
        if not self._is_right_to_left:
            return accented
        return re.sub(r"[^\W\d_]+", lambda word: f"{RIGHT_TO_LEFT}{word[0]}{END}", accented)


def _padding(length: int) -> str:
    words: list[str] = []
    for word in cycle(PADDING):
        words.append(word)
        if sum(map(len, words)) >= LONGER * length:
            break
    return " ".join(words)
