"""A STUN or TURN server that the browser and this server may use to find a way to each other; none unless one is named."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from proctor_core.codes.code import message
from proctor_core.codes.setting_faults import SettingFault

ADDRESS = re.compile(r"(stun|turn)s?:[^\s/]+")


@dataclass(frozen=True, slots=True)
class IceServer:
    """One server; a TURN server asks for name and credential, which every taker's browser gets to know."""

    urls: str
    username: str = ""
    credential: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"{self.urls} (with a credential)" if self.credential else self.urls

    def as_rtc(self) -> dict[str, object]:
        """As RTCConfiguration wants it. Source: W3C WebRTC, RTCIceServer."""
        login = {"username": self.username, "credential": self.credential}
        return {"urls": [self.urls], **(login if self.username else {})}


def parse_ice_server(entry: object) -> IceServer:
    """One entry of the setting.

    Raises:
        ValueError: not an address and not an object of known keys; never repeats what came, since a credential may be in it.
    """
    given = cast("Mapping[str, object]", entry) if isinstance(entry, Mapping) else {"urls": entry}
    if not set(given) <= {"urls", "username", "credential"} or not all(isinstance(v, str) for v in given.values()):
        raise ValueError(message(SettingFault.NO_ICE_SERVER))
    server = IceServer(**cast("dict[str, str]", dict(given))) if "urls" in given else IceServer("")
    if not ADDRESS.fullmatch(server.urls) or bool(server.username) != bool(server.credential):
        raise ValueError(message(SettingFault.NO_ICE_SERVER))
    return server
