"""One session on one screen: what was alleged and measured, the pictures of it, and the moderator's decision."""

from typing import NoReturn
from uuid import UUID

import streamlit as st

from db.tables import User
from pages import texts
from pages.components.addresses import CHOSEN_SESSION, REVIEW_QUEUE, SESSION, named_in_address, put_into_address
from pages.components.notices import show_notices
from pages.components.signed_in import require_role
from pages.components.snapshot_gallery import SMALL, snapshot_gallery
from pages.components.timeline import timeline_figure, timeline_px
from pages.moderator.case_header import case_header
from pages.moderator.case_video_panel import case_video_panel, may_play, say_about_video
from pages.moderator.chosen_incident import choose, chosen_incident
from pages.moderator.decision_panel import decision_panel
from pages.moderator.incident_panel import incident_panel
from pages.moderator.let_go import leave_when_let_go
from pages.moderator.review_history import review_history
from pages.moderator.services import services
from pages.moderator.uploads_panel import uploads_panel
from proctor_core.domain.roles import Role
from proctor_core.errors import NotAllowed, NotFound
from proctor_core.services.reviewing.case import Case

# With the header, both columns end above the fold of 1280x800.
COLUMN_PX = 560
GAP_PX = 16
SMALLEST_GALLERY_PX = 132
_CHART = {"displayModeBar": False}


def draw() -> None:
    """The case of the session that is chosen; left what was seen, right the judging."""
    actor = require_role(Role.MODERATOR)
    leave_when_let_go()
    case = _case(actor)
    case_header(actor, case)
    seen, judging = st.columns([1.75, 1], gap="medium")
    with seen:
        height_px = _timeline(case)
        rest_px = max(SMALLEST_GALLERY_PX, COLUMN_PX - GAP_PX - height_px)
        if may_play(actor, case):
            video, pictures = st.columns([1.25, 1], gap="small")
            with video:
                case_video_panel(case, chosen_incident(case), rest_px)
            with pictures:
                _gallery(case, rest_px)
        else:
            _gallery(case, rest_px)
            say_about_video(case)
    with judging:
        incident_panel(actor, case)
        show_notices()
        deciding = st.container()
    uploads_panel(case)
    review_history(case)
    # Last, so that whoever can press has all of the case on the screen.
    with deciding:
        decision_panel(actor, case)


def _chosen() -> UUID | None:
    """The session of the address; where it names none, the one that was open last."""
    if SESSION in st.query_params:
        return named_in_address(SESSION)
    return st.session_state.get(CHOSEN_SESSION)


def _case(actor: User) -> Case:
    session_id = _chosen()
    if session_id is None:
        show_notices()
        _send_to_queue(texts.SESSION_GONE if SESSION in st.query_params else texts.CHOOSE_SESSION)
    put_into_address(SESSION, session_id)
    st.session_state[CHOSEN_SESSION] = session_id
    try:
        return services().reviewing.open_case(actor, session_id)
    except (NotFound, NotAllowed):
        _send_to_queue(texts.SESSION_GONE)


def _send_to_queue(sentence: str) -> NoReturn:
    st.info(sentence, icon=":material/inbox:")
    if st.button(texts.TO_THE_QUEUE, icon=":material/arrow_back:"):
        st.switch_page(REVIEW_QUEUE)
    st.stop()


def _timeline(case: Case) -> int:
    """Draw it; returns its height."""
    key = f"timeline-{case.session.id}"
    figure = timeline_figure(case, chosen_incident(case))
    st.plotly_chart(figure, key=key, config=_CHART, on_select=lambda: _follow_click(case, key), selection_mode="points")
    return timeline_px(case)


def _follow_click(case: Case, key: str) -> None:
    points = st.session_state[key].selection.points
    number = points[0].get("customdata", [None])[0] if points else None
    if number is not None:
        choose(case, int(number))


def _gallery(case: Case, height_px: int) -> None:
    chosen = chosen_incident(case)
    if not any(violation.evidence for violation in case.violations):
        st.caption(texts.NO_SNAPSHOTS)
        return
    with st.container(height=height_px, border=True):
        key = f"gallery-{case.session.id}"
        opened = snapshot_gallery(case.incidents, chosen.number if chosen else 0, tile=SMALL, key=key)
    if opened is not None and chosen is not None and int(opened) != chosen.number:
        choose(case, int(opened))
        st.rerun()


if __name__ == "__main__":
    draw()
