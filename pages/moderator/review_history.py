"""What happened to a review so far, in the order of time; entries are only ever added."""

import streamlit as st

from pages import texts
from pages.components import spoken
from pages.components.plain import plain
from pages.components.reason_words import event_words
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.services.reviewing.case import Case, HistoryEntry

_BY_NOBODY = frozenset(
    {
        *(ReviewEventKind.FLAGGED_BY_RULE, ReviewEventKind.ARRIVED_LATE),
        *(ReviewEventKind.WATCHING_CHANGED, ReviewEventKind.ASKED_FOR_HELP),
    }
)
"""Kinds that the program wrote, or the taker, whose name moderators do not see."""


def review_history(case: Case) -> None:
    """What happened, who did it and when, each with its reason and its note."""
    st.caption(f"**{texts.HISTORY}:** " + " &nbsp;·&nbsp; ".join(_entry(entry) for entry in case.history))


def _entry(entry: HistoryEntry) -> str:
    kind = entry.event.kind
    word, icon = texts.EVENT[ReviewEventKind(kind)] if kind in set(ReviewEventKind) else (plain(kind), "info")
    author = "" if kind in _BY_NOBODY else " " + texts.BY.format(name=plain(entry.author or texts.GONE_PERSON))
    is_change = kind == ReviewEventKind.WATCHING_CHANGED
    notes = texts.watching_change(entry.event.notes) if is_change else event_words(entry.event)
    said = [f"“{plain(notes)}”"] if notes else []
    if entry.event.colleague_note:
        said.append(texts.NOTE_SAID.format(note=plain(entry.event.colleague_note)))
    words = f": {'; '.join(said)}" if said else ""
    return f":material/{icon}: {word}{author} {spoken.local_time(entry.event.at)}{words}"
