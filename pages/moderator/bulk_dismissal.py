"""Dismissing low-priority incidents of a view together: what goes is listed before the second step, and taken back at once."""

from hashlib import sha256
from uuid import UUID

import streamlit as st

from db.tables import User
from pages import texts
from pages import texts_queue as words
from pages.components import spoken
from pages.components.dialog import dialog
from pages.components.guarded_button import guarded_button
from pages.components.notices import close_dialog_when_done, note_done, note_problem
from pages.components.plain_table import plain_table
from pages.components.signed_in import acting
from pages.moderator.queue_choices import Chosen
from pages.moderator.services import services
from pages.texts_spoken import listed
from proctor_core.domain.priority import LOW_POINTS
from proctor_core.domain.roles import Role
from proctor_core.domain.session_code import session_code
from proctor_core.domain.violation import ViolationType
from proctor_core.errors import ProctorError
from proctor_core.services.reviewing.bulk_dismissal import BulkPlan, LowIncident
from proctor_core.services.reviewing.reviewing import QueueView


def bulk_dismissal_button(actor: User, chosen: Chosen) -> None:
    """In the view of what waits, and nowhere else."""
    if chosen.view is QueueView.WAITING and st.button(words.BULK, icon=":material/playlist_remove:", type="tertiary"):
        _dismiss_together(actor, chosen)


@dialog(lambda: words.BULK, width="large")
def _dismiss_together(actor: User, chosen: Chosen) -> None:
    st.caption(words.BULK_LEAD.format(most=LOW_POINTS))
    plan = services().bulk_dismissals.plan(actor, chosen.narrowed, chosen.order)
    _say(plan)
    is_clicked = _second_step(plan) if plan.incidents else False
    is_taking_back = [
        guarded_button(
            words.BULK_TAKE_BACK.format(count=batch.incidents, time=spoken.local_clock(batch.at)),
            _take_back,
            batch.id,
            key=f"take-back-batch-{batch.id}",
            icon=":material/undo:",
        )
        for batch in services().bulk_dismissals.batches(actor)
    ]
    close_dialog_when_done(is_clicked or any(is_taking_back))


def _say(plan: BulkPlan) -> None:
    if plan.incidents:
        st.markdown(words.BULK_COUNT.format(count=len(plan.incidents), cases=plan.cases))
    else:
        st.info(words.BULK_NONE.format(cases=plan.cases), icon=":material/inbox:")
    if plan.held:
        st.caption(words.BULK_HELD.format(count=plan.held))
    if plan.has_more:
        st.caption(words.BULK_MORE.format(cases=plan.cases + plan.held))


def _second_step(plan: BulkPlan) -> bool:
    """What goes, and the button for just that: a list that has changed has another one, which waits again."""
    plain_table(words.BULK_COLUMNS, (_row(one) for one in plan.incidents))
    members = sorted(str(member) for one in plan.incidents for member in one.members)
    return guarded_button(
        words.BULK_NOW.format(count=len(plan.incidents)),
        _dismiss,
        plan.incidents,
        key=f"bulk-{sha256(' '.join(members).encode()).hexdigest()[:16]}",
        type="primary",
        icon=":material/playlist_remove:",
    )


def _row(one: LowIncident) -> tuple[object, ...]:
    kinds = listed(texts.TYPE_LABEL[ViolationType(kind)] for kind in one.types)
    span = spoken.span(one.onset_s, one.offset_s)
    return session_code(one.session_id), one.number, kinds, span, spoken.number(one.points, decimals=1)


def _dismiss(incidents: tuple[LowIncident, ...]) -> None:
    try:
        done = services().bulk_dismissals.dismiss(acting(Role.MODERATOR), incidents)
    except ProctorError as error:
        note_problem(error)
        return
    left = [words.BULK_LEFT.format(count=done.left)] if done.left else []
    note_done(" ".join([words.BULK_DONE.format(count=done.done), *left]))


def _take_back(batch_id: UUID) -> None:
    try:
        done = services().bulk_dismissals.take_back(acting(Role.MODERATOR), batch_id)
    except ProctorError as error:
        note_problem(error)
        return
    kept = [words.BULK_KEPT.format(count=done.left)] if done.left else []
    note_done(" ".join([words.BULK_TAKEN_BACK.format(count=done.done), *kept]))
