"""Where a person may be sent after sign-in: only to a path of this program."""

from urllib.parse import urlsplit

HOME = "/"


def local_path(asked: str | None) -> str:
    """Return `asked` if it is a plain path on this origin, else `/`.

    Refused: other schemes and hosts, `//host`, backslashes (browsers read them as slashes), control characters.
    """
    if not asked or not asked.startswith("/") or asked.startswith("//") or "\\" in asked:
        return HOME
    if any(ord(character) < 32 for character in asked):
        return HOME
    parts = urlsplit(asked)
    return HOME if parts.scheme or parts.netloc else asked
