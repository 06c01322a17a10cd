"""How often each check is right: verdicts on what it alleged, in one table."""

import streamlit as st

from pages import texts
from pages.components import spoken
from pages.components.plain_table import plain_table
from proctor_core.domain.share import Share
from proctor_core.services.reviewing.statistics import CheckQuality


def check_quality_table(checks: tuple[CheckQuality, ...]) -> None:
    """Draw it with its definition; a check about which nothing was said has no share."""
    with st.container(border=True, gap="xxsmall"):
        st.markdown(f"**{texts.CHECKS_TITLE}**", help=texts.CHECKS_DEFINITION, width="content")
        if not any(check.precision or check.unsure for check in checks):
            st.caption(texts.CHECKS_EMPTY)
            return
        plain_table(texts.CHECK_COLUMNS, map(_row, checks))


def _row(check: CheckQuality) -> tuple[str, ...]:
    counts = (check.confirmed, check.dismissed, check.unsure, check.open)
    return texts.TYPE_LABEL[check.type], *map(spoken.number, counts), _share(check.precision)


def _share(share: Share | None) -> str:
    if share is None:
        return texts.NOTHING
    low, high = spoken.percent(share.low), spoken.percent(share.high)
    return texts.SHARE_WITHIN.format(share=spoken.percent(share.value), low=low, high=high)
