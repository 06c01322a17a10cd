"""One POST to another server: to the address that was checked, with its certificate checked, no redirect followed."""

import logging
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException

from proctor_core.errors import InvalidInput
from proctor_core.services.webhooks.public_address import Target, addresses_of, parsed_target

log = logging.getLogger(__name__)

TIMEOUT_S = 8.0
"""For the connection, and for each wait on it; one slow server must not hold the others up for long."""
LONGEST_S = 20.0
"""A server that answers a byte now and then is cut off."""
MOST_ADDRESSES = 4
"""Of a host; a large one has a dozen, of which the first answers."""


@dataclass(frozen=True, slots=True)
class PostOutcome:
    """The answer's status; None: there was none, and `error` says why."""

    status: int | None
    error: str = ""

    @property
    def is_delivered(self) -> bool:
        """Whether the server took it: any 2xx."""
        return self.status is not None and 200 <= self.status < 300


class _CheckedConnection(HTTPConnection):
    """Connects to the checked addresses in turn: between a check and a second answer of the name service lies an attack."""

    def __init__(
        self, target: Target, addresses: Sequence[str], context: ssl.SSLContext | None, until_s: float
    ) -> None:
        super().__init__(target.host, target.port, timeout=TIMEOUT_S)
        self._addresses, self._context, self._until_s = addresses[:MOST_ADDRESSES], context, until_s
        # What the Host header leaves out.
        self.default_port = 443 if target.is_https else 80

    def connect(self) -> None:
        """The first that answers; what the last one said where none does."""
        for address in self._addresses:
            try:
                self._connect_to(address)
                return
            except OSError as error:
                # Not `close`: that would forget the request, which is being sent.
                if self.sock is not None:
                    self.sock.close()
                    self.sock = None
                if address == self._addresses[-1] or time.monotonic() >= self._until_s:
                    raise
                log.info("%s did not answer at one of its addresses: %s", self.host, type(error).__name__)

    def _connect_to(self, address: str) -> None:
        left_s = max(0.1, self._until_s - time.monotonic())
        self.sock = socket.create_connection((address, self.port), min(TIMEOUT_S, left_s))
        if self._context is not None:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)
        self.sock.settimeout(TIMEOUT_S)


@dataclass(frozen=True, slots=True)
class WebhookPost:
    """`allows_own_network`: addresses of this machine and its network, and http, may be posted to.

    `tls`: whose certificates are believed; None: those that this machine believes.
    """

    allows_own_network: bool = False
    tls: ssl.SSLContext | None = None
    longest_s: float = LONGEST_S

    def require_target(self, url: str) -> None:
        """Ask before a URL is saved.

        Raises:
            InvalidInput: it is none, its host is not known, or it leads into an own network.
        """
        target = parsed_target(url, allows_own_network=self.allows_own_network)
        addresses_of(target, allows_own_network=self.allows_own_network)

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> PostOutcome:
        """Post once. Nothing of the answer but its status is read."""
        try:
            target = parsed_target(url, allows_own_network=self.allows_own_network)
            addresses = addresses_of(target, allows_own_network=self.allows_own_network)
        except InvalidInput as refused:
            return PostOutcome(None, refused.message[:200])
        tls = (self.tls or _believed_here()) if target.is_https else None
        connection = _CheckedConnection(target, addresses, tls, time.monotonic() + self.longest_s)
        try:
            with _cut_off_after(self.longest_s, connection):
                connection.request("POST", target.path, body, {**headers, "Connection": "close"})
                status = connection.getresponse().status
        except (OSError, HTTPException) as error:
            return PostOutcome(None, _why(error))
        finally:
            connection.close()
        return PostOutcome(status, "" if 200 <= status < 300 else _WHY_STATUS.get(status // 100, f"answered {status}"))


@cache
def _believed_here() -> ssl.SSLContext:
    """Made at the first post: reading this machine's certificates takes 30 ms."""
    return ssl.create_default_context()


@contextmanager
def _cut_off_after(seconds: float, connection: HTTPConnection) -> Iterator[None]:
    def cut_off() -> None:
        if connection.sock is not None:
            with suppress(OSError):  # it has just ended by itself
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut_off)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


_WHY_STATUS = {3: "answered with a redirect, which is not followed"}


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer within {TIMEOUT_S:.0f} s"
    if isinstance(error, ssl.SSLError):
        return f"no safe connection: {error.reason or type(error).__name__}"[:200]
    return f"not reachable: {type(error).__name__}"
