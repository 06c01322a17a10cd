"""What a password must be, its Argon2 hash, and whether what is typed is the same."""

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from pwdlib import PasswordHash

from proctor_core.codes.account_refusals import AccountRefusal
from proctor_core.domain.spelling import normal_password, spellings_of_password
from proctor_core.domain.storable import storable
from proctor_core.errors import InvalidInput

Result = TypeVar("Result")

MIN_PASSWORD_LENGTH = 10
# Argon2 takes its time with every character; nobody needs more.
MAX_PASSWORD_LENGTH = 1000
MOST_PARTS = 4
"""Characters that a single one comes apart into at most."""


BEHIND = 10
"""How much a hash stands back behind everything else that the machine does (Linux; 0 to 19)."""


def _step_back() -> None:
    # Argon2's own threads begin with the priority of the one that calls it; elsewhere priority is the whole process's.
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BEHIND)


_HASHING = ThreadPoolExecutor(1, "password-hash", initializer=_step_back)
"""One hash at a time, and not before takers' pictures: each takes several threads as long as it takes."""


def _in_the_background(work: Callable[[], Result]) -> Result:
    return _HASHING.submit(work).result()


def hash_of_password(passwords: PasswordHash, password: str | None) -> str:
    """The hash to store, of the password's normal form.

    Raises:
        InvalidInput: the password is too short or too long, or holds what no form can send.
    """
    normal = normal_password(storable(password or "", "password"))
    if not MIN_PASSWORD_LENGTH <= len(normal) <= MAX_PASSWORD_LENGTH:
        limits = f"{MIN_PASSWORD_LENGTH} to {MAX_PASSWORD_LENGTH}"
        raise InvalidInput("password", AccountRefusal.PASSWORD_LENGTH, limits=limits, length=len(normal))
    return _in_the_background(partial(passwords.hash, normal))


def verify_password(passwords: PasswordHash, typed: str, known_hash: str) -> tuple[bool, str | None]:
    """Whether it is the password, and a better hash to store where the known one is of another cost or another spelling.

    The work depends on what is typed alone: a wrong password is hashed once for each of its spellings.
    """
    # What is longer, decomposed too, is no password, and takes no longer to be refused.
    normal, *others = spellings_of_password(typed[: MOST_PARTS * MAX_PASSWORD_LENGTH + 1])
    fits = len(normal) <= MAX_PASSWORD_LENGTH
    verify = partial(passwords.verify_and_update, _bytes_of(normal), known_hash)
    is_right, better_hash = _in_the_background(verify)
    if is_right:
        return fits, better_hash
    is_known = [_in_the_background(partial(passwords.verify, _bytes_of(other), known_hash)) for other in others]
    is_right = any(is_known) and fits
    return is_right, _in_the_background(partial(passwords.hash, normal)) if is_right else None


def _bytes_of(password: str) -> bytes:
    # Half of a character is in no password, and no reason to fail.
    return password.encode("utf-8", "surrogatepass")
