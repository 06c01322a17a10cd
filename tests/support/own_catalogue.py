"""A catalogue of a few sentences, with the two forms of German or English."""

from collections.abc import Mapping
from gettext import NullTranslations


class OwnCatalogue(NullTranslations):
    """Says `sentences`; of a pair the first for one thing. What is missing is a KeyError."""

    def __init__(self, sentences: Mapping[str, str | tuple[str, str]]) -> None:
        super().__init__()
        self._sentences = sentences

    def gettext(self, message: str) -> str:
        """The sentence."""
        found = self._sentences[message]
        assert isinstance(found, str)
        return found

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form of the pair."""
        assert msgid1 == msgid2, "English has one form, since it is stored"
        return self._sentences[msgid1][0 if n == 1 else 1]
