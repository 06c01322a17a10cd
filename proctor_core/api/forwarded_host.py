"""ASGI wrapper around everything: behind a proxy that is trusted, the name that browsers use stands in X-Forwarded-Host.

What anybody else says there is taken away. uvicorn does the same for the address and the scheme, further in.
"""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from starlette.types import ASGIApp, Receive, Scope, Send

NAME = b"x-forwarded-host"
EVERYBODY = "*"


class TrustedProxies:
    """Addresses and networks, as PROCTORING_TRUSTED_PROXIES names them; `*` is every peer."""

    def __init__(self, proxies: Sequence[str]) -> None:
        self._is_everybody = EVERYBODY in proxies
        self._networks = [network for proxy in proxies if (network := _network(proxy)) is not None]

    def __contains__(self, peer: object) -> bool:
        if self._is_everybody:
            return True
        try:
            address = ip_address(str(peer).partition("%")[0])
        except ValueError:
            return False
        address = getattr(address, "ipv4_mapped", None) or address
        return any(address in network for network in self._networks)


class ForwardedHost:
    """Puts the public name into the Host header."""

    def __init__(self, app: ASGIApp, trusted: TrustedProxies) -> None:
        self._app = app
        self._trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] in ("http", "websocket"):
            scope = {**scope, "headers": self._headers(scope)}
        await self._app(scope, receive, send)

    def _headers(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        headers: list[tuple[bytes, bytes]] = list(scope["headers"])
        said = [value for name, value in headers if name == NAME]
        rest = [(name, value) for name, value in headers if name != NAME]
        peer = (scope.get("client") or ("", 0))[0]
        if not said or peer not in self._trusted:
            return rest
        # The last one was added by the proxy that is trusted; those before it may be anybody's.
        public = said[-1].rpartition(b",")[2].strip()
        return [(b"host", public), *((name, value) for name, value in rest if name != b"host")]


def _network(proxy: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(proxy, strict=False)
    except ValueError:
        return None  # a name of a socket, which uvicorn compares letter by letter
