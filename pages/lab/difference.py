"""What other limits would have changed: four numbers, then tables."""

from collections.abc import Iterable, Mapping
from typing import Literal

import streamlit as st

from pages import texts_lab as words
from pages.components import spoken
from pages.components.plain_table import NumberInWords, plain_table
from pages.components.verdict_words import verdict_word
from pages.lab.limits_form import said_numbers
from pages.reader import reader
from pages.texts_spoken import listed
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.rejudgement import Change, PolicyDifference
from proctor_core.language.labels import TYPE_LABEL

METRIC_PX = 200


def difference(found: PolicyDifference, numbers: Mapping[str, float]) -> None:
    """Draw all of it."""
    st.caption(words.TRIED.format(numbers=said_numbers(numbers)))
    st.caption(_judged(found))
    if not found.judged:
        return
    violations = _sum(found.violations.values())
    with st.container(horizontal=True):
        _metric(words.FLAGGED, words.FLAGGED_HELP, found.flags, "off")
        _metric(words.VIOLATIONS, words.VIOLATIONS_HELP, violations, "off")
        _metric(words.CONFIRMED, words.CONFIRMED_HELP, found.incidents[VerdictKind.CONFIRM], "normal")
        _metric(words.DISMISSED, words.DISMISSED_HELP, found.incidents[VerdictKind.DISMISS], "inverse")
    says = reader()
    by_type = ((says.gettext(TYPE_LABEL[type_]), change) for type_, change in found.violations.items())
    _table(words.BY_TYPE, words.BY_TYPE_HELP, by_type)
    _table(words.BY_VERDICT, None, ((verdict_word(kind), change) for kind, change in found.incidents.items()))
    met = {rule: change for rule, change in found.rules.items() if change.before or change.after}
    _table(words.BY_RULE, None, ((words.RULE_LABEL[rule], change) for rule, change in met.items()))


def _judged(found: PolicyDifference) -> str:
    judged = words.JUDGED.format(count=found.judged)
    if not found.not_judged:
        return judged
    parts = (
        words.NOT_JUDGED_PART.format(count=count, why=words.WHY_NOT[why])
        for why, count in found.not_judged.most_common()
    )
    return f"{judged} {words.NOT_JUDGED.format(reasons=listed(parts))}"


def _metric(label: str, definition: str, change: Change, colour: Literal["normal", "inverse", "off"]) -> None:
    moved = change.after - change.before
    delta = words.CHANGE.format(sign="+" if moved > 0 else "-", count=spoken.number(abs(moved))) if moved else None
    st.metric(
        label,
        spoken.number(change.after),
        delta,
        delta_color=colour,
        help=definition,
        width=METRIC_PX,
        border=True,
    )


def _table(title: str, definition: str | None, rows: Iterable[tuple[str, Change]]) -> None:
    with st.container(border=True, gap="xxsmall"):
        st.markdown(f"**{title}**", help=definition, width="content")
        plain_table(words.COLUMNS, [(name, *_cells(change)) for name, change in rows])


def _cells(change: Change) -> Iterable[NumberInWords]:
    counts = (change.before, change.after, change.gained, change.lost)
    return (NumberInWords(spoken.number(count)) for count in counts)


def _sum(changes: Iterable[Change]) -> Change:
    every = list(changes)
    return Change(
        *(sum(getattr(one, name) for one in every) for name in ("before", "after", "gained", "lost")),
    )
