"""ASGI middleware: how often one token, one sign-in and one address may ask; whoever asks more often is told when to come back.

What is refused is charged to what failed, by its hash: neighbours at the same address never pay for it. Counts in this process:
every session lives in one process, and so do the requests about it. The password form has its own throttle, in the database.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from db.away import PERHAPS_AWAY, is_away
from proctor_core.api.body_limit import OF_NOBODY
from proctor_core.api.cookies import CookieSigner
from proctor_core.api.problems import problem
from proctor_core.api.token_lookups import TokenLookups
from proctor_core.codes.caller_refusals import CallerRefusal
from proctor_core.errors import NotSignedIn, ProctorError, TooManyTries
from proctor_core.services.accounts.sign_in_throttle import network_of

KEPT_BUCKETS = 20_000
UNAUTHORIZED = 401
NEVER_LIMITED = frozenset({"/health", "/version"})
"""A load balancer asks for these from wherever it stands, and takes any refusal for the end of the program."""
FOR_EVERYBODY = ("/docs", "/openapi.json", "/metrics")
"""Begins of paths that also answer whoever brings a token that does not work."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Requests a minute, each allowed in one go after a quiet minute; raising one lets more through.

    Attributes:
        per_address: what carries neither a token that works nor a signed cookie; of a sign-in, all that its browser asks.
        refused: of one token or sign-in that does not work: its client would come again for ever.
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
        """Take `cost` and return 0, or take nothing and return the seconds until there will be enough.

        `now_s` is of a clock that nobody sets; one that went back all the same takes nothing away.
        """
        left, at_s = self._left.pop(key, (self._most, now_s))
        left = min(self._most, left + max(0.0, now_s - at_s) * self._most / 60)
        is_enough = left >= max(cost, 1.0)
        self._left[key] = (left - cost if is_enough else left, now_s)
        if len(self._left) > KEPT_BUCKETS:
            self._left.popitem(last=False)
        return 0.0 if is_enough else (1.0 - left) * 60 / self._most

    def is_empty(self, key: str, now_s: float) -> float:
        """Seconds until there will be enough; takes nothing, and remembers nobody."""
        return self.wait_s(key, now_s, cost=0.0) if key in self._left else 0.0


class WorkingTokens:
    """Hashes of the tokens that were right when they were last looked at, the least lately used forgotten first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, None] = OrderedDict()

    def has(self, key: str) -> bool:
        """Whether it worked."""
        if key not in self._kept:
            return False
        self._kept.move_to_end(key)
        return True

    def add(self, key: str) -> None:
        """It works."""
        self._kept[key] = None
        if len(self._kept) > KEPT_BUCKETS:
            self._kept.popitem(last=False)

    def remove(self, key: str) -> None:
        """It does not work any more."""
        self._kept.pop(key, None)


class RateLimit:
    """Counts before anything else is done for a request.

    `working`: asks the database which of some tokens work; called once for a token that is new here. `clock`: seconds that only
    grow.
    """

    def __init__(
        self,
        app: ASGIApp,
        rates: Rates,
        cookies: CookieSigner,
        working: Callable[[Sequence[str]], Collection[str]],
        clock: Callable[[], float],
    ) -> None:
        self._app = app
        self._cookies = cookies
        self._clock = clock
        self._lookups = TokenLookups(working)
        self._working = WorkingTokens()
        self._tokens = Buckets(rates.per_token)
        self._sign_ins = Buckets(rates.per_address)
        self._addresses = Buckets(rates.per_address)
        self._refused = Buckets(rates.refused)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 429 with Retry-After, or 401 to a token that does not work."""
        if scope["type"] != "http" or _path(scope) in NEVER_LIMITED:
            await self._app({**scope, OF_NOBODY: True}, receive, send)
            return
        try:
            key = await self._admit(scope)
        except ProctorError as refused:
            await problem(refused)(scope, receive, send)
            return

        async def noted(message: Message) -> None:
            if key and message["type"] == "http.response.start" and message["status"] == UNAUTHORIZED:
                self._working.remove(key)
                self._refused.wait_s(key, self._clock())
            await send(message)

        await self._app(scope if key else {**scope, OF_NOBODY: True}, receive, noted)

    async def _admit(self, scope: Scope) -> str:
        """Charge the request to its token, its sign-in or its address; the hash of what it is charged to, none for an address.

        Raises:
            TooManyTries: it came too often.
            NotSignedIn: its token does not work.
        """
        request = Request(scope)
        address = network_of((scope.get("client") or ("", 0))[0])
        if token := _bearer(request):
            key = _hash("token", token)
            if await self._works(key, token):
                self._take(self._tokens, key)
                return key
            if not _path(scope).startswith(FOR_EVERYBODY):
                raise NotSignedIn(CallerRefusal.NO_SUCH_TOKEN)
        elif sign_in := self._signed_in(request):
            key = _hash("sign-in", sign_in)
            self._refuse_known_failure(key)
            self._take(self._sign_ins, key)
            return key
        self._take(self._addresses, address)
        return ""

    async def _works(self, key: str, token: str) -> bool:
        if self._working.has(key):
            return True
        self._refuse_known_failure(key)
        try:
            is_live = await self._lookups.works(token)
        except PERHAPS_AWAY as error:
            if not is_away(error):
                raise
            # Nobody knows; the route says that the database is away, or answers without it.
            return True
        if is_live:
            self._working.add(key)
        else:
            self._refused.wait_s(key, self._clock())
        return is_live

    def _signed_in(self, request: Request) -> str | None:
        """What a cookie of ours holds; a made-up one fails by its signature, without the database."""
        # Another kind of Authorization goes before a cookie, and fails whatever the cookie says.
        return None if "authorization" in request.headers else self._cookies.token_in(request.cookies)

    def _refuse_known_failure(self, key: str) -> None:
        wait_s = self._refused.is_empty(key, self._clock())
        if wait_s > 0:
            raise TooManyTries(int(wait_s) + 1)

    def _take(self, buckets: Buckets, key: str) -> None:
        wait_s = buckets.wait_s(key, self._clock())
        if wait_s > 0:
            raise TooManyTries(int(wait_s) + 1)


def _path(scope: Scope) -> str:
    path = str(scope["path"]).removeprefix(str(scope.get("root_path", "")))
    return path.rstrip("/") or "/"


def _bearer(request: Request) -> str:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.casefold() == "bearer" else ""


def _hash(kind: str, value: str) -> str:
    return sha256(f"{kind} {value}".encode()).hexdigest()
