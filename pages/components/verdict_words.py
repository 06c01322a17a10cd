"""Verdicts and their reasons in the reader's language."""

from pages.reader import reader
from proctor_core.codes.verdicts import VerdictKind, VerdictReason
from proctor_core.language.sentences import sentence


def verdict_word(kind: VerdictKind) -> str:
    """`Confirmed`."""
    return sentence(kind, {}, reader())


def reason_word(reason: VerdictReason) -> str:
    """`Allowed object`."""
    return sentence(reason, {}, reader())
