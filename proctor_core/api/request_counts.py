"""Counts of requests by method, kind of route and status, and the gauges that `metrics.py` fills when it is asked."""

import time
from collections.abc import MutableMapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BUCKETS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class ApiCounts:
    """The counters of one API; its registry is its own, so that two of them in one process do not meet."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ["method", "kind", "status"]
        self.requests = Counter("proctor_api_requests", "API requests.", labels, registry=self.registry)
        self.seconds = Histogram(
            "proctor_api_request_seconds",
            "Time to the answer's head.",
            ["kind"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.monitors = Gauge("proctor_watched_sessions", "Sessions that the server watches.", registry=self.registry)
        self.clients = Gauge(
            "proctor_client_sessions", "Sessions whose clients send heartbeats.", registry=self.registry
        )
        self.waiting = Gauge("proctor_writes_waiting", "Writes that wait for the database.", registry=self.registry)
        self.outbox = Gauge("proctor_outbox_waiting", "Of these, what waits on the disk.", registry=self.registry)
        self.aside = Gauge(
            "proctor_outbox_aside",
            "Writes on the disk whose sessions this database does not know.",
            registry=self.registry,
        )
        self.refused = Gauge(
            "proctor_writes_refused", "Writes refused for good since the start.", ["part"], registry=self.registry
        )
        self.parts = Gauge(
            "proctor_part_up", "0: this part is down, as /api/health says.", ["part"], registry=self.registry
        )
        self.degraded = Gauge(
            "proctor_part_degraded", "1: this part serves and needs a look.", ["part"], registry=self.registry
        )
        self.free = Gauge("proctor_media_free_bytes", "Left on the media store's disk.", registry=self.registry)
        self.build = Gauge("proctor_build_info", "Always 1.", ["version"], registry=self.registry)
        ProcessCollector(registry=self.registry)


class CountRequests:
    """ASGI middleware: counts; the kind is the path's first part, so that no id becomes a label."""

    def __init__(self, app: ASGIApp, counts: ApiCounts, kinds: frozenset[str]) -> None:
        self._app = app
        self._counts = counts
        self._kinds = kinds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, kind = time.perf_counter(), self._kind(scope)

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._counts.requests.labels(_method(scope), kind, str(message["status"])).inc()
                self._counts.seconds.labels(kind).observe(time.perf_counter() - began)
            await send(message)

        await self._app(scope, receive, counted)

    def _kind(self, scope: MutableMapping[str, Any]) -> str:
        path = str(scope["path"]).removeprefix(str(scope.get("root_path", "")))
        first = path.strip("/").partition("/")[0]
        return first if first in self._kinds else "other"


def _method(scope: MutableMapping[str, Any]) -> str:
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return scope["method"] if scope["method"] in known else "other"
