"""One form for what can be typed in several: the same letters come composed from one keyboard and decomposed from another."""

import unicodedata

_NOT_SEEN = "Cf"
"""Characters that only say how others are shown; they come along when a name is copied from a document."""


def normal_name(name: str) -> str:
    """The one form of a sign-in name: "  Ada " and "ada" are the same person, and so are any two that look the same but for case.

    Source: Unicode, NFKC_Casefold (chapter 3.13); blanks beside each other count as one, since no page shows more.
    """
    seen = "".join(c for c in name if unicodedata.category(c) != _NOT_SEEN)
    # Folding takes letters apart which have no capital of their own.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    return " ".join(folded.split())


def normal_password(password: str) -> str:
    """The one form of a password: letters composed, every blank a plain one; nothing else is touched.

    Source: RFC 8265, section 4.2, OpaqueString.
    """
    return unicodedata.normalize("NFC", "".join(" " if unicodedata.category(c) == "Zs" else c for c in password))


def spellings_of_password(password: str) -> tuple[str, ...]:
    """The forms in which version 0.1 may have hashed what is typed now, the normal one first, none twice."""
    forms = (unicodedata.normalize(form, password) for form in ("NFC", "NFD"))
    return tuple(dict.fromkeys((normal_password(password), password, *forms)))
