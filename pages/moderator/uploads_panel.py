"""What uploaded recordings of the session show against what was noted while it ran; the moderator judges the difference."""

from collections.abc import Sequence

import streamlit as st

from db.tables import SessionRecording
from pages import texts
from pages import texts_recordings as words
from pages.components import spoken
from pages.components.failure_words import failure_words
from pages.components.plain import plain
from pages.components.reason_words import reason_words
from pages.components.type_chip import type_chip
from pages.moderator.shown_incident import look_at
from proctor_core.domain.recording_analysis import AnalysisState, Difference, Differences
from proctor_core.domain.states import RecordingState
from proctor_core.domain.violation import SignalKind, ViolationType
from proctor_core.services.recordings.recording_list import AnalysedRecording
from proctor_core.services.reviewing.case import Case

OVERHANG_S = 5.0
"""A recorder that is stopped a little late is nothing to speak of."""


def uploads_panel(case: Case) -> None:
    """One box for each uploaded recording; nothing where there is none."""
    for number, one in enumerate(case.uploads, start=1):
        with st.container(border=True, gap="xsmall"):
            title = words.UPLOAD_TITLE if len(case.uploads) == 1 else words.UPLOAD_NUMBER.format(number=number)
            st.markdown(f"**{title}** &nbsp; {_span(one.recording)}")
            _draw(case, one)


def _span(recording: SessionRecording) -> str:
    end_s = recording.start_s + (recording.duration_s or 0.0)
    return words.SPAN.format(span=spoken.span(recording.start_s, end_s))


def _draw(case: Case, one: AnalysedRecording) -> None:
    analysis, recording = one
    if recording.erased_at:
        st.caption(texts.VIDEO_ERASED)
    elif analysis.state is AnalysisState.DROPPED:
        st.caption(words.DROPPED)
    elif recording.state is RecordingState.FAILED:
        st.caption(words.FAILED.format(why=plain(failure_words(recording))))
    elif analysis.differences is not None:
        _times(case, recording)
        _differences(case, Differences.from_json(analysis.differences))
    elif analysis.state is AnalysisState.RUNNING and analysis.progress:
        st.caption(words.RUNS.format(share=spoken.percent(analysis.progress)))
    else:
        st.caption(words.WAITS)


def _times(case: Case, recording: SessionRecording) -> None:
    if not recording.is_start_told:
        st.warning(words.START_UNSAID, icon=":material/schedule:")
    beyond_s = recording.start_s + (recording.duration_s or 0.0) - case.duration_s
    if beyond_s > OVERHANG_S:
        st.caption(words.OVERHANG.format(length=spoken.duration(beyond_s)))


def _differences(case: Case, found: Differences) -> None:
    numbers = {"agreed": found.agreed, "only_recording": len(found.only_recording), "only_live": len(found.only_live)}
    if found.only_recording or found.only_live:
        st.markdown(words.SUMMARY.format(**numbers))
    else:
        st.markdown(words.ALL_AGREE.format(**numbers) if found.agreed else words.NOTHING_AT_ALL)
    if found.not_comparable:
        st.caption(words.NOT_COMPARABLE.format(count=found.not_comparable))
    _list(case, words.ONLY_RECORDING, words.COUNTED if found.is_counted else words.NOT_COUNTED, found.only_recording)
    _list(case, words.ONLY_LIVE, words.LIVE_STAYS, found.only_live)
    if found.unread:
        st.warning(words.UNREAD.format(count=found.unread), icon=":material/broken_image:")
    if found.signals:
        signals = [_signal(one.kind, one.onset_s, one.offset_s) for one in found.signals]
        st.caption(words.SIGNALS.format(times="; ".join(signals)))


def _signal(kind: str, onset_s: float, offset_s: float) -> str:
    label = texts.SIGNAL_LABEL[SignalKind(kind)]
    return words.SIGNAL.format(label=label, span=spoken.span(onset_s, offset_s))


def _list(case: Case, title: str, means: str, differences: Sequence[Difference]) -> None:
    if not differences:
        return
    st.markdown(f"**{title}**")
    st.caption(means)
    for place, one in enumerate(differences):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            chip = type_chip(ViolationType(one.type))
            st.html(f"{chip} {spoken.span(one.onset_s, one.offset_s)}", width="content")
            number = _incident_of(case, one)
            if number is not None:
                label, key = words.SHOW.format(number=number), f"difference-{title}-{place}-{one.violation_id}"
                st.button(label, key=key, type="tertiary", on_click=look_at, args=(case, number))
            if one.reason:
                st.caption(plain(reason_words(one)))


def _incident_of(case: Case, one: Difference) -> int | None:
    held = (i.number for i in case.incidents for v in i.violations if str(v.violation.id) == one.violation_id)
    return next(held, None)
