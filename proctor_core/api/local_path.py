"""Where a person may be sent after sign-in: only to a path of this program."""

import unicodedata
from urllib.parse import urlsplit

HOME = "/"


def local_path(asked: str | None) -> str:
    """Return `asked` if it is a plain path on this origin, else `/`.

    Refused: other schemes and hosts, `//host`, backslashes (browsers read them as slashes), control characters, and the
    account pages themselves, which would sign the person out again or ask for ever.
    """
    if not asked or not asked.startswith("/") or asked.startswith("//") or "\\" in asked:
        return HOME
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in asked):
        return HOME
    parts = urlsplit(asked)
    is_elsewhere = bool(parts.scheme or parts.netloc)
    return HOME if is_elsewhere or parts.path.casefold().startswith("/account") else asked
