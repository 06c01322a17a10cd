"""What came of second looks: how far moderators agree, and how often a rejection did not stand."""

import streamlit as st

from pages import texts
from pages import texts_decisions as words
from pages.analyst.changes import compared_with, share_with_change, with_change, with_points
from pages.components import spoken
from pages.components.plain_table import NumberInWords, plain_table
from proctor_core.domain.agreement import LEAST_PAIRS, Agreement
from proctor_core.services.reviewing.statistics import Between, Overview, Period
from proctor_core.services.statistics.overturned import Overturned


def moderators_agreement(overview: Overview, period: Period | Between) -> None:
    """Draw the numbers with their definition and their change."""
    found, before = overview.agreement, overview.before.agreement
    with st.container(border=True, gap="xxsmall"):
        st.markdown(f"**{words.AGREEMENT_TITLE}**", help=words.AGREEMENT_DEFINITION, width="content")
        if not found.pairs:
            st.caption(words.AGREEMENT_EMPTY)
            return
        st.caption(compared_with(period))
        pairs = with_change(found.pairs, before.pairs)
        plain_table(words.AGREEMENT_COLUMNS, [(pairs, _same(found, before), _kappa(found, before))])


def overturned_rejections(overview: Overview, period: Period | Between) -> None:
    """A row for each way in which a rejection can fall."""
    now, before = overview.overturned, overview.before.overturned
    rows = (
        (words.BY_SECOND_LOOK, now.by_second_look, before.by_second_look),
        (words.ON_APPEAL, now.on_appeal, before.on_appeal),
    )
    with st.container(border=True, gap="xxsmall"):
        st.markdown(f"**{words.OVERTURNED_TITLE}**", help=words.OVERTURNED_DEFINITION, width="content")
        if not any(one.looked_at for _, one, _ in rows):
            st.caption(words.OVERTURNED_EMPTY)
            return
        st.caption(compared_with(period))
        plain_table(words.OVERTURNED_COLUMNS, [(how, *_overturned(one, then)) for how, one, then in rows])


def _overturned(one: Overturned, then: Overturned) -> tuple[NumberInWords, ...]:
    return (
        with_change(one.looked_at, then.looked_at),
        with_change(one.overturned, then.overturned),
        share_with_change(one.share, then.share),
    )


def _same(found: Agreement, before: Agreement) -> NumberInWords:
    share = found.same / found.pairs
    if not before.pairs:
        return NumberInWords(spoken.percent(share))
    return with_points(spoken.percent(share), share - before.same / before.pairs)


def _kappa(found: Agreement, before: Agreement) -> NumberInWords:
    if found.kappa is None:
        few = found.pairs < LEAST_PAIRS
        return NumberInWords(words.TOO_FEW_PAIRS.format(count=LEAST_PAIRS) if few else texts.NOTHING)
    said = words.KAPPA_WITHIN.format(value=found.kappa.value, low=found.kappa.low, high=found.kappa.high)
    if before.kappa is None:
        return NumberInWords(said)
    change = found.kappa.value - before.kappa.value
    return NumberInWords(words.KAPPA_CHANGED.format(kappa=said, sign="+" if change >= 0 else "-", change=abs(change)))
