"""One connection with one token: JSON in and out, problems as errors, and waiting when the server says so."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Self

import httpx

TRIES = 4
WORTH_ANOTHER_TRY = frozenset({429, 503})


class Problem(Exception):
    """What the server refused, as its problem document says it.

    Attributes:
        field: the part of the request that is wrong, where there is one.
        reason: why a reference face was refused, where that was it.
    """

    def __init__(self, status: int, title: str, detail: str | None, field: str | None, reason: str | None) -> None:
        super().__init__(f"{status} {title}" + (f": {detail}" if detail else ""))
        self.status, self.title, self.detail, self.field, self.reason = status, title, detail, field, reason

    @classmethod
    def of(cls, response: httpx.Response) -> Self:
        """From an answer that is no success."""
        problem: Any = response.json() if "json" in response.headers.get("content-type", "") else {}
        title = problem.get("title", response.reason_phrase)
        return cls(response.status_code, title, problem.get("detail"), problem.get("field"), problem.get("reason"))


class Connection:
    """Sends requests with a bearer token; `http` may be given, as tests do, and `sleep` too."""

    def __init__(
        self, address: str, token: str, http: httpx.Client | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._http = http or httpx.Client(timeout=30)
        self._address = address.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}"}
        self._sleep = sleep

    def get(self, path: str, **params: str | int) -> Any:
        """The JSON of a GET."""
        return self.send("GET", path, params=params).json()

    def content(self, path: str) -> bytes:
        """The bytes of a GET: a picture, an export."""
        return self.send("GET", path).content

    def post(self, path: str, body: Mapping[str, Any] | None = None, *, key: str | None = None) -> Any:
        """The JSON of a POST; `key` is sent as Idempotency-Key."""
        headers = {"Idempotency-Key": key} if key else {}
        return self.send("POST", path, json=body, headers=headers).json()

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One request, tried again when the server asks for patience or does not answer.

        Raises:
            Problem: the server refused.
        """
        options["headers"] = {**self._headers, **options.get("headers", {})}
        for attempt in range(TRIES):
            response = self._http.request(method, f"{self._address}{path}", **options)
            if response.is_success:
                return response
            if response.status_code not in WORTH_ANOTHER_TRY or attempt == TRIES - 1:
                raise Problem.of(response)
            self._sleep(float(response.headers.get("retry-after", 2**attempt)))
        raise AssertionError("unreachable: the last attempt returns or raises")
