"""How often a name may be tried from an address: what makes guessing slow without locking people out.

A wrong try is charged to its name at its address, so nobody pays for a neighbour's. Names tried from many addresses have a
counter of their own, which leaves every address its first tries; where the person signed in before, that one counts nothing.
"""

import hmac
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


PAIR = Limit(free_tries=5, longest_s=900)
KNOWN_PAIR = Limit(free_tries=5, longest_s=60)
NAME = Limit(free_tries=20, longest_s=900)
ALWAYS_LOOKED_AT = 2
"""Tries of a name that an address has whatever others do with that name elsewhere: a typing error and the right password."""
MOST_KEPT = 50_000
"""Counters; whoever tries name after name pushes out their own and those of long ago."""
NOTED_SINGLY = 20
"""Wrong tries of an address that each get a line in the audit log; after that every doubling gets one."""


@dataclass(frozen=True, slots=True)
class SignInOrigin:
    """Where a sign-in comes from: the peer's address, and a browser as a person would name it."""

    address: str = ""
    browser: str = ""


@dataclass(frozen=True, slots=True)
class Counters:
    """What a try is charged to: the name at its address, and the name wherever it is tried from (None: it is known here)."""

    pair: str
    limit: Limit
    name: str | None = None


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

    def counters(self, db: Session, name: str, user: User | None, origin: SignInOrigin) -> Counters:
        """The counters of a try; the same for a known and an unknown name."""
        where = self.address_hash(origin)
        pair = self._hash("pair", f"{where} {name}")
        if user is not None and has_signed_in_from(db, user.id, where):
            return Counters(pair, KNOWN_PAIR)
        return Counters(pair, PAIR, self._hash("name", name))

    def admit(self, db: Session, counters: Counters, now: datetime) -> None:
        """Count one try, or refuse it uncounted.

        Raises:
            TooManyTries: one of the counters says wait.
        """
        _forget(db, now)
        rows = _locked(db, counters, now)
        pair, name = rows[counters.pair], rows.get(counters.name or "")
        wait_s = _left_s(pair, now)
        if name is not None and pair.tries >= ALWAYS_LOOKED_AT:
            wait_s = max(wait_s, _left_s(name, now))
        if wait_s > 0:
            raise TooManyTries(int(wait_s) + 1)
        _count(pair, counters.limit, now)
        if name is not None:
            _count(name, NAME, now)

    def forgive(self, db: Session, counters: Counters, now: datetime) -> None:
        """A right password: its name starts anew, here and elsewhere."""
        for row in _locked(db, counters, now).values():
            row.tries, row.blocked_until = 0, None

    def is_worth_a_line(self, db: Session, origin: SignInOrigin, now: datetime) -> bool:
        """Count a wrong try of an address, which keeps nobody from anything; whether the audit log should tell of it."""
        key = self._hash("wrong", network_of(origin.address))
        row = _locked(db, Counters(key, PAIR), now)[key]
        row.tries, row.last_tried_at = row.tries + 1, now
        return row.tries <= NOTED_SINGLY or row.tries.bit_count() == 1

    def _hash(self, kind: str, value: str) -> str:
        return hmac.new(self.secret, f"{kind} {value}".encode(), sha256).hexdigest()


def _forget(db: Session, now: datetime) -> None:
    tried_at = col(SignInThrottle.last_tried_at)
    db.exec(delete(SignInThrottle).where(tried_at < now - FORGOTTEN_AFTER))
    oldest_kept = select(tried_at).order_by(tried_at.desc()).offset(MOST_KEPT).limit(1).scalar_subquery()
    db.exec(delete(SignInThrottle).where(tried_at <= oldest_kept).execution_options(synchronize_session=False))


def _count(row: SignInThrottle, limit: Limit, now: datetime) -> None:
    row.tries += 1
    row.last_tried_at = now
    wait_s = limit.wait_s(row.tries)
    row.blocked_until = now + timedelta(seconds=wait_s) if wait_s else None


def _left_s(row: SignInThrottle, now: datetime) -> float:
    """Seconds still to wait; none where the clock was set back since, which would prolong the wait by as much."""
    is_of_the_future = row.last_tried_at > now
    return 0.0 if is_of_the_future or row.blocked_until is None else (row.blocked_until - now).total_seconds()


def _locked(db: Session, counters: Counters, now: datetime) -> dict[str, SignInThrottle]:
    # All tries lock their rows in one order.
    keys = sorted(filter(None, (counters.pair, counters.name)))
    return {key: _locked_row(db, key, now) for key in keys}


def _locked_row(db: Session, key: str, now: datetime) -> SignInThrottle:
    insert_if_absent(db, SignInThrottle(key=key, tries=0, last_tried_at=now))
    return db.exec(select(SignInThrottle).where(SignInThrottle.key == key).with_for_update()).one()


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
