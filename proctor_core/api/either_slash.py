"""ASGI middleware: every route answers with and without a slash at its end, without a redirect that would lose a POST's body."""

from starlette.types import ASGIApp, Receive, Scope, Send


class EitherSlash:
    """Takes the slash away; routes are declared without."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        path = scope.get("path", "")
        root = scope.get("root_path", "")
        if scope["type"] == "http" and path.endswith("/") and len(path) > len(root) + 1:
            scope = {**scope, "path": path.rstrip("/")}
        await self._app(scope, receive, send)
