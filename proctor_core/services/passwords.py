"""What a password must be, and its Argon2 hash."""

from pwdlib import PasswordHash

from proctor_core.errors import InvalidInput

MIN_PASSWORD_LENGTH = 10
# Argon2 takes its time with every character; nobody needs more.
MAX_PASSWORD_LENGTH = 1000


def hash_of_password(passwords: PasswordHash, password: str | None) -> str:
    """The hash to store.

    Raises:
        InvalidInput: the password is too short or too long.
    """
    if password is None or not MIN_PASSWORD_LENGTH <= len(password) <= MAX_PASSWORD_LENGTH:
        limits = f"{MIN_PASSWORD_LENGTH} to {MAX_PASSWORD_LENGTH}"
        raise InvalidInput("password", f"expected {limits} characters, got {len(password or '')}")
    return passwords.hash(password)
