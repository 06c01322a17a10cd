"""How often a name or an address may try to sign in: what makes guessing slow without locking people out.

Three counters, each a keyed hash in the database: the address, the name tried from addresses that its person never signed in
from, and the pair of a name and an address that its person knows. Nobody elsewhere can touch the third one.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from sqlmodel import Session, col, delete, select

from db.queries.accounts import has_signed_in_from
from db.queries.inserting import insert_if_absent
from db.tables import SignInThrottle, User
from proctor_core.errors import TooManyTries

FORGOTTEN_AFTER = timedelta(days=1)
# Everybody who owns an IPv6 address owns at least its /64.
IPV6_NETWORK_BITS = 64


@dataclass(frozen=True, slots=True)
class Limit:
    """Tries that cost nothing, and the longest wait (s); each further try doubles the wait, from 2 s on."""

    free_tries: int
    longest_s: int

    def wait_s(self, tries: int) -> int:
        """Seconds after this many tries in which no other is looked at."""
        above = tries - self.free_tries
        return 0 if above <= 0 else min(self.longest_s, 2 ** min(above, 20))


ADDRESS = Limit(free_tries=20, longest_s=900)
NAME = Limit(free_tries=5, longest_s=900)
KNOWN_PAIR = Limit(free_tries=5, longest_s=60)


@dataclass(frozen=True, slots=True)
class SignInOrigin:
    """Where a sign-in comes from: the peer's address, and a browser as a person would name it."""

    address: str = ""
    browser: str = ""


@dataclass(frozen=True, slots=True)
class Counter:
    """One counter that a try belongs to."""

    key: str
    limit: Limit


@dataclass(frozen=True, slots=True)
class Throttle:
    """Counts tries before the password is looked at, so that many at once count as many.

    Attributes:
        secret: keys the hashes: a stolen database tells neither names nor addresses.
    """

    secret: bytes = b""

    def address_hash(self, origin: SignInOrigin) -> str:
        """What a sign-in keeps of its address."""
        return self._hash("address", network_of(origin.address))

    def counters(self, db: Session, name: str, user: User | None, origin: SignInOrigin) -> Sequence[Counter]:
        """The counters of a try; the same kind for a known and an unknown name."""
        where = self.address_hash(origin)
        if user is not None and has_signed_in_from(db, user.id, where):
            return (Counter(self._hash("pair", f"{where} {name}"), KNOWN_PAIR),)
        return tuple(sorted((Counter(where, ADDRESS), Counter(self._hash("name", name), NAME)), key=_key))

    def admit(self, db: Session, counters: Sequence[Counter], now: datetime) -> None:
        """Count one try, or refuse it uncounted.

        Raises:
            TooManyTries: one of the counters says wait.
        """
        db.exec(delete(SignInThrottle).where(col(SignInThrottle.last_tried_at) < now - FORGOTTEN_AFTER))
        rows = [_locked(db, counter, now) for counter in counters]
        waits = [(row.blocked_until - now).total_seconds() for row in rows if row.blocked_until]
        if any(wait > 0 for wait in waits):
            raise TooManyTries(int(max(waits)) + 1)
        for row, counter in zip(rows, counters, strict=True):
            row.tries += 1
            row.last_tried_at = now
            wait_s = counter.limit.wait_s(row.tries)
            row.blocked_until = now + timedelta(seconds=wait_s) if wait_s else None

    def forgive(self, db: Session, counters: Sequence[Counter], now: datetime) -> None:
        """A right password: its name starts anew; its address only gets this one try back, since one may own one account."""
        for counter in counters:
            row = _locked(db, counter, now)
            row.tries = row.tries - 1 if counter.limit is ADDRESS else 0
            row.blocked_until = None

    def _hash(self, kind: str, value: str) -> str:
        return hmac.new(self.secret, f"{kind} {value}".encode(), sha256).hexdigest()


def _locked(db: Session, counter: Counter, now: datetime) -> SignInThrottle:
    insert_if_absent(db, SignInThrottle(key=counter.key, tries=0, last_tried_at=now))
    return db.exec(select(SignInThrottle).where(SignInThrottle.key == counter.key).with_for_update()).one()


def _key(counter: Counter) -> str:
    # All tries lock their rows in one order.
    return counter.key


def network_of(address: str) -> str:
    """The address, or of an IPv6 address the network that its owner has at least."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return f"{int(parsed) >> (128 - IPV6_NETWORK_BITS):x}::/{IPV6_NETWORK_BITS}"
