"""What the blind sample says of the rules, the checks and the moderators; by month it shows whether that drifts."""

import streamlit as st

from db.tables import User
from pages import texts
from pages import texts_decisions as decisions
from pages import texts_sample as words
from pages.analyst.changes import share_with_change
from pages.analyst.services import services
from pages.analyst.what_to_count import Chosen
from pages.components import spoken
from pages.components.plain_table import NumberInWords, plain_table
from pages.texts_spoken import listed
from proctor_core.domain.agreement import LEAST_PAIRS, Agreement
from proctor_core.domain.recall import Recall
from proctor_core.services.sampling.figures import Missed, SampleFigures, SampleMonth


def blind_sample(actor: User, chosen: Chosen) -> None:
    """Three numbers with their definitions, and the months in a table."""
    found = services().samples.figures(actor, chosen.period, chosen.slug, chosen.platform, zone=chosen.zone)
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{words.TITLE}**", help=words.DEFINITION, width="content")
        if not found.judged:
            st.caption(words.EMPTY)
            return
        st.caption(words.JUDGED.format(count=found.judged, decided=spoken.number(found.decided)))
        _numbers(found)
        st.markdown(f"**{words.BY_MONTH}**", width="content")
        plain_table(words.MONTH_COLUMNS, map(_month, found.months))


def _numbers(found: SampleFigures) -> None:
    recall, missed, agreement = st.columns(3)
    with recall:
        share = share_with_change(found.recall.share if found.recall else None, None)
        st.metric(words.RECALL, share, help=words.RECALL_DEFINITION)
        st.caption(_recall_from(found.recall))
    with missed:
        per_hour = texts.NOTHING if found.missed.per_hour is None else spoken.number(found.missed.per_hour, decimals=2)
        st.metric(words.MISSED, per_hour, help=words.MISSED_DEFINITION)
        st.caption(_watched(found.missed))
    with agreement:
        kappa = _kappa(found.agreement) if found.agreement.kappa else texts.NOTHING
        st.metric(words.AGREEMENT, kappa, help=words.AGREEMENT_DEFINITION)
        st.caption(_same(found.agreement))


def _recall_from(recall: Recall | None) -> str:
    if recall is None:
        return ""
    return words.RECALL_FROM.format(found=recall.found, missed=recall.missed, looked=recall.looked)


def _watched(missed: Missed) -> str:
    times = {"watched": spoken.duration(missed.watched_s), "unwatched": spoken.duration(missed.unwatched_s)}
    return words.UNWATCHED.format(**times)


def _same(agreement: Agreement) -> str:
    if not agreement.pairs:
        return ""
    same = words.SAME.format(same=spoken.number(agreement.same), count=agreement.pairs)
    few = words.KAPPA_FROM.format(count=LEAST_PAIRS) if agreement.pairs < LEAST_PAIRS else ""
    return listed(part for part in (same, few) if part)


def _month(month: SampleMonth) -> tuple[object, ...]:
    agreement, both = month.agreement, month.confirmed + month.dismissed
    same = spoken.percent(agreement.same / agreement.pairs) if agreement.pairs else texts.NOTHING
    share = month.confirmed_share
    confirmed = words.CONFIRMED_OF.format(share=spoken.percent(share), count=both) if both else texts.NOTHING
    numbers = (spoken.number(month.judged), spoken.number(agreement.pairs), same, _kappa(agreement), confirmed)
    return f"{month.first:%Y-%m}", *map(NumberInWords, numbers)


def _kappa(found: Agreement) -> str:
    if found.kappa is not None:
        return decisions.KAPPA_WITHIN.format(value=found.kappa.value, low=found.kappa.low, high=found.kappa.high)
    few = 0 < found.pairs < LEAST_PAIRS
    return words.FROM_PAIRS.format(count=LEAST_PAIRS) if few else texts.NOTHING
