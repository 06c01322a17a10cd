"""What a password must be, its Argon2 hash, and whether what is typed is the same."""

from pwdlib import PasswordHash

from proctor_core.domain.spelling import normal_password, spellings_of_password
from proctor_core.domain.storable import storable
from proctor_core.errors import InvalidInput

MIN_PASSWORD_LENGTH = 10
# Argon2 takes its time with every character; nobody needs more.
MAX_PASSWORD_LENGTH = 1000
MOST_PARTS = 4
"""Characters that a single one comes apart into at most."""


def hash_of_password(passwords: PasswordHash, password: str | None) -> str:
    """The hash to store, of the password's normal form.

    Raises:
        InvalidInput: the password is too short or too long, or holds what no form can send.
    """
    normal = normal_password(storable(password or "", "password"))
    if not MIN_PASSWORD_LENGTH <= len(normal) <= MAX_PASSWORD_LENGTH:
        limits = f"{MIN_PASSWORD_LENGTH} to {MAX_PASSWORD_LENGTH}"
        raise InvalidInput("password", f"expected {limits} characters, got {len(normal)}")
    return passwords.hash(normal)


def verify_password(passwords: PasswordHash, typed: str, known_hash: str) -> tuple[bool, str | None]:
    """Whether it is the password, and a better hash to store where the known one is of another cost or another spelling.

    The work depends on what is typed alone: a wrong password is hashed once for each of its spellings.
    """
    # What is longer, decomposed too, is no password, and takes no longer to be refused.
    normal, *others = spellings_of_password(typed[: MOST_PARTS * MAX_PASSWORD_LENGTH + 1])
    fits = len(normal) <= MAX_PASSWORD_LENGTH
    is_right, better_hash = passwords.verify_and_update(_bytes_of(normal), known_hash)
    if is_right:
        return fits, better_hash
    is_known = [passwords.verify(_bytes_of(other), known_hash) for other in others]
    is_right = any(is_known) and fits
    return is_right, passwords.hash(normal) if is_right else None


def _bytes_of(password: str) -> bytes:
    # Half of a character is in no password, and no reason to fail.
    return password.encode("utf-8", "surrogatepass")
