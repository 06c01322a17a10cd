"""Every sentence about the API's tokens, for administrators."""

from collections.abc import Mapping

from pages.reader import read_in_language
from proctor_core.domain.token_scope import TokenScope
from proctor_core.language.marking import N_

PAGE_TOKENS = N_("API tokens")
TOKENS_TITLE = N_("API tokens")
TOKENS_LEAD = N_(
    "Who may use the REST API, for whom and until when. A token is shown once, when it is made; "
    "what may be done with it is described under /api/docs."
)
TOKENS_EMPTY = N_("Tokens will be listed here once you have made one.")
TOKEN_COLUMNS: Mapping[str, str] = {
    "name": N_("Name"),
    "scope": N_("May"),
    "person": N_("Acts for"),
    "created": N_("Made on"),
    "expires": N_("Until"),
    "used": N_("Last used"),
    "state": N_("State"),
}
SCOPE_LABEL: Mapping[TokenScope, str] = {
    TokenScope.TAKER: N_("Take surveys"),
    TokenScope.MODERATOR: N_("Review sessions"),
    TokenScope.ANALYST: N_("Read statistics"),
    TokenScope.SERVICE: N_("Open sessions (a platform's server)"),
}
SCOPE_MEANS: Mapping[TokenScope, str] = {
    TokenScope.TAKER: N_("Whoever has it takes surveys as this person and reaches no other sessions."),
    TokenScope.MODERATOR: N_("Whoever has it sees flagged sessions and decides in the name of this person."),
    TokenScope.ANALYST: N_("Whoever has it reads numbers; no taker is named in them."),
    TokenScope.SERVICE: N_(
        "Another platform's server adds surveys and opens sessions for its own people with it. The name says which platform: "
        "a new token of the same name reaches the same surveys and people, and no other platform does. "
        "It works as long as your account does."
    ),
}
MAKE_TOKEN = N_("Make a token")
TOKEN_NAME = N_("Name")
TOKEN_NAME_HELP = N_("What it is for; for a platform's server, the platform.")
TOKEN_SCOPE = N_("What it may be used for")
TOKEN_PERSON = N_("Acts for")
TOKEN_DAYS = N_("Works for (days, 1 to {most})")
TOKEN_NOBODY = N_("There is nobody with the role for this yet.")
TOKEN_MADE = N_(
    "This is the token {name}. Copy it now: it can't be shown again. Whoever has it can use it until {until}."
)
TOKEN_DONE = N_("The token {name} is made.")
REVOKE_TOKEN = N_("End a token")
REVOKE_WHICH = N_("Token")
REVOKE_MEANS = N_("{name} stops working now, and for good. Programs that use it will be refused.")
REVOKE_BUTTON = N_("Yes, end it")
TOKEN_REVOKED = N_("The token {name} has ended.")
NONE_TO_REVOKE = N_("No token works now, so there is none to end.")
NEVER_USED = N_("never")
STATE_LIVE, STATE_OVER, STATE_REVOKED = N_("works"), N_("over"), N_("ended")

read_in_language(__name__)
