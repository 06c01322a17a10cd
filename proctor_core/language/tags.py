"""Which language a reader gets: the one that they chose, else the first of their browser's that there is a catalogue of."""

from collections.abc import Iterable
from pathlib import Path

SOURCE_LANGUAGE = "en"
CATALOGUES = Path(__file__).parent / "catalogues"
PSEUDO_LANGUAGES = ("en-XA", "ar-XB")
"""Made from English as it is read, to see what is not translated; nobody is offered them, but who asks for one gets it."""


def languages() -> tuple[str, ...]:
    """Every language that people may choose (BCP 47), the source first."""
    return (SOURCE_LANGUAGE, *sorted(file.stem for file in CATALOGUES.glob("*.po")))


def best_language(wanted: Iterable[str]) -> str:
    """The first of `wanted` that is there (`de-AT` gets `de`), the source where none is.

    Source: RFC 4647, section 3.4 (lookup).
    """
    available = {tag.lower(): tag for tag in (*languages(), *PSEUDO_LANGUAGES)}
    for tag in wanted:
        subtags = tag.lower().split("-")
        for length in range(len(subtags), 0, -1):
            if found := available.get("-".join(subtags[:length])):
                return found
    return SOURCE_LANGUAGE


def accepted_languages(header: str) -> tuple[str, ...]:
    """The tags of an Accept-Language header, the most wanted first; those with q=0 and malformed weights are left out.

    Source: RFC 9110, section 12.5.4.
    """
    weighted: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, _, weight = (piece.strip() for piece in part.partition(";"))
        try:
            quality = float(weight.removeprefix("q=")) if weight else 1.0
        except ValueError:
            continue  # no weight: the tag can not be placed among the others
        if tag and quality > 0:
            weighted.append((quality, tag))
    return tuple(tag for _, tag in sorted(weighted, key=lambda one: -one[0]))
