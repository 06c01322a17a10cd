"""What was noted in a decided session, each note with the taker's own pictures; others in them are blurred on the way here."""

from html import escape

import streamlit as st

from db.tables import Evidence, SurveySession, User
from pages import texts, texts_reliability, texts_taker
from pages import texts_appeals as words
from pages.components import spoken
from pages.components.addresses import reliability_address
from pages.taker.services import services
from proctor_core.domain.violation import ViolationType
from proctor_core.services.reviewing.own_notes import OwnNote


def own_notes(taker: User, session: SurveySession) -> None:
    """Draw them; a sentence where they are erased, nothing where nothing was noted."""
    notes = services().own_notes.of_session(taker, session.id)
    if not notes:
        if session.violations_count:
            st.caption(words.NOTES_GONE)
        return
    st.markdown(f"**{words.NOTES_TITLE}**")
    st.caption(words.NOTES_LEAD)
    st.markdown(f":material/verified: [{texts_reliability.TITLE}]({reliability_address()})")
    for note in notes:
        _note(note)


def _note(note: OwnNote) -> None:
    line = words.NOTED.format(when=spoken.span(note.onset_s, note.offset_s), what=_what(note))
    if note.stands and not note.is_of_a_person:
        word, icon, colour = words.STANDS[note.stands]
        line += f" :{colour}[:material/{icon}: {word}]"
    st.markdown(line)
    if note.pictures:
        st.html(f'<div class="own-pictures">{"".join(map(_figure, note.pictures))}</div>')


def _what(note: OwnNote) -> str:
    if note.is_of_a_person:
        return words.NOTED_BY_A_PERSON[note.type]
    seconds = max(1, round(note.offset_s - note.onset_s))
    return texts_taker.PAST_NOTE[ViolationType(note.type.value)].format(seconds=seconds)


def _figure(picture: Evidence) -> str:
    # Never through Streamlit, which would publish it without a sign-in.
    said = words.PICTURE_OF.format(moment=texts.SNAPSHOT_LABEL[picture.kind], time=spoken.clock(picture.taken_s))
    source = f"/api/media/evidence/{picture.id}"
    return f'<figure><img src="{source}" alt="{escape(said)}"><figcaption>{escape(said)}</figcaption></figure>'
