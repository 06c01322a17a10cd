"""Every sentence about the API's tokens, for administrators."""

from collections.abc import Mapping

from proctor_core.domain.token_scope import TokenScope

PAGE_TOKENS = "API tokens"
TOKENS_TITLE = "API tokens"
TOKENS_LEAD = (
    "Who may use the REST API, for whom and until when. A token is shown once, when it is made; "
    "what may be done with it is described under /api/docs."
)
TOKENS_EMPTY = "Tokens will be listed here once you have made one."
TOKEN_COLUMNS: Mapping[str, str] = {
    "name": "Name",
    "scope": "May",
    "person": "Acts for",
    "created": "Made on",
    "expires": "Until",
    "used": "Last used",
    "state": "State",
}
SCOPE_LABEL: Mapping[TokenScope, str] = {
    TokenScope.TAKER: "Take surveys",
    TokenScope.MODERATOR: "Review sessions",
    TokenScope.ANALYST: "Read statistics",
    TokenScope.SERVICE: "Open sessions (a platform's server)",
}
SCOPE_MEANS: Mapping[TokenScope, str] = {
    TokenScope.TAKER: "Whoever has it takes surveys as this person and reaches no other sessions.",
    TokenScope.MODERATOR: "Whoever has it sees flagged sessions and decides in the name of this person.",
    TokenScope.ANALYST: "Whoever has it reads numbers; no taker is named in them.",
    TokenScope.SERVICE: (
        "Another platform's server adds surveys and opens sessions for its own people with it. The name says which platform: "
        "a new token of the same name reaches the same surveys and people, and no other platform does. "
        "It works as long as your account does."
    ),
}
MAKE_TOKEN = "Make a token"
TOKEN_NAME = "Name"
TOKEN_NAME_HELP = "What it is for; for a platform's server, the platform."
TOKEN_SCOPE = "What it may be used for"
TOKEN_PERSON = "Acts for"
TOKEN_DAYS = "Works for (days, 1 to {most})"
TOKEN_NOBODY = "There is nobody with the role for this yet."
TOKEN_MADE = "This is the token {name}. Copy it now: it can't be shown again. Whoever has it can use it until {until}."
TOKEN_DONE = "The token {name} is made."
REVOKE_TOKEN = "End a token"
REVOKE_WHICH = "Token"
REVOKE_MEANS = "{name} stops working now, and for good. Programs that use it will be refused."
REVOKE_BUTTON = "Yes, end it"
TOKEN_REVOKED = "The token {name} has ended."
NONE_TO_REVOKE = "No token works now, so there is none to end."
NEVER_USED = "never"
STATE_LIVE, STATE_OVER, STATE_REVOKED = "works", "over", "ended"
