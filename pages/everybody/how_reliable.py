"""How often each check was right where it was measured: what a link beside an allegation leads to."""

import streamlit as st

from pages import texts
from pages import texts_reliability as words
from pages.components import spoken
from pages.components.addresses import CHECK
from pages.components.page_header import page_header
from pages.components.plain_table import NumberInWords, plain_table
from pages.components.services import services
from pages.components.signed_in import require_role
from proctor_core.domain.roles import Role
from proctor_core.domain.violation import ViolationType
from proctor_core.services.reliability import CheckFigures, Counted, GroupFigures, Reliability


def draw() -> None:
    """The check that the link names, or the first; any other by choice."""
    require_role(*Role)
    measured = services().reliability
    page_header(words.TITLE, words.LEAD)
    if measured.is_of_other_models(services().models):
        st.warning(words.OTHER_MODELS, icon=":material/warning:")
    asked = st.query_params.get(CHECK)
    kinds = list(ViolationType)
    chosen = st.segmented_control(
        words.CHECK,
        kinds,
        default=ViolationType(asked) if asked in kinds else kinds[0],
        format_func=texts.TYPE_LABEL.__getitem__,
        required=True,
        key="reliability_check",
        label_visibility="collapsed",
    )
    _check(chosen or kinds[0], measured)
    day = spoken.day(measured.measured_on)
    st.caption(words.MEASURED.format(day=day, clips=measured.clips, policy=measured.policy))


def _check(type_: ViolationType, measured: Reliability) -> None:
    figures = measured.checks.get(type_)
    if figures is None:
        st.info(words.NOT_MEASURED, icon=":material/help:")
        return
    lines = [
        _counted(figures.right, words.RIGHT, words.NOTHING_RIGHT),
        _counted(figures.found, words.FOUND, words.NOTHING_FOUND),
        _false(figures),
        *_delay(figures),
        *(_phones(measured) if type_ is ViolationType.MOBILE_DETECTED else ()),
    ]
    st.markdown("\n".join(f"- {line}" for line in lines))
    if figures.groups:
        st.markdown(f"**{words.GROUPS_TITLE}**")
        st.caption(words.FEW)
        plain_table(words.GROUP_COLUMNS, (_row(one) for one in figures.groups))


def _counted(counted: Counted, said: str, nothing: str) -> str:
    share = counted.share
    if share is None:
        return nothing
    value, low, high = map(spoken.percent, (share.value, share.low, share.high))
    return said.format(share=value, low=low, high=high, hits=counted.hits, of=counted.of)


def _false(figures: CheckFigures) -> str:
    if figures.per_hour_at_most is None:
        return words.NO_INNOCENT
    minutes = spoken.number(figures.innocent_minutes, decimals=1)
    most = spoken.number(figures.per_hour_at_most)
    return words.FALSE.format(false=figures.false_in_innocent, minutes=minutes, most=most)


def _delay(figures: CheckFigures) -> list[str]:
    median, most = figures.known_after_s, figures.known_after_at_most_s
    if median is None or most is None:
        return []
    shown = {"median": spoken.number(median, decimals=1), "most": spoken.number(most, decimals=1)}
    return [words.KNOWN_AFTER.format(**shown)]


def _phones(measured: Reliability) -> list[str]:
    right, found = measured.phones_right, measured.phones_found
    if right is None or found is None:
        return []
    share = found.share
    counts = {"shown": found.of, "found": found.hits, "said": right.of, "right": right.hits}
    return [words.PHONES.format(**counts, share=spoken.percent(share.value if share else None))]


def _row(one: GroupFigures) -> tuple[object, ...]:
    found = words.COUNTED.format(hits=one.found.hits, of=one.found.of) if one.found.of else texts.NOTHING
    false = words.FALSE_IN.format(false=one.false, minutes=spoken.number(one.minutes, decimals=1))
    return words.KIND_LABEL[one.kind], _group(one), one.clips, NumberInWords(found), NumberInWords(false)


def _group(one: GroupFigures) -> str:
    if one.low is None and one.high is None:
        return words.GROUP_WORD.get(one.word, one.word)
    low, high = (None if limit is None else spoken.exact_number(limit) for limit in (one.low, one.high))
    if low is None:
        return words.UNDER.format(high=high)
    return words.FROM.format(low=low) if high is None else words.FROM_TO.format(low=low, high=high)


if __name__ == "__main__":
    draw()
