"""How often each check is right: verdicts on what it alleged, in one table."""

import streamlit as st

from pages import texts, texts_reliability
from pages.analyst.changes import compared_with, share_with_change, with_change
from pages.components.addresses import reliability_address
from pages.components.plain_table import plain_table
from proctor_core.services.reviewing.statistics import Between, CheckQuality, Overview, Period


def check_quality_table(overview: Overview, period: Period | Between) -> None:
    """Draw it with its definition and its changes; a check about which nothing was said has no share."""
    before = {check.type: check for check in overview.before.checks}
    with st.container(border=True, gap="xxsmall"):
        st.markdown(f"**{texts.CHECKS_TITLE}**", help=texts.CHECKS_DEFINITION, width="content")
        if not any(check.precision or check.unsure for check in overview.checks):
            st.caption(texts.CHECKS_EMPTY)
            return
        st.caption(compared_with(period))
        rows = ((check, before.get(check.type) or CheckQuality(check.type, 0, 0, 0, 0)) for check in overview.checks)
        plain_table(texts.CHECK_COLUMNS, [_row(check, then) for check, then in rows])
        st.markdown(f":material/verified: [{texts_reliability.MEASURED_ELSEWHERE}]({reliability_address()})")


def _row(check: CheckQuality, then: CheckQuality) -> tuple[object, ...]:
    counts, earlier = ((one.confirmed, one.dismissed, one.unsure, one.open) for one in (check, then))
    return (
        texts.TYPE_LABEL[check.type],
        *map(with_change, counts, earlier),
        share_with_change(check.precision, then.precision),
    )
