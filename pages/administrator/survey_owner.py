"""The input that says whose survey it is: this house's, or a platform's."""

import streamlit as st

from db.tables import User
from pages import texts_surveys as words
from pages.administrator.services import services
from proctor_core.domain.ownership import HOUSE


def owner_input(actor: User, key: str, owner: str = HOUSE) -> None:
    """Choose among the house and the platforms that have tokens; the name is in the session state under `key`."""
    owners = list(dict.fromkeys([HOUSE, *services().surveys.platforms(actor), owner]))
    st.selectbox(
        words.OWNER,
        owners,
        index=owners.index(owner),
        key=key,
        format_func=lambda name: name or words.OWNER_HOUSE,
        help=words.OWNER_HELP,
    )
