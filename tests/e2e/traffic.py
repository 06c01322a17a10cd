"""What a browser asks for: every request of every page of one visit, and what goes over Streamlit's socket."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Request, WebSocket


@dataclass
class Traffic:
    """The requests of a browser context, from its beginning on.

    Without slots: playwright hangs its own mark on the object whose methods it calls.
    """

    requests: list[Request] = field(default_factory=list[Request])
    sockets: list[WebSocket] = field(default_factory=list[WebSocket])
    socket_messages: int = 0
    """Messages in both directions over all websockets; each run of a page's script makes several."""

    @classmethod
    def of(cls, context: BrowserContext) -> "Traffic":
        """Begin to note what this context asks for."""
        traffic = cls()
        context.on("request", traffic.note_request)
        context.on("page", traffic.follow)
        return traffic

    @property
    def hosts(self) -> set[str]:
        """Every host and port that anything was asked of; `data:` and `blob:` ask nobody."""
        urls = [request.url for request in self.requests] + [socket.url for socket in self.sockets]
        return {urlsplit(url).netloc for url in urls} - {""}

    def below(self, folder: str) -> list[str]:
        """The paths under `folder` that were asked for."""
        paths = [urlsplit(request.url).path for request in self.requests]
        return [path for path in paths if path.startswith(folder)]

    def note_request(self, request: Request) -> None:
        """Something was asked for."""
        self.requests.append(request)

    def follow(self, page: Page) -> None:
        """A tab was opened: note its sockets too."""
        page.on("websocket", self.note_socket)

    def note_socket(self, socket: WebSocket) -> None:
        """Count what goes over it."""
        self.sockets.append(socket)
        socket.on("framesent", self.count_message)
        socket.on("framereceived", self.count_message)

    def count_message(self, _: str | bytes) -> None:
        """One message over a socket."""
        self.socket_messages += 1
