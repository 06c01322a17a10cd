"""Who else has the case open: asked for again while the page is there, without drawing anything else anew."""

from uuid import UUID

import streamlit as st

from pages import texts_queue as words
from pages.components.plain import plain
from pages.components.signed_in import acting
from pages.moderator.services import services
from pages.texts_spoken import listed
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError

EVERY_S = 15


@st.fragment(run_every=EVERY_S)
def presence(session_id: UUID) -> None:
    """A badge with their names; nothing while there is nobody else."""
    try:
        names = services().presence.look(acting(Role.MODERATOR), session_id)
    except ProctorError:
        # The page itself says so when it is drawn again.
        return
    if names:
        said = words.ALSO_HERE.format(count=len(names), names=listed(map(plain, names)))
        st.badge(said, icon=":material/visibility:", color="violet")
