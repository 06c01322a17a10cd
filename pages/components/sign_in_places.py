"""The dialog "Where you are signed in": everybody sees and ends their own sign-ins."""

from uuid import UUID

import streamlit as st

from pages import texts_administrator as words
from pages.components import spoken
from pages.components.guarded_button import guarded_button
from pages.components.language_choice import language_choice
from pages.components.notices import close_dialog_when_done, note_done, note_problem
from pages.components.services import services
from pages.components.signed_in import signed_in_person, token_of_browser
from proctor_core.codes.caller_refusals import CallerRefusal
from proctor_core.errors import NotSignedIn, ProctorError
from proctor_core.services.accounts.sign_ins import SignedInPlace


def sign_in_places() -> None:
    """Open the dialog."""
    st.dialog(words.WHERE_SIGNED_IN)(_places)()


def _places() -> None:
    """One line for each browser, this one marked."""
    person = signed_in_person()
    if person is None:
        return
    language_choice(person)
    st.caption(words.WHERE_LEAD)
    places = services().sign_ins.places(person, person.id, token_of_browser())
    clicked = [_line(place) for place in places]
    if len(places) > 1:
        clicked.append(guarded_button(words.END_OTHERS, _end_others, key="end-others", type="primary"))
    close_dialog_when_done(any(clicked))


def _line(place: SignedInPlace) -> bool:
    said, button = st.columns([4, 1], vertical_alignment="center")
    said.markdown(
        words.PLACE.format(
            browser=place.browser or words.UNKNOWN_BROWSER,
            since=spoken.local_time(place.since),
            until=spoken.local_time(place.until),
        )
        + (f" **({words.THIS_BROWSER})**" if place.is_here else "")
    )
    return not place.is_here and guarded_button(
        words.END_SIGN_IN, _end, place.id, key=f"end-{place.id}", place=button, width="stretch"
    )


def _end(sign_in_id: UUID) -> None:
    try:
        person = signed_in_person()
        if person is None:
            raise NotSignedIn(CallerRefusal.NOT_SIGNED_IN)
        services().sign_ins.end(person, sign_in_id)
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(words.SIGN_IN_ENDED)


def _end_others() -> None:
    try:
        person = signed_in_person()
        if person is None:
            raise NotSignedIn(CallerRefusal.NOT_SIGNED_IN)
        count = services().sign_ins.end_others(person, person.id, token_of_browser())
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(words.SIGN_INS_ENDED.format(count=count))
