"""ASGI middleware: how often one token and one address may ask; whoever asks more often is told when to come back.

Counts in this process: every session lives in one process, and so do the requests about it. The password form has its own
throttle, in the database.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from proctor_core.api.problems import problem_of
from proctor_core.errors import TooManyTries
from proctor_core.services.sign_in_throttle import network_of

KEPT_BUCKETS = 20_000
UNAUTHORIZED = 401


@dataclass(frozen=True, slots=True)
class Rates:
    """Requests a minute, each allowed in one go after a quiet minute; raising one lets more through.

    Attributes:
        refused: requests of an address that were answered 401: guessing tokens is hopeless, and it is not free either.
    """

    per_token: int = 600
    per_address: int = 30_000
    refused: int = 60


class Buckets:
    """Token buckets by key, the least lately used forgotten first; on one event loop, so without a lock."""

    def __init__(self, per_minute: int) -> None:
        self._most = float(per_minute)
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, key: str, now_s: float, cost: float = 1.0) -> float:
        """Take `cost` and answer 0, or take nothing and answer the seconds until there will be enough."""
        left, at_s = self._left.pop(key, (self._most, now_s))
        left = min(self._most, left + (now_s - at_s) * self._most / 60)
        is_enough = left >= max(cost, 1.0)
        self._left[key] = (left - cost if is_enough else left, now_s)
        if len(self._left) > KEPT_BUCKETS:
            self._left.popitem(last=False)
        return 0.0 if is_enough else (1.0 - left) * 60 / self._most


class RateLimit:
    """Counts before anything else is done for a request."""

    def __init__(self, app: ASGIApp, rates: Rates, clock: Callable[[], datetime]) -> None:
        self._app = app
        self._clock = clock
        self._tokens = Buckets(rates.per_token)
        self._addresses = Buckets(rates.per_address)
        self._refused = Buckets(rates.refused)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 429 with Retry-After."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        address = network_of((scope.get("client") or ("", 0))[0])
        token = dict(scope["headers"]).get(b"authorization", b"")
        wait_s = self._wait_s(address, token)
        if wait_s > 0:
            await problem_of(429, TooManyTries(int(wait_s) + 1))(scope, receive, send)
            return

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == UNAUTHORIZED:
                self._refused.wait_s(address, self._clock().timestamp())
            await send(message)

        await self._app(scope, receive, noted)

    def _wait_s(self, address: str, token: bytes) -> float:
        now_s = self._clock().timestamp()
        waits = [self._addresses.wait_s(address, now_s)]
        # A look only: what costs is the refusal.
        waits.append(self._refused.wait_s(address, now_s, cost=0.0))
        if token:
            waits.append(self._tokens.wait_s(sha256(token).hexdigest(), now_s))
        return max(waits)
