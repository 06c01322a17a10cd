"""The filters of the queue's page and its order, drawn; `queue_state.py` has what is chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

import streamlit as st

from db.tables import SavedQueueView, User
from pages import texts
from pages import texts_queue as words
from pages.components import spoken
from pages.components.days import ANY_DAY, begin_of, end_of
from pages.components.problems import sentence_of
from pages.moderator.queue_mail import queue_mail
from pages.moderator.queue_state import (
    ALL,
    BEHIND_BUTTON,
    choose_order,
    chosen_order,
    clear_filters,
    keep_choices,
    key_of,
    take_up_choices,
    widget,
)
from pages.moderator.saved_views import save_and_forget
from pages.moderator.services import services
from pages.moderator.survey_titles import survey_titles
from proctor_core.domain.session_code import IdRange, ids_of_code
from proctor_core.domain.violation import ViolationType
from proctor_core.errors import InvalidInput
from proctor_core.services.reviewing.reviewing import CaseSource, QueueFilter, QueueOrder, QueueSort, QueueView

SHARES = (0.98, 0.95, 0.9, 0.8, 0.5)
_HIDDEN: Mapping[str, Any] = {"label_visibility": "collapsed"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """View, filters, order."""

    view: QueueView
    narrowed: QueueFilter
    order: QueueOrder


def queue_choices(actor: User, saved: Sequence[SavedQueueView]) -> Chosen:
    """Draw what is asked often on one line, the rest behind a button; choosing begins at the first page again."""
    take_up_choices()
    counts = services().reviewing.counts(actor)
    views, codes, surveys, types, more = st.columns([3.0, 1.2, 1.15, 1.0, 0.9], vertical_alignment="bottom")
    with views:
        view = _view(counts)
    with codes:
        typed = st.text_input(
            texts.FIND_SESSION, max_chars=40, placeholder=texts.FIND_SESSION_HINT, **widget("code"), **_HIDDEN
        )
    with surveys:
        survey_id = _select(texts.SURVEY, survey_titles(actor), texts.ALL_SURVEYS, "survey", **_HIDDEN)
    with types:
        labels = {str(kind): texts.TYPE_LABEL[kind] for kind in ViolationType}
        kind = _select(texts.TYPE, labels, texts.ALL_TYPES, "type", **_HIDDEN)
    with more:
        narrowed = _more(actor, view, saved)
    keep_choices()
    given: dict[str, Any] = {name: getattr(narrowed, name) for name in _REST}
    wanted = QueueFilter(
        UUID(survey_id) if survey_id else None, ViolationType(kind) if kind else None, _ids(typed or ""), **given
    )
    return Chosen(view, wanted, chosen_order())


_REST = [one.name for one in fields(QueueFilter)][3:]
"""The filters behind the button."""


def _view(counts: Mapping[QueueView, int]) -> QueueView:
    st.session_state.setdefault(key_of("view"), QueueView.WAITING)
    own = st.session_state[key_of("view")]
    # Few surveys ask two moderators for a rejection; an empty view would push the decided ones out of sight.
    views = [view for view in QueueView if view is not QueueView.PROPOSED or counts[view] or view == own]
    chosen = st.pills(
        texts.VIEW,
        views,
        format_func=lambda view: (
            f"{texts.VIEW_LABEL[view]} {counts[view]}" if view in counts else texts.VIEW_LABEL[view]
        ),
        required=True,
        **widget("view"),
        **_HIDDEN,
    )
    return chosen or QueueView.WAITING


def _more(actor: User, view: QueueView, saved: Sequence[SavedQueueView]) -> QueueFilter:
    """The filters that are asked less often, and the order, which a phone has no headings for."""
    count = sum(bool(st.session_state.get(key_of(name))) for name in BEHIND_BUTTON)
    label = words.FILTERS_SET.format(count=count) if count else words.FILTERS
    with st.popover(label, icon=":material/tune:", width="stretch"):
        _order(view)
        since, until = st.columns(2)
        first: date | None = since.date_input(words.FROM_DAY, help=words.DAY_HELP, **ANY_DAY, **widget("since"))
        last: date | None = until.date_input(words.TO_DAY, **ANY_DAY, **widget("until"))
        below = {str(share): words.COVERAGE_BELOW.format(share=spoken.percent(share)) for share in SHARES}
        coverage = _select(words.COVERAGE, below, words.ANY_COVERAGE, "coverage")
        sources = {str(source): words.SOURCE_LABEL[source] for source in CaseSource}
        source = _select(words.SOURCE, sources, words.ANY_SOURCE, "source")
        moderators = {str(one): name for one, name in services().reviewing.moderators(actor).items()}
        decided_by = _select(words.DECIDED_BY, moderators, words.ANYBODY, "decided_by")
        st.button(words.CLEAR_FILTERS, icon=":material/filter_alt_off:", on_click=clear_filters, disabled=not count)
        st.divider()
        save_and_forget(saved)
        queue_mail(actor)
    return QueueFilter(
        since=begin_of(first),
        until=end_of(last),
        coverage_below=float(coverage) if coverage else None,
        source=CaseSource(source) if source else None,
        decided_by=UUID(decided_by) if decided_by else None,
    )


def _order(view: QueueView) -> None:
    order = chosen_order()
    labels = {**words.SORT_LABEL, QueueSort.WAITING: words.NEWEST_DECISION} if view is QueueView.DECIDED else None
    sorts = [sort for sort in QueueSort if labels is None or sort is not QueueSort.PRIORITY]
    shown = QueueSort.WAITING if order.by not in sorts else order.by
    key = key_of(f"sort_{view}_{order.by}_{order.is_reversed}")
    by = st.selectbox(
        words.SORT, sorts, index=sorts.index(shown), format_func=lambda one: (labels or words.SORT_LABEL)[one], key=key
    )
    is_reversed = st.toggle(words.REVERSED, value=order.is_reversed, key=f"{key}_reversed")
    if (by, is_reversed) != (shown, order.is_reversed):
        choose_order(QueueOrder(by, is_reversed))
        st.rerun()


def _select(label: str, labels: Mapping[str, str], everything: str, name: str, **options: Any) -> str:
    """The chosen word; empty for everything, also where what was chosen is there no more."""
    if st.session_state.get(key_of(name)) not in {ALL, *labels}:
        st.session_state.pop(key_of(name), None)
    return st.selectbox(
        label,
        [ALL, *labels],
        format_func=lambda chosen: labels.get(chosen, everything),
        **widget(name),
        **options,
    )


def _ids(typed: str) -> IdRange | None:
    try:
        return ids_of_code(typed)
    except InvalidInput as error:
        st.error(sentence_of(error), icon=":material/error:")
        st.stop()
