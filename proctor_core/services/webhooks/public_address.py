"""Which addresses a message may be sent to: asked when a webhook is saved, and again of the very address that is connected to.

A server that posts to wherever it is told can be made to reach what only its own network should: other machines, the cloud's
metadata. Source: OWASP, Server-Side Request Forgery Prevention.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from proctor_core.codes.webhook_refusals import WebhookRefusal
from proctor_core.errors import InvalidInput

URL_LENGTH = 500
_NAT64 = IPv6Network("64:ff9b::/96")
"""A network without IPv4 reaches the internet through it; the address inside is what counts."""
_INTERNET = IPv6Network("2000::/3")
"""All that is given out of IPv6; what lies outside of it is nobody's on the internet. Source: IANA, IPv6 Address Space."""
_SPECIAL = tuple(
    map(
        ip_network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
            *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24"),
            *("192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
            *("224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32"),
            *("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
        ),
    )
)
"""Networks with a meaning of their own: private, shared, of documents, of tests, of relays (6to4 and Teredo lead anywhere), of
clouds. Source: IANA, IPv4 and IPv6 Special-Purpose Address Registries; 192.0.0.192 is Oracle's metadata, 168.63.129.16 Azure's,
which looks public: Microsoft, "What is IP address 168.63.129.16?"."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL leads."""

    is_https: bool
    host: str
    port: int
    path: str


def parsed_target(url: str, *, allows_own_network: bool) -> Target:
    """Take a URL apart.

    Raises:
        InvalidInput: it is none, holds a name or password, or is http, which only the own network may be.
    """
    schemes = ("https", "http") if allows_own_network else ("https",)
    wanted = WebhookRefusal.NO_ADDRESS if allows_own_network else WebhookRefusal.NO_HTTPS_ADDRESS
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # brackets around what is no IPv6 address, a letter that stands for a slash, a port beyond all
        raise InvalidInput("url", wanted) from None
    if parts.scheme not in schemes or not parts.hostname or port == 0 or len(url) > URL_LENGTH:
        raise InvalidInput("url", wanted)
    is_plain = all(one.isascii() and one.isprintable() and not one.isspace() for one in url)
    if parts.username or parts.password or parts.fragment or not is_plain:
        raise InvalidInput("url", WebhookRefusal.ODD_ADDRESS)
    is_https = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(is_https, parts.hostname, port or (443 if is_https else 80), path)


def addresses_of(target: Target, *, allows_own_network: bool) -> list[str]:
    """The IP addresses of a host.

    Raises:
        InvalidInput: it has none, or one of them lies in an own network and that is not allowed.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise InvalidInput("url", WebhookRefusal.UNKNOWN_HOST, host=target.host) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not allows_own_network and not all(map(is_public, addresses)):
        raise InvalidInput("url", WebhookRefusal.OWN_NETWORK, host=target.host)
    return addresses


def is_public(address: str) -> bool:
    """Whether an IP address is one of the whole internet's: no loopback, private, link-local, shared or reserved one."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(ip)
    if inner is not None:
        return is_public(str(inner))
    is_special = any(ip in network for network in _SPECIAL)
    is_given_out = ip.version == 4 or ip in _INTERNET
    # Python's own opinion too: it learns of new networks with each version.
    return is_given_out and not is_special and ip.is_global and not ip.is_multicast and not ip.is_reserved


def _inner(ip: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for."""
    if isinstance(ip, IPv4Address):
        return None
    return IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else ip.ipv4_mapped
